"""The printer's pointers from one part of a torn article to the other: （下转A02版）, （上接A01版）."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhanjiang.processors.text import fold_signs

_NUMBER = r"(?:[A-Za-z]{0,2}\s?\d{1,3}|[一二三四五六七八九十]{1,3}|头)"
_POINTER = (
    r"(?:上\s?[接承]|下\s?[转接]|[紧续转]\s?接|紧\s?转|[接转])\s?(?:自|至)?\s?(?:本报|今日)?\s?第?\s?"
    rf"{_NUMBER}(?:\s?[、-]\s?{_NUMBER})?\s?版[①-⑩]?(?:[:·\s][^()\[\]【】〔〕,。]{{0,10}})?"
)
_MARKS = r"[▶►▷→●■◆▼▲★☆>]{0,4}\s{0,2}"
_BRACKETED = rf"[(\[【〔]\s?{_MARKS}{_POINTER}\s?{_MARKS}[)\]】〕]"
_AT_BEGINNING = re.compile(rf"\s*{_BRACKETED}\s*")
_AT_END = re.compile(rf"\s*{_BRACKETED}\s*[。.]?\s*$")
_ALONE = re.compile(rf"\s*{_MARKS}{_POINTER}\s?{_MARKS}\s*")
_LONGEST = 50
"""How many characters at either end of a text may be a pointer."""


def without_pointers(text: str) -> str:
    """A text without a bracketed pointer at its beginning and its end; '' for a pointer alone.

    >>> without_pointers("工程由市交投承建。（下转A02版）"), without_pointers("（上接第一版）据介绍，大桥长六公里。")
    ('工程由市交投承建。', '据介绍，大桥长六公里。')
    >>> without_pointers("▶▶下转第3版"), without_pointers("报道（见第3版）刊出后，有人来信。")
    ('', '报道（见第3版）刊出后，有人来信。')
    """
    if "版" not in text:
        return text
    folded = fold_signs(text)
    if _ALONE.fullmatch(folded[: _LONGEST + 1]):
        return ""
    first = _AT_BEGINNING.match(folded[:_LONGEST])
    start = first.end() if first else 0
    at = max(start, len(folded) - _LONGEST)
    last = _AT_END.search(folded[at:])
    return text[start : at + last.start()] if last else text[start:]


def story_without_pointers(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs of a story without the pointers that begin or end it; between paragraphs they stay.

    >>> story_without_pointers(["（上接1版）", "据介绍，大桥长六公里。", "（下转3版）"])
    ['据介绍，大桥长六公里。']
    """
    whole = [*paragraphs]
    for at in (0, -1):
        if whole:
            whole[at : at + 1 or None] = filter(None, [without_pointers(whole[at])])
    return whole
