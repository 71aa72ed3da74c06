"""What later visits of an unchanged article say anew, written into its latest revision: numbers of comments, channel.

Neither is the newsroom's text, so neither makes a revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Integer, Text, bindparam, func, or_, select, update

from zhanjiang.items import Article
from zhanjiang.store.articles import IS_LATEST, articles
from zhanjiang.store.ledger import ledger
from zhanjiang.store.prepared import Prepared

_SAID: Final = {
    "comment_participants": func.coalesce(bindparam("participants", type_=Integer), articles.c.comment_participants),
    "comment_count": func.coalesce(bindparam("count", type_=Integer), articles.c.comment_count),
    "channel": func.coalesce(articles.c.channel, bindparam("of_channel", type_=Text)),
}
"""A page without a comment box takes no number away; another channel takes more than a visit (``move``)."""
_NOTE_VISIT: Final = Prepared(
    update(articles)
    .where(articles.c.id == bindparam("article"), IS_LATEST)
    .where(articles.c.fetched_at.is_distinct_from(bindparam("visited_at", type_=Text)))
    .where(or_(articles.c.via.is_not(None), bindparam("of_mirror", type_=Text) == ""))
    .where(or_(*(articles.c[name].is_distinct_from(value) for name, value in _SAID.items())))
    .values(_SAID)
)


_AT_ONCE: Final = 500


def note_visit(connection: Connection, article: Article) -> None:
    """Write what a later visit says that found the text of an article unchanged.

    A mirror says nothing of an article of the portal's.
    """
    values = {
        "article": article.id,
        "visited_at": article.fetched_at,
        "of_mirror": article.via or "",
        "participants": article.comment_participants,
        "count": article.comment_count,
        "of_channel": article.channel,
    }
    _NOTE_VISIT.run(connection, [values])


def channels(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The channels of those of the articles that are stored with one, by ID."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = articles.c.id.in_(ids[start : start + _AT_ONCE])
        query = select(articles.c.id, articles.c.channel).where(some, IS_LATEST, articles.c.channel.is_not(None))
        found.update(tuple(row) for row in connection.execute(query))
    return found


def move(connection: Connection, article_id: str, channel: str) -> None:
    """Write the channel to which an article was moved; its earlier revisions keep theirs."""
    is_latest = (articles.c.id == article_id) & IS_LATEST
    connection.execute(update(articles).where(is_latest).values(channel=channel))
    connection.execute(update(ledger).where(ledger.c.article == article_id).values(channel=channel))
