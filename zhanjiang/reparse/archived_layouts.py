"""Pages of the archive from which layouts are learned: by a command from all of them, by a crawl from the latest."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from zhanjiang.addresses.article_id import PORTAL, split_article_id
from zhanjiang.archive import ArchiveError
from zhanjiang.catalogue.visits import Visit, captures_of, visits_of
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.crawl.learned_layouts import layouts_in_use, new_names, renamed, save_layouts
from zhanjiang.crawl.visit_reader import VisitReader
from zhanjiang.layouts.learning import clusters, learn
from zhanjiang.layouts.sample import Sample, sample
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.store import Store, captures

logger = logging.getLogger(__name__)

MOST_SAMPLES: Final = 120
"""From how many pages a layout is learned at most: each stays in memory as a tree."""

_ENOUGH: Final = 60
_CHUNK: Final = 100


def settled(layout: LearnedLayout) -> LearnedLayout:
    """A layout that was learned from an archive: for good where 60 pages taught it.

    What one page in twenty has is seen three times then.
    """
    return replace(layout, is_settled=layout.pages >= _ENOUGH)


def learn_from_archive(store: Store, reader: VisitReader, fewest: int) -> list[LearnedLayout]:
    """Learn the layouts of all archived articles of the portal that no declared layout reads, and store them.

    ``reader`` knows no learned layouts, ``fewest`` is how many pages it takes. A layout that is in use keeps its name.
    Raises StoreError.
    """
    with store.reading() as connection:
        ids = captures.articles(connection)
    samples: list[Sample] = []
    with progress_bar("Learning", len(ids)) as show:
        read = count(1)

        def is_shown(visit: Visit) -> bool:
            """Show that a visit is read; all are."""
            show(next(read), visit.article, Counter({"of no known layout": len(samples)}))
            return True

        for _, page in first_pages(store, reader, ids, lambda page: not page.layout, is_shown):
            if one := sample_of(page):
                samples.append(one)
                if len(samples) % MOST_SAMPLES == 0:
                    samples = _bounded(samples)
    with store.transaction() as connection:
        learned = renamed(learn(samples, fewest), layouts_in_use(connection), new_names(connection))
        learned = list(map(settled, learned))
        save_layouts(connection, learned, None)
    return learned


def _bounded(samples: Sequence[Sample]) -> list[Sample]:
    """The first pages of each layout, not more than are needed."""
    return [one for group in clusters(samples) for one in group[:MOST_SAMPLES]]


def first_pages(
    store: Store,
    reader: VisitReader,
    ids: Sequence[str],
    is_wanted: Callable[[ArticlePage], bool],
    is_needed: Callable[[Visit], bool] = lambda _: True,
) -> Iterator[tuple[str, ArticlePage]]:
    """Yield the first page of the latest visit of each of the articles that is one of the portal's and no link.

    Only wanted ones of needed visits are yielded: what is not needed is not read. A damaged page is passed over, with a
    line of the log. Raises StoreError.
    """
    ids = [id for id in ids if split_article_id(id)[0] == PORTAL]
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        with store.reading() as connection:
            taken, bodies = captures_of(connection, chunk)
        for id in chunk:
            visit = next((one for one in reversed(visits_of(id, taken.get(id, []), bodies)) if one.is_own), None)
            page = _first_page(reader, visit, is_wanted) if visit and is_needed(visit) else None
            if page and not page.outward:
                yield id, page


def _first_page(reader: VisitReader, visit: Visit, is_wanted: Callable[[ArticlePage], bool]) -> ArticlePage | None:
    try:
        return reader.first_page(visit, is_wanted)
    except ArchiveError as error:
        logger.warning("%s teaches no layout: %s", visit.article, error)
        return None


def sample_of(page: ArticlePage) -> Sample | None:
    """What a page teaches; None, with a line of the log, where it cannot be read so."""
    try:
        return sample(page)
    except ValueError as error:
        logger.warning("%s teaches no layout: %s: %s", page.base_url, type(error).__name__, error)
        return None
