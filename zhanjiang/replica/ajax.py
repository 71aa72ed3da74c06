"""The portal's small JSON answers: the visitor, an article's counts, its comments, the rankings."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from zhanjiang.replica.links import Row
from zhanjiang.replica.story import Story

RANKINGS = ("month", "week", "day")
RANKED = 10
_COMMENTS_A_PAGE = 5


def visitor() -> dict[str, Any]:
    """Return what a visitor who is not logged in gets."""
    return {"state": False, "user": None}


def counts(story: Story, readings: int) -> dict[str, Any]:
    """Return how often an article was read, commented and liked."""
    return {"pv": readings, "comment": len(story.comments), "digg": Random(story.number).randint(0, 300)}


def comments(story: Story, page: int) -> dict[str, Any]:
    """Return a page of an article's comments, five a page."""
    start = (max(page, 1) - 1) * _COMMENTS_A_PAGE
    shown = story.comments[start : start + _COMMENTS_A_PAGE]
    rows = [
        {"id": start + index, "nickname": c.reader, "created": c.time, "content": c.text}
        for index, c in enumerate(shown, 1)
    ]
    return {"state": True, "total": len(story.comments), "participants": story.participants, "page": page, "data": rows}


def ranking(kind: str, rows: Sequence[Row]) -> dict[str, Any]:
    """Return a ranking: ten linked headlines."""
    return {"state": True, "type": kind, "data": [{"url": row.address, "title": row.headline} for row in rows]}
