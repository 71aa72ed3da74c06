"""Read back, exactly, what mirrors do to Chinese news: readings between the characters and broken bytes.

`repair(text)` gives the text as it was before, and proves it by damaging it again. See docs/textrepair.md.
The package stands alone: it imports nothing else of this project. What only damaged text needs is imported when the
first of it comes, so that a crawl of clean pages pays for one search a page.
"""

from collections.abc import Iterable
from pathlib import Path

from zhanjiang.textrepair.prefilter import may_be_damaged
from zhanjiang.textrepair.result import Alternative, Guess, RepairConfig, Repaired, Step, replay
from zhanjiang.textrepair.tables import Table

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

DEFAULT = RepairConfig()


def is_damaged(text: str) -> bool:
    """Whether a page was damaged by a mirror. Clean pages cost two fast searches, unless they hold toned syllables.

    >>> is_damaged("重(chóng)慶"), is_damaged("湛江日?qǐng)?bào)")
    (False, True)
    """
    if not may_be_damaged(text):
        return False
    from zhanjiang.textrepair import invert

    return invert.is_damaged(text)


def repair(text: str, config: RepairConfig = DEFAULT) -> Repaired:
    """Read a damaged page or text back; text that is not damaged comes back identical.

    The page's table is learned from the whole of `text`, so give whole pages, markup included. The first damaged text
    of a process loads the language (about 3 s).

    >>> repair("重(chóng)慶").text
    '重(chóng)慶'
    """
    if not may_be_damaged(text):
        return Repaired(text)
    from zhanjiang.textrepair.invert import invert

    return invert(text, config)


def damage(text: str, table: Table, *, halfwidth: bool = False, kept_signs: frozenset[int] = frozenset()) -> str:
    """What a mirror that annotates the characters of `table` makes of a traditional text: see `forward.damage`.

    >>> damage("日報", {"請": "qǐng", "報": "bào"})
    '日?qǐng)?bào)'
    """
    from zhanjiang.textrepair import forward

    return forward.damage(text, table, halfwidth=halfwidth, kept_signs=kept_signs)


def learn(texts: Iterable[str], path: Path) -> int:
    """Count clean texts and write the counts to `path` (gzipped JSON), adding to what it holds; how many there are."""
    from zhanjiang.textrepair import learning

    return learning.learn(texts, path)


def to_simplified(text: str) -> str:
    """The simplified text whose conversion gives this traditional one; what no conversion gives is simply reversed.

    >>> to_simplified("李鉅良"), to_simplified("鐘錶")
    ('李钜良', '钟表')
    """
    from zhanjiang.textrepair import script

    return script.to_simplified(text)


def in_script(text: str, script: str) -> str:
    """A text in `hans` or `hant`, unchanged where it is so already; `none` leaves every text as it is.

    >>> in_script("數字報", "hans"), in_script("数字報", "none")
    ('数字报', '数字報')
    """
    from zhanjiang.textrepair.script import in_script as converted

    return converted(text, script)
