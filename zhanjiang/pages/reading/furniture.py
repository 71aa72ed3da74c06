"""Lines that are wholly furniture: every word of theirs belongs to one kind (sharing, a notice about copying, a code).

A line of a story may begin with such a word, or hold it; it never consists of nothing else. So these lines are left
out wherever they stand. The words of each kind stand in ``furniture.json``, with the ``core``: what one of its lines
cannot do without.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

from zhanjiang.processors.lazy_pattern import lazy_pattern

FurnitureKind = Literal["share", "notice", "code", "end", "about", "pager", "placeholder"]

LONGEST = 160
"""A longer line (characters) is a paragraph; only a notice may take that much."""
_WORDY = lazy_pattern(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """``words`` begin with a letter or digit each."""

    words: re.Pattern[str]
    core: re.Pattern[str]

    def covers(self, line: str) -> bool:
        """Say whether a line holds the core and consists of nothing but the words."""
        # Hardly any line of a story begins with one of the words: that is told at a tenth of a search's price.
        first = _WORDY.search(line)
        if first is None or not self.words.match(line, first.start()):
            return False
        return bool(self.core.search(line)) and not _WORDY.search(self.words.sub("", line))


def _vocabularies() -> dict[FurnitureKind, _Vocabulary]:
    table = json.loads((files(__package__) / "furniture.json").read_text("utf-8"))
    names = table["names"]
    return {kind: _vocabulary(table["kinds"][kind], names) for kind in get_args(FurnitureKind)}


def _vocabulary(entry: dict[str, list[str] | str], names: list[str]) -> _Vocabulary:
    words = lazy_pattern("|".join([*names, *entry["words"]]), re.IGNORECASE)
    return _Vocabulary(words, lazy_pattern(str(entry["core"]), re.IGNORECASE))


_VOCABULARIES = _vocabularies()


@lru_cache(maxsize=1024)
def furniture_kind(line: str) -> FurnitureKind | None:
    """The kind of which all words of a folded line (``Line.folded``) are; None for a line with other content.

    >>> furniture_kind("点赞 12分享到:微信微博QQ空间"), furniture_kind("未经授权,不得转载。"), furniture_kind("- END -")
    ('share', 'notice', 'end')
    >>> furniture_kind("经查,当事人未经许可经营烟花爆竹。") is None
    True
    """
    if len(line) > LONGEST:
        return None
    return next((kind for kind, vocabulary in _VOCABULARIES.items() if vocabulary.covers(line)), None)


def is_of_kind(line: str, kind: FurnitureKind) -> bool:
    """Say whether a folded line is of a kind (``furniture_kind``); the words of the others are hardly ever looked for.

    >>> is_of_kind("未经授权,不得转载。", "notice"), is_of_kind("- END -", "notice")
    (True, False)
    """
    return len(line) <= LONGEST and _VOCABULARIES[kind].covers(line) and furniture_kind(line) == kind
