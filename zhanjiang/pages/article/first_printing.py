"""What a body prints twice: all of it, as on some mobile pages and mirrors, or its beginning as a summary."""

from __future__ import annotations

import re
from typing import Final

from zhanjiang.pages.article.caption_marks import BodyEntry
from zhanjiang.processors.text import letters

_SHORTEST_SUMMARY: Final = 24
"""In letters. What is shorter may be a refrain or a slogan, which a story begins with as well."""
_LABEL: Final = re.compile(r"^[\[【(（]?\w{2,4}[\]】)）:：|｜\s]+")
"""What stands before a summary, set apart by a sign: 摘要：, 【核心提示】."""


def first_printing(entries: list[BodyEntry]) -> list[BodyEntry]:
    """Drop a body that stands a second time, as on some mobile pages and mirrors."""
    places = [at for at, entry in enumerate(entries) if entry.text]
    texts = [entries[at].text or "" for at in places]
    # Longer than the first one the second is not.
    for second in range((len(texts) + 1) // 2, len(texts)):
        if second and texts[second] == texts[0] and len(texts[0]) >= 8:
            # A section head may come twice as well: a second body is the first one, or a good part of it.
            length = len(texts) - second
            if length >= min(second, 3) and texts[second:] == texts[:length]:
                return entries[: places[second]]
    return entries


def without_summary(entries: list[BodyEntry]) -> list[BodyEntry]:
    """Drop a summary above a story that is nothing but the story's own beginning, maybe cut, and maybe after a label.

    Nothing is lost: all of it follows once more.
    """
    at = next((at for at, entry in enumerate(entries) if entry.text), None)
    if at is None:
        return entries
    printed = entries[at].text or ""
    bare = printed[label.end() :] if (label := _LABEL.match(printed)) else printed
    summaries = set(map(letters, {printed, bare}))
    story = _beginning(entries[at + 1 :], max(map(len, summaries)))
    is_repeated = any(len(summary) >= _SHORTEST_SUMMARY and story.startswith(summary) for summary in summaries)
    return entries[:at] + entries[at + 1 :] if is_repeated else entries


def _beginning(entries: list[BodyEntry], length: int) -> str:
    """The letters with which a story begins, at least so many."""
    beginning = ""
    for entry in entries:
        if len(beginning) >= length:
            break
        beginning += letters(entry.text or "")
    return beginning
