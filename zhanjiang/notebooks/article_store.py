"""A store as notebooks open it: read-only, by a path or an address."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from os import PathLike, fspath
from types import TracebackType
from typing import Any, Final, Self, get_args

from zhanjiang.addresses.article_id import ArticleIds, parse_article
from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.console.words import nearest
from zhanjiang.items import Article, Kind
from zhanjiang.notebooks.article_selection import ArticleSelection
from zhanjiang.store import Store, open_read_only, selection
from zhanjiang.store.articles import latest
from zhanjiang.store.selection import ArticleFilter
from zhanjiang.times import parse_day

Values = str | Iterable[str] | None
"""One value, several between commas, or several in a list, which is never parted; None for whatever there is."""
Day = str | date | None
_FILES: Final = "sqlite:///"


class ArticleStore:
    """A store of articles, open to read it; a crawl may be writing it meanwhile. Use it in one thread.

    As a context manager it closes itself.
    """

    def __init__(self, store: Store) -> None:
        """Take a store that is open to be read."""
        self._store = store

    def articles(
        self,
        *,
        since: Day = None,
        until: Day = None,
        channel: Values = None,
        source: Values = None,
        author: Values = None,
        kind: Values = None,
        paper: Values = None,
        ids: str | int | Iterable[str | int] | None = None,
        all_revisions: bool = False,
    ) -> ArticleSelection:
        """Choose articles as ``scrapy export`` does: those that fit all that is given, in the order of their numbers.

        Days are the portal's, both included; ``ids`` are IDs, numbers and ranges (``"7-9"``). The latest revision of
        each is taken, or all. Nothing is read yet. Raises ValueError for what no article can have.
        """
        first, last = _day("since", since), _day("until", until)
        if first and last and first > last:
            raise ValueError(f"since={first} is after until={last}: give the earlier day first")
        wanted = ArticleFilter(
            since=first,
            until=last,
            channels=_values("channel", self._parted("channel", channel)),
            sources=_values("source", self._parted("source", source)),
            authors=_values("author", self._parted("authors", author)),
            kinds=_values("kind", kind, get_args(Kind)),
            papers=_values("paper", paper, PAPERS),
            ids=_ids(ids),
            all_revisions=all_revisions,
        )
        return ArticleSelection(self._store, wanted)

    def _parted(self, field: str, given: Values) -> Values:
        """The values of a text, parted at its commas but for those within a value of the store; a list as it is."""
        if not isinstance(given, str) or "," not in given:
            return given
        with self._store.reading() as connection:
            values = selection.parted_values(connection, field, given)
            connection.rollback()
        return values

    def article(self, id: str | int) -> Article | None:
        """Return an article by its ID, its number or its address, in its latest revision; None where it is not stored.

        Raises ValueError for what names no article.
        """
        article_id = parse_article(str(id))
        if article_id is None:
            raise ValueError(f"{id!r} names no article: give an ID such as portal/2665093, its number or its address")
        with self._store.reading() as connection:
            found = latest(connection, [article_id])
            connection.rollback()
        return found.get(article_id)

    @property
    def count(self) -> int:
        """How many articles there are."""
        return len(self.articles())

    def close(self) -> None:
        """Close the store. A second call does nothing."""
        self._store.close()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Close it."""
        self.close()


def open_store(place: str | PathLike[str]) -> ArticleStore:
    """Open a store to read it: a file of SQLite by its path, or any store by its address, as ``STORE_URL`` has it.

    Nothing in it or beside it changes. Raises StoreError, in one line with what to do.
    """
    address = fspath(place)
    return ArticleStore(open_read_only(address if "://" in address else f"{_FILES}{address}"))


def _day(name: str, given: Day) -> str | None:
    if given is None:
        return None
    try:
        return (parse_day(given) if isinstance(given, str) else date(given.year, given.month, given.day)).isoformat()
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _values(name: str, given: Values, allowed: Collection[str] = ()) -> tuple[str, ...]:
    """The values of a choice, each once. Raises ValueError for an empty choice, and for a value that is not allowed."""
    if given is None:
        return ()
    listed = given.split(",") if isinstance(given, str) else given
    values = tuple(dict.fromkeys(filter(None, map(str.strip, listed))))
    if not values:
        raise ValueError(f"{name} is empty: give a value, or leave it out")
    for value in values:
        if allowed and value not in allowed:
            raise ValueError(f"{name} cannot be {value!r}{nearest(value, allowed)}")
    return values


def _ids(given: Any) -> ArticleIds | None:
    if given is None:
        return None
    listed = [given] if isinstance(given, (str, int)) else given
    try:
        return ArticleIds.parse(",".join(map(str, listed)))
    except ValueError as error:
        raise ValueError(f"ids: {str(error)!r} is no ID: give such as 2665093, '7-9', 'zjrb/2018-07-17/1'") from None
