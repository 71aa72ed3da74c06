"""What an ideal crawler of the portal reports of each story, as JSON lines, and which it finds changed.

The fields stand in the order of the articles' feed, without those that depend on the crawl itself (when it was
fetched, by which address, what was repaired, which revision it is).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zhanjiang.replica.generations import Changes
from zhanjiang.replica.story import PrintedPerson, Story


def true_story(story: Story, portal: str, images: str, original: int | None) -> dict[str, Any]:
    """Return the truth about one story; ``portal`` and ``images`` are the addresses of those sites.

    ``original`` is the number of the story that it reprints, None where it reprints none that can be fetched.
    """
    link = story.kind == "link"
    return {
        "id": article_id(story.number),
        "url": article_address(portal, story.number),
        "kind": story.kind,
        "channel": story.channel,
        "kicker": None,
        "headline": story.headline,
        "subheadline": story.deck,
        "published_at": None if link else f"{story.published.isoformat(timespec='seconds')}+08:00",
        "source": story.source,
        "byline": " ".join(story.byline.splitlines()) if story.byline else None,
        "authors": people(story.authors),
        "text": story.text,
        "images": [{"url": images + picture.path, "caption": picture.caption} for picture in story.pictures],
        "credits": people(story.credits),
        "pages": None if link else len(story.pages),
        "comment_participants": None if link else story.participants,
        "comment_count": None if link else len(story.comments),
        "script": None if link else "hans",
        "duplicate_of": None if original is None else article_id(original),
    }


def write_truth(path: Path, stories: Iterable[Story], portal: str, images: str) -> None:
    """Write the truth about the stories that can be fetched to a file, one JSON object a line."""
    listed = {story.number: story for story in stories}
    originals = {
        number: story.duplicate_of if story.duplicate_of in listed else None for number, story in listed.items()
    }
    truths = (true_story(story, portal, images, originals[number]) for number, story in listed.items())
    write_lines(path, truths)


def write_lines(path: Path, truths: Iterable[dict[str, Any]]) -> None:
    """Write truths to a file, one JSON object a line."""
    path.write_text("".join(f"{json.dumps(truth, ensure_ascii=False)}\n" for truth in truths), "utf-8")


def write_changes(path: Path, changes: Changes) -> None:
    """Write to a file, as one JSON object, the IDs of what changed since the first generation."""
    numbers = {
        "added": changes.added,
        "edited": changes.edited,
        "withdrawn": changes.withdrawn,
        "recounted": changes.recounted,
    }
    listed = {change: [article_id(number) for number in changed] for change, changed in numbers.items()}
    path.write_text(json.dumps(listed, indent=2) + "\n", "utf-8")


def article_id(number: int) -> str:
    """Return the ID of the portal's article of a number."""
    return f"portal/{number}"


def article_address(portal: str, number: int) -> str:
    """Return the canonical address of an article of the portal."""
    return f"{portal}/p/{number}.html"


def people(named: Iterable[PrintedPerson]) -> list[dict[str, str | None]]:
    """Return people in the form of the feed."""
    return [{"role": person.role, "name": person.name} for person in named]
