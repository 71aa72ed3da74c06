"""Read back, exactly, what mirrors do to Chinese news: readings between the characters and broken bytes.

`repair(text)` gives the text as it was before, and proves it by damaging it again. See docs/textrepair.md.
The package stands alone: it imports nothing else of this project. What only damaged text needs is imported when the
first of it comes, so that a crawl that meets none pays for a search and a few classes of data.
"""

from typing import TYPE_CHECKING

from zhanjiang.textrepair.gate import may_be_damaged
from zhanjiang.textrepair.result import DEFAULT, Alternative, Guess, RepairConfig, Repaired, Step, replay

if TYPE_CHECKING:
    from zhanjiang.textrepair.damage import damage as damage
    from zhanjiang.textrepair.learning import learn as learn
    from zhanjiang.textrepair.script import in_script as in_script
    from zhanjiang.textrepair.script import to_simplified as to_simplified

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
