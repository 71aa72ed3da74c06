"""Articles that were held back, stored as edited once a user has confirmed them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from zhanjiang.items import content_hash
from zhanjiang.store import articles, held_back, similar
from zhanjiang.store.held_back import HeldBack


def confirm_held_back(connection: Connection, ids: Collection[str] = ()) -> list[HeldBack]:
    """Make the articles held back, or those with one of the IDs, revisions marked ``edited``; return them.

    One that is stored just so by now is released, and is no revision.
    """
    confirmed = held_back.held(connection, ids)
    for row in confirmed:
        _confirm(connection, row)
    return confirmed


def _confirm(connection: Connection, row: HeldBack) -> None:
    article, known = row.article, articles.known(connection, row.article_id)
    article.content_hash = content_hash(article)
    held_back.release(connection, row.article_id)
    if known is None or known.content_hash == article.content_hash:
        return
    article.revision, article.revision_cause = known.revision + 1, "edited"
    similar.save(connection, article)
