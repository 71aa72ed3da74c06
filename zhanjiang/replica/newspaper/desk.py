"""Makes up editions: which pages, which pieces on them, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from zhanjiang.replica.newspaper.edition import Edition, NewspaperArticle, PrintedPage
from zhanjiang.replica.newspaper.layout import draw_areas
from zhanjiang.replica.newspaper.schedule import FIRST_DAY, NEW_SITE, Schedule
from zhanjiang.replica.newspaper.words import words
from zhanjiang.replica.newspaper.writing import NewspaperWriter, from_portal, torn
from zhanjiang.replica.story import Story

_PAGES = (7, 8, 8, 8, 9)
_MOST_REPRINTED = 4
_ADVERTS = 0.3
_TORN = 0.4
_CONTINUED_ON = 2
# How far the counters go in a day, and where each paper's part of a day begins.
_NUMBERS_A_DAY, _NEW_NUMBERS_A_DAY = 882, 200
_LETTERED_SINCE = 2018


class Desk:
    """Makes up the editions of both papers on one site, each at its first request.

    ``stories`` are those of the portal that the paper of the day before may have printed. ``new_site`` says whether
    it is the site since 2024, whose pages have no image map.
    """

    def __init__(self, seed: int, schedule: Schedule, stories: Iterable[Story], new_site: bool) -> None:
        self.schedule = schedule
        self.new_site = new_site
        self._seed = seed
        self._editions: dict[tuple[str, date], Edition] = {}
        self._stories: dict[date, list[Story]] = {}
        for story in stories:
            self._stories.setdefault(story.published.date() - timedelta(1), []).append(story)

    def edition(self, paper: str, day: date) -> Edition | None:
        """Return a paper's edition of a day; None where there was none."""
        if not self.schedule.has(paper, day):
            return None
        if (paper, day) not in self._editions:
            self._editions[paper, day] = self._make_up(paper, day)
        return self._editions[paper, day]

    def editions(self) -> Iterator[Edition]:
        """Yield all editions, paper by paper, in the order of time."""
        for paper, days in self.schedule.days.items():
            yield from filter(None, (self.edition(paper, day) for day in days))

    def _make_up(self, paper: str, day: date) -> Edition:
        chance = Random(f"edition {self._seed} {paper} {day}")
        reprinted = [story for story in self._stories.get(day, ()) if (story.number % 2 == 0) == (paper == "zjrb")]
        own = _Numbers(paper, day, self.new_site)
        count = chance.choice(_PAGES)
        # The first edition always has a page of adverts.
        adverts = chance.random() < _ADVERTS or day == self.schedule.days[paper][0]
        pieces = [
            []
            if adverts and place == count - 1
            else self._pieces(paper, own, chance, reprinted[:_MOST_REPRINTED], place)
            for place in range(count)
        ]
        if chance.random() < _TORN or day == self.schedule.days[paper][0]:
            pieces[0][0], rest = torn(pieces[0][0], own.draw(), own.page_number(0), own.page_number(_CONTINUED_ON))
            pieces[_CONTINUED_ON].insert(0, rest)
        pages = (self._page(paper, day, own, place, on_page, chance) for place, on_page in enumerate(pieces))
        return Edition(paper, day, tuple(pages))

    def _pieces(
        self, paper: str, own: _Numbers, chance: Random, reprinted: list[Story], place: int
    ) -> list[NewspaperArticle]:
        """Write the pieces of a page; a reprinted story stands second on one of the first pages."""
        count = chance.randint(3, 6)
        numbers = [own.draw() for _ in range(count)]
        pieces = [self._write(paper, own.day, number) for number in numbers]
        if place < len(reprinted):
            pieces[1] = from_portal(reprinted[place], paper, own.day, numbers[1])
        return pieces

    def _write(self, paper: str, day: date, number: int) -> NewspaperArticle:
        return NewspaperWriter(Random(f"piece {self._seed} {paper} {number}")).write(paper, day, number)

    def _page(
        self, paper: str, day: date, own: _Numbers, place: int, pieces: list[NewspaperArticle], chance: Random
    ) -> PrintedPage:
        width, height = chance.randint(340, 380), chance.randint(500, 540)
        areas = draw_areas(width, height, max(1, len(pieces)), chance)
        number = own.page_number(place)
        folder = f"/{paper}/page/{'1' if paper == 'zjrb' else '14'}/{day}/{number}"
        scan = f"{day:%Y%m%d}{chance.randrange(10**9):09d}"
        return PrintedPage(
            position=place + 1,
            number=number,
            name=self._page_name(paper, place, bool(pieces)),
            width=width,
            height=height,
            scan=f"{folder}/{scan}.jpg",
            pdf=f"{folder}/{scan}.pdf",
            articles=tuple(
                replace(piece, area=None if self.new_site else area) for piece, area in zip(pieces, areas, strict=False)
            ),
        )

    def _page_name(self, paper: str, place: int, printed: bool) -> str:
        names = words()["new_page_names"] if self.new_site else words()["page_names"][paper]
        name: str = names[place] if printed else words()["advert_page_name"]
        return name


class _Numbers:
    """Numbers a paper's pieces on a day, ascending, some numbers left out; and its pages."""

    def __init__(self, paper: str, day: date, new_site: bool) -> None:
        self.day = day
        self._lettered = new_site or (paper == "zjrb" and day.year >= _LETTERED_SINCE)
        a_day = _NEW_NUMBERS_A_DAY if new_site else _NUMBERS_A_DAY
        known = 300_000 if new_site else 1_000
        self._next = known + (day - (NEW_SITE if new_site else FIRST_DAY)).days * a_day
        self._next += a_day // 2 if paper == "zjwb" else 0

    def draw(self) -> int:
        """Return the next number."""
        self._next += 2 if self._next % 9 == 0 else 1
        return self._next

    def page_number(self, place: int) -> str:
        """Return the number of a page, counted from 0, as printed between 第 and 版."""
        return f"{'A' if self._lettered else ''}{place + 1:02d}"
