"""The full-text index made for articles that it lacks, or made anew, a part at a time; a kill costs the last part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, update

from zhanjiang.store import search_index
from zhanjiang.store.articles import IS_LATEST, articles, as_article, index
from zhanjiang.store.prepared import Prepared
from zhanjiang.store.session import Store

_TOGETHER: Final = 2000
"""How many articles are indexed in one transaction."""
_LACKS: Final = (IS_LATEST, articles.c.search_key.is_(None))
_INDEXED: Final = Prepared(
    update(articles).where(articles.c.id == bindparam("article"), IS_LATEST).values(search_key=bindparam("key"))
)


def lacking(connection: Connection) -> int:
    """How many articles the index lacks."""
    return connection.execute(select(func.count()).select_from(articles).where(*_LACKS)).scalar_one()


def reindex(store: Store) -> Iterator[int]:
    """Index the articles that the index lacks, the oldest first; yield how many are done, after each commit."""
    with store.reading() as connection:
        query = select(articles.c.id).where(*_LACKS).order_by(func.coalesce(articles.c.published_at, ""))
        ids = [id_ for (id_,) in connection.execute(query)]
    with store.transaction() as connection:
        search_index.expect_many(connection)
    for start in range(0, len(ids), _TOGETHER):
        with store.transaction() as connection:
            _index(connection, ids[start : start + _TOGETHER])
        yield min(start + _TOGETHER, len(ids))
    with store.transaction() as connection:
        search_index.expect_few(connection)


def _index(connection: Connection, ids: list[str]) -> None:
    rows = connection.execute(select(articles).where(articles.c.id.in_(ids), *_LACKS)).mappings().all()
    made = sorted(
        (as_article(dict(row), []) for row in rows), key=lambda article: (article.published_at or "", article.id)
    )
    for article in made:  # one by one: each key is the next after those that are written
        _INDEXED.run(connection, [{"article": article.id, "key": index(connection, article)}])


def empty(store: Store) -> None:
    """Forget the whole index, so that ``reindex`` makes it anew; until then it lacks all articles."""
    with store.transaction() as connection:
        search_index.drop(connection)
        search_index.make(connection)
        connection.execute(update(articles).where(articles.c.search_key.is_not(None)).values(search_key=None))
