"""What a reference to an article says, whatever its style."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from zhanjiang.addresses.article_id import split_article_id
from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.items import Article
from zhanjiang.times import PORTAL_TIME, in_zone, parse_moment

PORTAL_NAME: Final = "湛江云媒"
"""The publication in which the portal's own articles stand."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference. ``authors`` are persons, or the source where none is known, as ``is_source`` says.

    ``published`` is the portal's day; ``accessed`` the day on which the page was fetched; ``page`` that of a newspaper,
    None for what is online alone (``is_online``).
    """

    id: str
    authors: tuple[str, ...]
    is_source: bool
    title: str
    publication: str
    published: date | None
    accessed: date | None
    page: str | None
    url: str | None
    is_online: bool

    @classmethod
    def of(cls, article: Article) -> Self:
        """Make the reference to an article."""
        assert article.id is not None
        series, _, day = split_article_id(article.id)[0].partition("/")
        names = tuple(dict.fromkeys(person.name for person in article.authors if person.name))
        return cls(
            article.id,
            names or tuple(filter(None, (article.source,))),
            not names,
            " ".join((article.headline or article.id).split()),
            PAPERS.get(series, PORTAL_NAME),
            _day(article.published_at or (day if series in PAPERS else None)),
            _day(article.fetched_at),
            article.newspaper_page.number if article.newspaper_page else None,
            article.url,
            series not in PAPERS,
        )


def _day(moment: str | None) -> date | None:
    """The portal's day of a moment, or of a day alone; None for what is of another form.

    >>> _day("2022-05-31T18:00:00Z"), _day("2022-05-31"), _day("May")
    (datetime.date(2022, 6, 1), datetime.date(2022, 5, 31), None)
    """
    try:
        return in_zone(parse_moment(moment, PORTAL_TIME), PORTAL_TIME).date() if moment else None
    except ValueError:
        return None
