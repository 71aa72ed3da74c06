"""Articles by their text: what a query finds, in which order, and how many they are.

Articles with all words in the headline come first. Of few hits the rest is a matter of BM25: how often the words stand
in headline and text, for their length. Of many the newest come first: to rank all articles with a common word would
mean to read them all. Ties are the newest first. The database finds the keys, this chooses among them: so all answers
are the same in both databases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from zhanjiang.items import Article
from zhanjiang.processors.folding import fold
from zhanjiang.processors.search_query import SearchQuery
from zhanjiang.store import search_index
from zhanjiang.store.articles import IS_LATEST, articles, as_article
from zhanjiang.store.dialect import among
from zhanjiang.store.search_index import Match
from zhanjiang.store.selection import ArticleFilter, conditions

_RANKED: Final = 50
"""So many hits are ranked by BM25 at most: each has to be read, some milliseconds for all."""
_FIRST_PAGE, _PAGE_MOST = 64, 4096
_ALL_KEYS: Final = range(1, 1 << 62)
_SATURATION, _LENGTH_SHARE = 1.2, 0.75
"""BM25's usual k1 and b."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a query finds; ``passage`` is a paragraph, caption or name with a word, as it was written.

    It is the beginning of the text where the words stand in the headline alone, None where there is no text.
    """

    id: str
    url: str | None
    kind: str | None
    channel: str | None
    source: str | None
    headline: str | None
    published_at: str | None
    passage: str | None


_SHOWN: Final = tuple(field.name for field in fields(Hit) if field.name != "passage")


class _Found(NamedTuple):
    """A key with what its article is ordered by."""

    key: int
    published_at: str
    number: int
    id: str


def is_incomplete(connection: Connection) -> bool:
    """Say whether the index lacks an article, so that no answer would be complete."""
    lacking = select(articles.c.id).where(IS_LATEST, articles.c.search_key.is_(None)).limit(1)
    return connection.execute(lacking).first() is not None


def find(
    connection: Connection, query: SearchQuery, wanted: ArticleFilter | None = None, *, limit: int = 20, offset: int = 0
) -> list[Hit]:
    """Return the hits of a query among the wanted articles in their order: so many, after the first ``offset``."""
    wanted = wanted or ArticleFilter()
    needed = max(offset + limit, _RANKED + 1)
    first = _newest(connection, search_index.matching(connection, query, headline=True), wanted, needed)
    are_headlines = {found.key for found in first}
    rest: list[_Found] = []
    if len(first) < needed:
        match = search_index.matching(connection, query, headline=False)
        rest = _newest(connection, match, wanted, needed - len(first), without=are_headlines)
    if len(first) + len(rest) <= _RANKED:
        first, rest = (_ranked(connection, query, group) for group in (first, rest))
    return _hits(connection, query, [found.key for found in [*first, *rest][offset : offset + limit]])


def count(connection: Connection, query: SearchQuery, wanted: ArticleFilter | None = None, *, most: int = 1000) -> int:
    """Return how many articles a query finds; ``most + 1`` where they are more than ``most``."""
    match = search_index.matching(connection, query, headline=False)
    number = 0
    for page in _pages(connection, match, wanted or ArticleFilter(), most + 1):
        number += len(page)
        if number > most:
            return most + 1
    return number


def newest_ids(connection: Connection, query: SearchQuery, wanted: ArticleFilter, *, most: int) -> list[str]:
    """Return the IDs of the articles that a query finds, those of the latest days first, at most so many."""
    match = search_index.matching(connection, query, headline=False)
    ids: list[str] = []
    for page in _pages(connection, match, wanted, most):
        ids += [found.id for found in page]
        if len(ids) >= most:
            break
    return ids[:most]


def _newest(
    connection: Connection, match: Match, wanted: ArticleFilter, needed: int, *, without: set[int] | None = None
) -> list[_Found]:
    """The newest articles that fulfil a condition, so many if there are, the newest first."""
    taken: list[_Found] = []
    day_of = partial(search_index.day_of_key, dialect=connection.dialect.name)
    for page in _pages(connection, match, wanted, needed):
        taken += [found for found in page if found.key not in (without or ())]
        # Keys are in the order of days alone: the last day that counts is read whole, as are those without a day.
        # Otherwise a hit would change its place with the number of hits that are wanted, and pages would not follow.
        if len(taken) >= needed and day_of(taken[-1].key) != day_of(taken[needed - 1].key):
            break
    taken.sort(key=lambda found: (found.published_at, found.number, found.key), reverse=True)
    return taken[:needed]


def _pages(connection: Connection, match: Match, wanted: ArticleFilter, needed: int) -> Iterator[list[_Found]]:
    """Yield the wanted articles that fulfil a condition, by falling keys."""
    size = min(max(needed, _FIRST_PAGE), _PAGE_MOST)
    for keys in _keys(wanted, connection.dialect.name):
        while page := search_index.newest_keys(connection, match, keys, size):
            yield _wanted(connection, page, wanted)
            if len(page) < size:
                break
            keys, size = range(keys.start, page[-1]), min(2 * size, _PAGE_MOST)


def _keys(wanted: ArticleFilter, dialect: str) -> list[range]:
    """The keys of the wanted days, and those without a day, among which are some of a day that has too many."""
    stop = search_index.keys_of_day(wanted.until, dialect).stop if wanted.until else _ALL_KEYS.stop
    if not wanted.since:
        return [range(_ALL_KEYS.start, stop)]
    return [range(search_index.keys_of_day(wanted.since, dialect).start, stop), search_index.keys_of_day(None, dialect)]


def _wanted(connection: Connection, keys: Sequence[int], wanted: ArticleFilter) -> list[_Found]:
    """Those of some keys, in their order, whose articles are wanted."""
    columns = (articles.c.search_key, articles.c.published_at, articles.c.number, articles.c.id)
    query = select(*columns).where(_has_key(connection), *conditions(wanted))
    rows = connection.execute(query, {"values": keys})
    found = {key: _Found(key, published_at or "", number, id_) for key, published_at, number, id_ in rows}
    return [found[key] for key in keys if key in found]


def _has_key(connection: Connection) -> ColumnElement[bool]:
    """Whether an article has one of the keys that are the parameter ``values``."""
    return among(articles.c.search_key, connection.dialect.name)


def _articles(connection: Connection, keys: Sequence[int]) -> list[Article]:
    """The articles of some keys, in their order, without their addresses."""
    query = select(articles).where(_has_key(connection), IS_LATEST)
    rows = connection.execute(query, {"values": keys}).mappings()
    by_key = {row["search_key"]: as_article(dict(row), []) for row in rows}
    return [by_key[key] for key in keys]


# --- What is shown ----------------------------------------------------------------------------------------------------


def _ranked(connection: Connection, query: SearchQuery, found: Sequence[_Found]) -> list[_Found]:
    """Hits in the order of BM25, of ties the newest first. Each word stands in each of them, so that none is rarer."""
    read = select(articles.c.search_key, articles.c.headline, articles.c.text).where(_has_key(connection), IS_LATEST)
    rows = connection.execute(read, {"values": [one.key for one in found]})
    texts = {key: fold(f"{headline or ''}\n{text or ''}") for key, headline, text in rows}
    usual = sum(map(len, texts.values())) / max(len(texts), 1)
    return sorted(found, key=lambda one: _score(query.words, texts[one.key], usual), reverse=True)


def _score(words: Sequence[str], text: str, usual: float) -> float:
    length = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * len(text) / usual)
    return sum(number / (number + length) for number in map(text.count, words))


def _hits(connection: Connection, query: SearchQuery, keys: Sequence[int]) -> list[Hit]:
    return [
        Hit(**{name: getattr(article, name) for name in _SHOWN}, passage=_passage(article, query))
        for article in _articles(connection, keys)
    ]


def _passage(article: Article, query: SearchQuery) -> str | None:
    paragraphs = [article.subheadline, article.kicker, *(article.text or "").split("\n")]
    paragraphs += [image.caption for image in article.images]
    paragraphs += [person.name for person in (*article.authors, *article.credits)]
    for paragraph in filter(None, paragraphs):
        folded = fold(paragraph)
        if any(word in folded for word in query.words):
            return paragraph
    return next(filter(None, (article.text or "").split("\n")), None)
