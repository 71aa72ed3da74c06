"""What some articles have in common, counted: their years, channels, sources and authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, select

from zhanjiang.store.articles import IS_LATEST, articles

_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of some articles are of each year, channel, source and author; an article may have several authors."""

    years: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)


def of_articles(connection: Connection, ids: Sequence[str]) -> Facets:
    """Count the facets of articles by ID; what an article lacks is not counted."""
    facets = Facets()
    columns = (articles.c.published_at, articles.c.channel, articles.c.source, articles.c.authors)
    for start in range(0, len(ids), _CHUNK):
        query = select(*columns).where(articles.c.id.in_(ids[start : start + _CHUNK]), IS_LATEST)
        for moment, channel, source, authors in connection.execute(query):
            facets.years.update(filter(None, [(moment or "")[:4]]))
            facets.channels.update(filter(None, [channel]))
            facets.sources.update(filter(None, [source]))
            facets.authors.update({person["name"] for person in authors if person["name"]})
    return facets
