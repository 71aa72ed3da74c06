"""The truth about what stands around articles: rankings, picture box, comments, and what only some kinds have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhanjiang.replica.ajax import HOT_COMMENTS, RANKINGS, ranked
from zhanjiang.replica.links import outward_address
from zhanjiang.replica.sites import Addresses
from zhanjiang.replica.skins import boxed
from zhanjiang.replica.story import Story
from zhanjiang.replica.truth import article_address, article_id

Truth = dict[str, Any]


def true_rankings(stories: Sequence[Story], portal: str) -> dict[str, list[Truth]]:
    """Return by ranking, for each of its rows from the first on: rank, headline, url and id."""
    return {
        kind: [{"rank": rank, **_linked(story, portal)} for rank, story in enumerate(ranked(kind, stories), 1)]
        for kind in RANKINGS
    }


def true_picture_box(stories: Sequence[Story], slot: int, sites: Addresses) -> list[Truth]:
    """Return position, headline, url, image and id of the picture box in a stretch of time."""
    return [
        {"position": position, **_linked(story, sites.portal), "image": sites.image + story.pictures[0].path}
        for position, story in enumerate(boxed(stories, slot), 1)
    ]


def true_comments(story: Story) -> list[Truth]:
    """Return author, text, published_at, likes and is_hot of a story's comments."""
    return [
        {
            "author": comment.reader,
            "text": comment.text,
            "published_at": f"{comment.time.replace(' ', 'T')}:00+08:00",
            "likes": comment.likes,
            "is_hot": place < HOT_COMMENTS,
        }
        for place, comment in enumerate(story.comments)
    ]


def true_extra(story: Story, portal: str) -> Truth:
    """Return what only a story's kind has: a live page's entries, a video's player and poster, a link's target."""
    match story.kind:
        case "live":
            return {"entries": [{"time": entry.time, "text": entry.text} for entry in story.entries]}
        case "video":
            player = f"{portal}/video/player?id={story.number}&w=720&h=405"
            return {"player": player, "poster": f"{portal}/static/poster.png"}
        case "link":
            return {"target": outward_address(story.number)}
    return {}


def _linked(story: Story, portal: str) -> Truth:
    return {"headline": story.headline, "url": article_address(portal, story.number), "id": article_id(story.number)}
