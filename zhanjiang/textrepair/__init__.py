"""Undo, exactly, what mirrors do to Chinese news: pinyin inserted after characters, and broken bytes.

`repair(text)` gives the original text and proves it by damaging it again. See docs/textrepair.md.
The package stands alone: it imports nothing else of this project. Modules that only damaged text needs are imported by
the first damaged text, so that a crawl of clean pages pays for one search a page.
"""

from collections.abc import Iterable
from pathlib import Path

from zhanjiang.textrepair.prefilter import may_be_damaged
from zhanjiang.textrepair.result import GuessedSpan, Hypothesis, RepairConfig, Repaired, Step, replay
from zhanjiang.textrepair.tables import Table

__all__ = [
    "GuessedSpan",
    "Hypothesis",
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
    from zhanjiang.textrepair import invert  # heavy: loads tables that clean pages do not need

    return invert.is_damaged(text)


def repair(text: str, config: RepairConfig = DEFAULT) -> Repaired:
    """Repair a damaged page or text; text that is not damaged comes back identical.

    The page's table is learned from the whole of `text`, so give whole pages, markup included. The first damaged text
    of a process loads the language (about 3 s).

    >>> repair("重(chóng)慶").text
    '重(chóng)慶'
    """
    if not may_be_damaged(text):
        return Repaired(text)
    from zhanjiang.textrepair.invert import invert  # heavy, as above

    return invert(text, config)


def damage(text: str, table: Table, *, halfwidth: bool = False, uncut_marks: frozenset[int] = frozenset()) -> str:
    """Damage a traditional text as a mirror does that annotates the characters of `table`: see `forward.damage`.

    >>> damage("日報", {"請": "qǐng", "報": "bào"})
    '日?qǐng)?bào)'
    """
    from zhanjiang.textrepair import forward  # loads tables that clean pages do not need

    return forward.damage(text, table, halfwidth=halfwidth, uncut_marks=uncut_marks)


def learn(texts: Iterable[str], path: Path) -> int:
    """Count clean texts, add the counts to those in `path` (gzipped JSON), and return how many runs it has then."""
    from zhanjiang.textrepair import learning  # a crawl does not learn

    return learning.learn(texts, path)


def to_simplified(text: str) -> str:
    """The simplified text whose conversion gives this traditional one; a character that none gives is plainly reversed.

    >>> to_simplified("李鉅良"), to_simplified("鐘錶")
    ('李钜良', '钟表')
    """
    from zhanjiang.textrepair import script  # loads GBK's cells, which clean pages do not need

    return script.to_simplified(text)


def in_script(text: str, script: str) -> str:
    """A text converted to `hans` or `hant`, unchanged where it is already; `none` leaves every text as it is.

    >>> in_script("數字報", "hans"), in_script("数字報", "none")
    ('数字报', '数字報')
    """
    from zhanjiang.textrepair.script import in_script as converted  # as above

    return converted(text, script)
