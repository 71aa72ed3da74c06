"""What an ideal crawler of the portal reports of each story, as JSON lines.

The fields stand in the order of the articles' feed, without those that depend on the crawl itself (when it was
fetched, by which address, what was repaired, which revision it is).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zhanjiang.replica.story import Person, Story


def tell(story: Story, portal: str, images: str) -> dict[str, Any]:
    """Return the truth about one story; ``portal`` and ``images`` are the addresses of those sites."""
    link = story.kind == "link"
    return {
        "id": f"portal/{story.number}",
        "url": f"{portal}/p/{story.number}.html",
        "kind": story.kind,
        "channel": story.channel,
        "kicker": None,
        "headline": story.headline,
        "subheadline": story.deck,
        "published_at": None if link else f"{story.published.isoformat(timespec='seconds')}+08:00",
        "source": story.source,
        "byline": " ".join(story.byline.splitlines()) if story.byline else None,
        "authors": _people(story.authors),
        "text": story.text,
        "images": [{"url": images + picture.path, "caption": picture.caption} for picture in story.pictures],
        "credits": _people(story.credits),
        "pages": None if link else len(story.pages),
        "comment_participants": None if link else story.participants,
        "comment_count": None if link else len(story.comments),
        "script": None if link else "hans",
    }


def write_truth(path: Path, stories: Iterable[Story], portal: str, images: str) -> None:
    """Write the truth about stories to a file, one JSON object a line."""
    lines = (json.dumps(tell(story, portal, images), ensure_ascii=False) for story in stories)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _people(people: Iterable[Person]) -> list[dict[str, str | None]]:
    return [{"role": person.role, "name": person.name} for person in people]
