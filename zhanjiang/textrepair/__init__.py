"""Read back, exactly, what mirrors do to Chinese news: readings between the characters and broken bytes.

`repair(text)` gives the text as it was before, and proves it by damaging it again. See docs/textrepair.md.
The package stands alone: it imports nothing else of this project.
"""

from zhanjiang.textrepair.damage import damage
from zhanjiang.textrepair.detect import is_damaged
from zhanjiang.textrepair.invert import repair
from zhanjiang.textrepair.learning import learn
from zhanjiang.textrepair.result import Alternative, Guess, RepairConfig, Repaired, Step, replay
from zhanjiang.textrepair.script import in_script, to_simplified

__all__ = [
    "Alternative",
    "Guess",
    "RepairConfig",
    "Repaired",
    "Step",
    "damage",
    "in_script",
    "is_damaged",
    "learn",
    "repair",
    "replay",
    "to_simplified",
]
