"""Learning layouts from the whole archive, as a command does it; a crawl learns from its own pages as they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection

from zhanjiang.addresses.article_id import PORTAL, split_article_id
from zhanjiang.catalogue.visits import visits_of
from zhanjiang.crawl.learned_layouts import layouts_in_use, new_names, renamed, save_layouts
from zhanjiang.crawl.visit_reader import VisitReader
from zhanjiang.layouts.learning import clusters, learn
from zhanjiang.layouts.sample import Sample, sample
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.store import Store, captures

_MOST_SAMPLES: Final = 120
"""From how many pages a layout is learned at most: each stays in memory as a tree."""
_CHUNK: Final = 100


def learn_from_archive(store: Store, reader: VisitReader, fewest: int) -> list[LearnedLayout]:
    """Learn the layouts of all archived articles of the portal that no declared layout reads, and store them.

    ``reader`` knows no learned layouts, ``fewest`` is how many pages it takes. A layout that is in use keeps its name.
    Raises ArchiveError and StoreError.
    """
    samples: list[Sample] = []
    for page in _pages(store, reader):
        if not page.layout:
            samples.append(sample(page))
            if len(samples) % _MOST_SAMPLES == 0:
                samples = _bounded(samples)
    with store.transaction() as connection:
        learned = renamed(learn(samples, fewest), layouts_in_use(connection), new_names(connection))
        save_layouts(connection, learned, None)
    return learned


def _bounded(samples: Sequence[Sample]) -> list[Sample]:
    """The first pages of each layout, not more than are needed."""
    return [one for group in clusters(samples) for one in group[:_MOST_SAMPLES]]


def _pages(store: Store, reader: VisitReader) -> Iterator[ArticlePage]:
    """Yield the first page of the latest visit of each article of the portal."""
    with store.reading() as connection:
        ids = [id for id in captures.articles(connection) if split_article_id(id)[0] == PORTAL]
    for start in range(0, len(ids), _CHUNK):
        with store.reading() as connection:
            yield from _read(connection, reader, ids[start : start + _CHUNK])


def _read(connection: Connection, reader: VisitReader, ids: Sequence[str]) -> Iterator[ArticlePage]:
    for id, taken in captures.by_article(connection, ids).items():
        visits = [visit for visit in visits_of(id, taken) if visit.is_own]
        page = reader.first_page(visits[-1]) if visits else None
        if page and not page.outward:
            yield page
