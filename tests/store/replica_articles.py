"""The replica's stories as articles: a language of many words, without a crawl."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhanjiang.items import Article, Image, Person
from zhanjiang.replica.newsroom import Newsroom


def replica_articles(count: int, seed: int) -> list[Article]:
    """So many articles of a seed, one each seven hours."""
    room = Newsroom(seed, set())
    made = []
    for number in range(count):
        published = datetime(2020, 1, 1) + timedelta(hours=7 * number)
        story = room.write(1000 + number, published)
        made.append(
            Article(
                id=f"portal/{1000 + number}",
                kind=story.kind,
                channel=story.channel,
                headline=story.headline,
                subheadline=story.deck,
                text=story.text,
                published_at=f"{published.isoformat()}+08:00",
                images=[Image("https://www.example/1.jpg", picture.caption) for picture in story.pictures],
                authors=[Person(person.role, person.name) for person in story.authors],
                credits=[Person(person.role, person.name) for person in story.credits],
                revision=1,
                content_hash=f"{number:064}",
            )
        )
    return made
