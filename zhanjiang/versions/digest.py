"""What was new, edited, withdrawn or restored in some days, by channel: as lines for a terminal, JSON and a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import orjson
from sqlalchemy import Connection

from zhanjiang.addresses.article_id import PORTAL, split_article_id
from zhanjiang.processors.text import plain_line
from zhanjiang.store import news
from zhanjiang.store.articles import revisions
from zhanjiang.store.news import NewsRow, What
from zhanjiang.times import bounds_of_day, moment
from zhanjiang.versions.differences import changes
from zhanjiang.versions.terminal import Styled

_ORDER: Final[Sequence[What]] = ("new", "edited", "withdrawn", "restored")


@dataclass(frozen=True, slots=True)
class NewsItem:
    """An article that is news; ``revisions`` are those that came, ``fields`` what they changed (of edits alone)."""

    id: str
    headline: str | None
    published_at: str | None
    url: str | None
    at: str
    revisions: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelNews:
    """The news of a channel; of newspapers, which have none, of a paper (``zjrb``). Each article stands once a list."""

    channel: str
    new: list[NewsItem] = field(default_factory=list)
    edited: list[NewsItem] = field(default_factory=list)
    withdrawn: list[NewsItem] = field(default_factory=list)
    restored: list[NewsItem] = field(default_factory=list)

    def of(self, what: What) -> list[NewsItem]:
        """The list of one kind."""
        lists: dict[What, list[NewsItem]] = {
            "new": self.new,
            "edited": self.edited,
            "withdrawn": self.withdrawn,
            "restored": self.restored,
        }
        return lists[what]


@dataclass(frozen=True, slots=True)
class NewsDigest:
    """The news of some days of the portal, both included, by channel in the order of their names."""

    since: str
    until: str
    channels: list[ChannelNews]

    @property
    def counts(self) -> dict[What, int]:
        """How many articles there are of each kind."""
        return {what: sum(len(channel.of(what)) for channel in self.channels) for what in _ORDER}


def digest(connection: Connection, since: date, until: date, channels: Sequence[str] = ()) -> NewsDigest:
    """Collect the news of some days; of some channels, or of all."""
    (first, _), (_, end) = bounds_of_day(since), bounds_of_day(until)
    rows = news.between(connection, moment(first), moment(end), channels)
    by_channel: dict[str, ChannelNews] = {}
    for (channel, what), items in _by_channel(rows).items():
        of_channel = by_channel.setdefault(channel, ChannelNews(channel))
        of_channel.of(what).extend(_with_fields(connection, item) if what == "edited" else item for item in items)
    return NewsDigest(since.isoformat(), until.isoformat(), [by_channel[name] for name in sorted(by_channel)])


def _by_channel(rows: Iterable[NewsRow]) -> dict[tuple[str, What], list[NewsItem]]:
    """The articles of each channel and kind, in the order in which the first of their rows came."""
    items: dict[tuple[str, What], dict[str, NewsItem]] = {}
    for row in rows:
        known = items.setdefault((_channel(row), row.what), {})
        before = known.get(row.id)
        known[row.id] = NewsItem(
            *(row.id, row.headline, row.published_at, row.url, row.at),
            revisions=(*(before.revisions if before else ()), row.revision),
        )
    return {key: [*of_key.values()] for key, of_key in items.items()}


def _channel(row: NewsRow) -> str:
    series, _ = split_article_id(row.id)
    return row.channel or ("-" if series == PORTAL else series.partition("/")[0])


def _with_fields(connection: Connection, item: NewsItem) -> NewsItem:
    """An edited article with the names of the fields that its edits changed."""
    found = (change for change in changes(revisions(connection, item.id)) if change.later.revision in item.revisions)
    fields = dict.fromkeys(difference.field for change in found for difference in change.fields)
    return replace(item, fields=tuple(fields))


def lines(found: NewsDigest) -> Iterator[list[Styled]]:
    """Yield the lines of a digest: the counts, then channel by channel an article a line."""
    days = found.since if found.since == found.until else f"{found.since} to {found.until}"
    yield [("heading", f"{days}: {_counted(found.counts)}")]
    for channel in found.channels:
        yield []
        yield [("heading", f"{channel.channel}: {_counted({what: len(channel.of(what)) for what in _ORDER})}")]
        for what in _ORDER:
            for item in channel.of(what):
                yield [("equal", plain_line(_line(what, item)))]


def _line(what: What, item: NewsItem) -> str:
    day = (item.published_at or "")[:10]
    fields = f"  ({', '.join(item.fields)})" if item.fields else ""
    return f"  {what:<9}  {item.id:<24}  {day:<10}  {item.headline or ''}{fields}".rstrip()


def _counted(counts: dict[What, int]) -> str:
    """Counts in words, without those of nothing.

    >>> _counted({"new": 3, "edited": 0, "withdrawn": 1}), _counted({"new": 0})
    ('3 new, 1 withdrawn', 'nothing new, edited, withdrawn or restored')
    """
    present = Counter(counts)
    counted = ", ".join(f"{present[what]} {what}" for what in _ORDER if present[what])
    return counted or "nothing new, edited, withdrawn or restored"


def digest_json(found: NewsDigest) -> str:
    """A digest as one line of JSON, with its counts."""
    return orjson.dumps(
        {"since": found.since, "until": found.until, "counts": found.counts, "channels": found.channels}
    ).decode()
