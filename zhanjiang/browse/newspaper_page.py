"""A newspaper's page as it was printed: its articles' areas over the scan, its day's pages, its month's calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.browse.answers import NotThere, Reply
from zhanjiang.browse.calendar import ends_of_month, month_of
from zhanjiang.browse.reading import Reading
from zhanjiang.html import words
from zhanjiang.items import NewspaperPage
from zhanjiang.store import headlines, newspaper
from zhanjiang.store.headlines import Headline
from zhanjiang.times import parse_day

_RATIO: Final = 1.42
"""Height by width of a page whose scan is not stored: that of a broadsheet."""


@dataclass(frozen=True, slots=True)
class Area:
    """An article's area: its corners as SVG has them, and the box around them, in units of a page 100 wide."""

    article: str
    title: str
    is_stored: bool
    points: str
    left: float
    top: float
    width: float
    height: float


def papers_page(reading: Reading) -> Reply:
    """The latest day of each paper that has any, and how far back it goes."""
    ends = {
        paper: (last, newspaper.nearest_day(reading.connection, paper, after=""))
        for paper in PAPERS
        if (last := newspaper.nearest_day(reading.connection, paper))
    }
    return reading.page("papers.html.j2", ends=ends)


def day_page(reading: Reading, paper: str, day: str) -> Reply:
    """A day of a paper with one of its pages (``page``, by default the first). Raises NotThere."""
    try:
        parse_day(day)
    except ValueError as error:
        raise NotThere(f"{day} 不是日期：请写成 2018-07-17 的样子") from error
    connection = reading.connection
    pages = newspaper.pages_of(connection, paper, day)
    asked = reading.query.get("page")
    page = next((one for one in pages if one.number == asked), pages[0] if pages else None)
    known = headlines.brief(connection, [one.article for one in page.articles if one.article]) if page else {}
    start, end = ends_of_month(day)
    counts = dict.fromkeys(newspaper.days(connection, paper, start, end), 1)
    scan = reading.pictures([page.scan]).get(page.scan or "") if page else None
    ratio = scan.height / scan.width if scan else _RATIO
    return reading.page(
        "newspaper.html.j2",
        paper=paper,
        day=day,
        pages=pages,
        page=page,
        scan=scan,
        height=round(100 * ratio, 2),
        areas=_areas(page, known, ratio) if page else [],
        stories=[(one.article, known.get(one.article or "")) for one in page.articles] if page else [],
        month=month_of(day, counts),
        before=newspaper.nearest_day(connection, paper, before=day),
        after=newspaper.nearest_day(connection, paper, after=day),
        month_before=newspaper.nearest_day(connection, paper, before=start),
        month_after=newspaper.nearest_day(connection, paper, after=end),
        name=words.paper(paper),
    )


def _areas(page: NewspaperPage, known: dict[str, Headline], ratio: float) -> Sequence[Area]:
    areas = []
    for one in page.articles:
        corners = [(x, y * ratio) for x, y in one.area]
        if len(corners) < 3 or not one.article:
            continue
        across, down = ([corner[axis] for corner in corners] for axis in (0, 1))
        row = known.get(one.article)
        areas.append(
            Area(
                one.article,
                (row and row.headline) or one.article,
                row is not None,
                " ".join(f"{x:.2f},{y:.2f}" for x, y in corners),
                *(round(value, 2) for value in (min(across), min(down))),
                *(round(max(values) - min(values), 2) for values in (across, down)),
            )
        )
    return areas
