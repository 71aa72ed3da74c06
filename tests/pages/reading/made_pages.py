"""Pages in many markups around the same stories, and pages that have no story at all.

``made_pages.json`` has the stories, the parts that pages share, and the markups: how a paragraph is set, and the page
around them. A ``$name`` stands for a part, for the ``story``, or for its ``first`` paragraph and the ``rest``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any, Final

_MADE: Final[dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
HEADLINE: Final[str] = _MADE["parts"]["headline"]
STORIES: Final[dict[str, list[str]]] = _MADE["stories"]
MARKUPS: Final[dict[str, list[str]]] = _MADE["markups"]


def page_of(markup: str, story: Sequence[str]) -> str:
    """A page that shows a story."""
    paragraph, around = MARKUPS[markup]
    paragraphs = [paragraph.replace("{}", text) for text in story]
    rest = "".join(paragraphs[1:])
    return _whole(Template(around).safe_substitute(story="".join(paragraphs), first=story[0], rest=rest))


def _whole(body: str) -> str:
    return Template(Template(_MADE["page"]).safe_substitute(body=body)).substitute(_MADE["parts"])


NO_STORY: Final[dict[str, str]] = {name: _whole(body) for name, body in _MADE["no_story"].items()}
"""Listings, error pages and the like, by name."""
