"""The table of bands: which articles tell much the same, so that a reprint names the article it reprints.

Which articles one may be like is found by the bands of its signature, a row each. Those that share a band and most of
the sketch are candidates, whose texts are read and verified (``store.signature``).

Groups are flat. In the order of publication each article reprints the earliest original it was verified against, or is
an original itself; so a chain of texts, each a little different from the one before, is no group of things that do not
overlap. What the groups are does not depend on the order in which articles arrive: ``save`` puts in order what a newly
arrived earlier article, or an edited one, changes for the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    Table,
    Text,
    bindparam,
    func,
    select,
    update,
)

from zhanjiang.addresses.article_id import split_article_id
from zhanjiang.items import Article
from zhanjiang.processors.bulletins import are_bulletins
from zhanjiang.processors.signature import THRESHOLD, compared, sign, similarity
from zhanjiang.store.articles import IS_LATEST, articles
from zhanjiang.store.articles import amend as amend_revision
from zhanjiang.store.articles import save as save_revision
from zhanjiang.store.dialect import PerDialect, among, insert_each
from zhanjiang.store.prepared import Prepared
from zhanjiang.store.schema import metadata

similar_bands = Table(
    "similar_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Text, primary_key=True),
    Column("sketch", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)


class _Stored(NamedTuple):
    """The latest revision of an article, as far as groups need it."""

    id: str
    published_at: str | None
    duplicate_of: str | None
    headline: str | None
    text: str | None

    @property
    def compared(self) -> str:
        """What of it is compared with others."""
        return compared(self.headline, self.text)

    @property
    def day(self) -> str:
        """The portal's day of its publication, empty where that is not known."""
        return (self.published_at or "")[:10]

    @property
    def place(self) -> tuple[str, str, int, str]:
        """Where it stands in the order of publication; without a date, after all others."""
        # A day alone sorts before the moments of that day, as the morning's newspaper does.
        return (self.published_at or "9999", *split_article_id(self.id), self.id)


def _stored(article: Article) -> _Stored:
    assert article.id is not None
    return _Stored(article.id, article.published_at, article.duplicate_of, article.headline, article.text)


_STORED: Final = [articles.c[name] for name in _Stored._fields]
_REVISION: Final = Prepared(
    select(*_STORED).where(articles.c.id == bindparam("article"), articles.c.revision == bindparam("revision"))
)
_POINT: Final = Prepared(
    update(articles).where(articles.c.id == bindparam("article"), IS_LATEST).values(duplicate_of=bindparam("original"))
)

_KEEP: Final = Prepared(PerDialect(lambda dialect: insert_each(similar_bands.c.band, dialect)))
_LOCK: Final = Prepared(
    select(func.pg_advisory_xact_lock(func.unnest(bindparam("values", type_=ARRAY(BigInteger)))).label("locked"))
)


_FORGET: Final = Prepared(
    PerDialect(
        lambda dialect: similar_bands.delete().where(
            among(similar_bands.c.band, dialect), similar_bands.c.article == bindparam("forgotten")
        )
    )
)
_SHARING: Final = Prepared(
    PerDialect(
        lambda dialect: select(similar_bands.c.article, similar_bands.c.sketch).where(
            among(similar_bands.c.band, dialect)
        )
    )
)
_ARTICLES: Final = Prepared(
    PerDialect(lambda dialect: select(*_STORED).where(among(articles.c.id, dialect), IS_LATEST))
)
_ORIGINALS: Final = Prepared(
    PerDialect(
        lambda dialect: select(*_STORED).where(
            among(articles.c.id, dialect), IS_LATEST, articles.c.duplicate_of.is_(None)
        )
    )
)


def _lock_likes(connection: Connection, article: Article) -> None:
    """Let one transaction at a time store articles like this one: of two at once neither would see the other.

    In order, so that none waits for another in a circle. SQLite has one writing transaction at a time anyway.
    """
    if connection.dialect.name == "postgresql" and (bands := sign(_stored(article).compared).bands):
        _LOCK.all(connection, {"values": sorted(bands)})


def _near(connection: Connection, article: _Stored) -> set[str]:
    """Return the IDs of the other articles whose signature resembles that of this one; they are not yet verified."""
    signature = sign(article.compared)
    if not signature.bands:
        return set()
    sharing = _SHARING.all(connection, {"values": list(signature.bands)})
    return {other for other, sketch in sharing if other != article.id and signature.resembles(sketch)}


def _read(connection: Connection, ids: Collection[str], query: Prepared = _ARTICLES) -> list[_Stored]:
    """Return the latest revisions of some articles, or, by ``_ORIGINALS``, of those among them that reprint none."""
    if not ids:
        return []
    return [_Stored(*row) for row in query.all(connection, {"values": list(ids)})]


def _choose_original(connection: Connection, article: _Stored, near: Collection[str]) -> str | None:
    earlier = [other for other in _read(connection, near, _ORIGINALS) if other.place < article.place]
    for other in sorted(earlier, key=lambda other: other.place):
        if _is_like(article, other):
            return other.id
    return None


