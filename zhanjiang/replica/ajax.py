"""The portal's small JSON answers: the visitor, an article's counts, its comments, the rankings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any

from zhanjiang.replica.links import LinkedRow
from zhanjiang.replica.story import ReaderComment, Story

RANKINGS = ("month", "week", "day")
RANKED = 10
HOT_COMMENTS = 2
"""How many comments stand under 最热评论."""
_COMMENTS_A_PAGE = 5


def visitor() -> dict[str, Any]:
    """Return what a visitor who is not logged in gets."""
    return {"state": False, "user": None}


def counts(story: Story, views: int) -> dict[str, Any]:
    """Return how often an article was read, commented and liked."""
    return {"pv": views, "comment": len(story.comments), "digg": Random(story.number).randint(0, 300)}


def comments(story: Story, page: int) -> dict[str, Any]:
    """Return a page of an article's comments: all under ``new``, five a page, and the hot ones under ``hot``."""
    start = (max(page, 1) - 1) * _COMMENTS_A_PAGE
    rows = [_comment(number, comment) for number, comment in enumerate(story.comments, 1)]
    return {
        "state": True,
        "total": len(rows),
        "participants": story.participants,
        "page": page,
        "hot": rows[:HOT_COMMENTS],
        "new": rows[start : start + _COMMENTS_A_PAGE],
    }


def _comment(number: int, comment: ReaderComment) -> dict[str, Any]:
    return {
        "id": number,
        "nickname": comment.reader,
        "created": comment.time,
        "content": comment.text,
        "likes": comment.likes,
    }


def ranked(kind: str, stories: Sequence[Story]) -> list[Story]:
    """Return the stories of a ranking, rank 1 first."""
    return Random(kind).sample(list(stories), min(RANKED, len(stories)))


def ranking(kind: str, rows: Sequence[LinkedRow]) -> dict[str, Any]:
    """Return a ranking: ten linked headlines."""
    return {"state": True, "type": kind, "data": [{"url": row.address, "title": row.headline} for row in rows]}


def ranking_call(callback: str, kind: str, rows: Sequence[LinkedRow]) -> str:
    """Return a ranking as a script that hands it to a function."""
    return f"{callback}({json.dumps(ranking(kind, rows), ensure_ascii=False)});"
