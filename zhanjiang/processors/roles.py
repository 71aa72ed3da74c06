"""The roles that are printed beside names, and the patterns that know them. The words stand in ``roles.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.resources import files

ROLES: dict[str, list[str]] = json.loads((files(__package__) / "roles.json").read_text("utf-8"))
"""Words by kind: media, titles, editors, credits, makers, activities, organisation words and endings, accounts."""


def any_of(words: Iterable[str]) -> str:
    """Build a pattern for any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


def any_set_apart(words: Iterable[str]) -> str:
    """Build a pattern for any of the words, also with blanks between its characters (``编 辑``), the longest first."""
    spaced = (r"\s{0,3}".join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True))
    return "(?:" + "|".join(spaced) + ")"


MEDIUM = rf"(?:AI\s?)?{any_of(ROLES['media'])}"
"""One medium: 文, 图, 视频."""
MEDIA = rf"{MEDIUM}(?:\s*[/、\\&]?\s*{MEDIUM})*"
"""Media printed as one role: 文图, 文/图/视频."""
TITLE_WORDS = any_of(ROLES["titles"] + ROLES["editors"])
"""Titles: 记者, 通讯员, and those of editors."""
TITLE = re.compile(TITLE_WORDS)
