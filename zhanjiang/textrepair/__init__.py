"""Undo, exactly, what mirrors do to Chinese news: pinyin inserted after characters, and broken bytes.

`repair(text)` gives the original text and proves it by damaging it again. See docs/textrepair.md.
The package stands alone: it imports nothing else of this project. Its tables, the language and what repairs are loaded
by the first text that may be damaged, so that a crawl of clean pages pays for one search a page.
"""

from zhanjiang.textrepair.forward import damage
from zhanjiang.textrepair.learning import LearnedCounts, learn
from zhanjiang.textrepair.prefilter import may_be_damaged
from zhanjiang.textrepair.result import GuessedSpan, Hypothesis, RepairConfig, Repaired, Step, replay
from zhanjiang.textrepair.script import in_script, to_simplified

__all__ = [
    "GuessedSpan",
    "Hypothesis",
    "LearnedCounts",
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

DEFAULT = RepairConfig()


def is_damaged(text: str) -> bool:
    """Whether a mirror damaged a page. Clean pages without toned syllables cost two fast searches.

    >>> is_damaged("重(chóng)慶"), is_damaged("湛江日?qǐng)?bào)")
    (False, True)
    """
    if not may_be_damaged(text):
        return False
    from zhanjiang.textrepair.invert import is_damaged as shows_damage  # with all that repairs

    return shows_damage(text)


def repair(text: str, config: RepairConfig = DEFAULT) -> Repaired:
    """Repair a damaged page or text; text that is not damaged comes back identical.

    The page's table is learned from the whole of `text`, so give whole pages, markup included. The first damaged text
    of a process loads the language (a quarter of a second).

    >>> repair("重(chóng)慶").text
    '重(chóng)慶'
    """
    if not may_be_damaged(text):
        return Repaired(text)
    from zhanjiang.textrepair.invert import invert  # with all that repairs

    return invert(text, config)