def _is_like(one: _Stored, other: _Stored) -> bool:
    """Say whether one of two articles reprints the other; bulletins in one form, of two days, do not."""
    if similarity(one.compared, other.compared) < THRESHOLD:
        return False
    are_of_two_days = one.day and other.day and one.day != other.day
    return not (are_of_two_days and are_bulletins(one.compared, other.compared))


def save(connection: Connection, article: Article) -> None:
    """Store a revision of an article with the original that it reprints, and put in order the groups it touches.

    Sets ``duplicate_of`` to the ID of the earliest original like the article and before it, or to None.
    """
    assert article.revision is not None
    _lock_likes(connection, article)
    near = _near(connection, _stored(article))
    article.duplicate_of = _choose_original(connection, _stored(article), near)
    save_revision(connection, article)
    now = _stored(article)
    if article.revision == 1:
        _keep_bands(connection, now)
        # A new reprint changes nothing for others, nor does an article like no other: nearly all are.
        if now.duplicate_of is None and near:
            _settle(connection, _reprints(connection, _claim(connection, now)))
        return
    _replace(connection, _revision(connection, now.id, article.revision - 1), now)


def amend(connection: Connection, article: Article) -> None:
    """Replace the revision of an article by a better extraction of it, and put in order the groups it touches.

    Sets ``duplicate_of`` as ``save`` does.
    """
    assert article.id is not None and article.revision is not None
    before = _revision(connection, article.id, article.revision)
    if _stored(article)._replace(duplicate_of=before.duplicate_of) == before:  # it says the same: no group changes
        article.duplicate_of = before.duplicate_of
        amend_revision(connection, article)
        return
    article.duplicate_of = _choose_original(connection, _stored(article), _near(connection, _stored(article)))
    amend_revision(connection, article)
    _replace(connection, before, _stored(article))


def _revision(connection: Connection, article_id: str, revision: int) -> _Stored:
    [row] = _REVISION.all(connection, {"article": article_id, "revision": revision})
    return _Stored(*row)


def _replace(connection: Connection, before: _Stored, now: _Stored) -> None:
    """Put in order what changes for others where an article now says something else."""
    _forget_bands(connection, before)
    _keep_bands(connection, now)
    _settle(connection, [now, *_reprints(connection, [before])])


def reprints_of(connection: Connection, article: Article) -> list[str]:
    """Return the IDs of the articles that reprint this one, which is the latest revision, in their order."""
    return sorted(other.id for other in _reprints(connection, [_stored(article)]))


def _keep_bands(connection: Connection, article: _Stored) -> None:
    signature = sign(article.compared)
    if signature.bands:
        bands = list(signature.bands)
        _KEEP.run(connection, [{"values": bands, "article": article.id, "sketch": signature.sketch}])


def _forget_bands(connection: Connection, article: _Stored) -> None:
    forgotten = list(sign(article.compared).bands)
    _FORGET.run(connection, [{"values": forgotten, "forgotten": article.id}])


def _reprints(connection: Connection, originals: Iterable[_Stored]) -> list[_Stored]:
    """Return the articles that name one of these as their original; they are found by their bands, which they share."""
    return [
        other
        for original in originals
        for other in _read(connection, _near(connection, original))
        if other.duplicate_of == original.id
    ]


def _settle(connection: Connection, touched: Iterable[_Stored]) -> None:
    """Find the originals of some articles anew, in the order of publication, and those of all whom that touches.

    What an article is depends on earlier ones only, so that each is settled once the earlier ones are.
    """
    unsettled = [(article.place, article.id) for article in touched]
    heapify(unsettled)
    while unsettled:
        [article] = _read(connection, [heappop(unsettled)[1]])
        original = _choose_original(connection, article, _near(connection, article))
        if original != article.duplicate_of:
            _point(connection, [article], original)
        demoted = [article] if original and article.duplicate_of is None else []
        if original is None:
            demoted = _claim(connection, article)
        for reprint in _reprints(connection, demoted):
            heappush(unsettled, (reprint.place, reprint.id))


def _claim(connection: Connection, original: _Stored) -> list[_Stored]:
    """Point the later articles like this original to it, unless theirs is earlier; return who were originals so far."""
    near = _read(connection, _near(connection, original))
    later = [other for other in near if other.place > original.place]
    theirs = _read(connection, {other.duplicate_of for other in later if other.duplicate_of})
    kept = {other.id for other in theirs if other.place <= original.place}
    claimed = [other for other in later if other.duplicate_of not in kept and _is_like(original, other)]
    _point(connection, claimed, original.id)
    return [other for other in claimed if other.duplicate_of is None]


def _point(connection: Connection, reprints: Iterable[_Stored], original: str | None) -> None:
    rows = [{"article": reprint.id, "original": original} for reprint in reprints]
    _POINT.run(connection, rows)


def reprints(connection: Connection, article: Article) -> list[str]:
    """The IDs of the stored articles that name this one as their original."""
    return sorted(reprint.id for reprint in _reprints(connection, [_stored(article)]))
