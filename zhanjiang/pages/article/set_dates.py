"""Dates near a headline that are not printed as one: in an attribute beside 3天前, or with the day in a box of its own.

They count where the page prints no date. Only short lines close to the headline are looked at, so a comment's time and
a day in the story stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import Final

from zhanjiang.pages.article.info_line import find_info, near_lines, share_box
from zhanjiang.pages.article.info_rank import in_row_of_links
from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.info_pieces import info_pieces
from zhanjiang.pages.reading.labels import is_sentence
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.row_dates import is_moment
from zhanjiang.processors.dates import CLOCK, DATE, is_impossible, read_published_at
from zhanjiang.processors.text import clean_line, fold_signs

_LONGEST: Final = 160
_LONGEST_BOX: Final = 30
_LONGEST_DATE: Final = len("2022-05-31T21:58:00.000000000+08:00")
_EARLIEST: Final = "1990"
"""The first year of which there are pages; before it is what programs write where they know no date (1970)."""
_ATTRIBUTES: Final = ("datetime", "content", "title", "data-time", "data-date", "data-datetime")
_CLOCK: Final = re.compile(CLOCK)
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_AND: Final = r"(?:\s*[-/.年月]\s*|\s+)"
_DAY: Final = r"(?P<day>[0-3]?\d)\s*日?"
_MONTH: Final = r"(?P<month>[01]?\d)"
_BOXES: Final = tuple(
    re.compile(rf"\s*{form}\s*")
    for form in (
        rf"{_DAY}\s+{_YEAR}{_AND}{_MONTH}\s*月?",
        rf"{_YEAR}{_AND}{_MONTH}{_AND}{_DAY}",
        rf"{_YEAR}\s*年?\s+{_MONTH}{_AND}{_DAY}",
        rf"{_MONTH}{_AND}{_DAY}\s+{_YEAR}\s*年?",
    )
)
"""A date whose parts stand in elements of their own, as calendars print it."""
_MOST_PARTS: Final = 3


def find_set_info(lines: list[Line], headline: tuple[int, int]) -> list[int]:
    """The indexes of an info line whose date is set so; its lines are replaced by ones that print it. [] for none.

    ``headline`` are the indexes of the headline's first line and of the line after its last.
    """
    near = [*near_lines(lines, headline)]
    set_in = {element: _set_dates(element) for element in {lines[index].element for index in near if lines[index].text}}
    dated = {at: shown for at in near if lines[at].text and (shown := _dated(lines[at], set_in[lines[at].element]))}
    if not dated:
        dated = _first_box(lines, headline)
    if not dated:
        return []
    trial = [dated.get(index, line) for index, line in enumerate(lines)]
    info = find_info(trial, headline)
    if not any(index in dated for index in info):
        # A day alone above a headline may be today's: it is the article's in the headline's box, or right above it.
        above = [index for index in dated if index < headline[0]]
        is_right_above = len(above) == headline[0] - min(above, default=0)
        if not above or not (is_right_above or share_box(lines[above[0]], lines[headline[0]])):
            return []
        info = [*above, *info]
    for index in info:
        lines[index] = trial[index]
    return info


def exact_date(printed: str | None, blocks: Sequence[Element]) -> str | None:
    """The date as printed; that of its ``<time datetime>``, where it prints the day alone or what does not exist."""
    date = DATE.search(printed or "")
    if date is None or (date["hour"] and not is_impossible(date[0])):
        return printed
    day = portal_date(date[0]) or ""
    shown = (time for block in blocks for time in block.iter("time") if date[0] in fold_signs(text_of(time)))
    exact = (portal_date(time.get("datetime") or "") for time in shown)
    return next((moment for moment in exact if moment and moment.startswith(f"{day} " if day else "")), printed)


def _set_dates(block: Element) -> list[tuple[str, str]]:
    """What the elements of a block print for a date that an attribute sets, each with that date."""
    dates = ((element, date) for element in block.iter() if (date := _set_date(element)))
    return [(printed, date) for element, date in dates if (printed := clean_line(text_of(element)))]


def _dated(line: Line, set_in_block: Sequence[tuple[str, str]]) -> Line | None:
    """The line with a date in place of what is printed for it; None where no element in it sets one."""
    if not set_in_block or len(line.text) > _LONGEST or is_sentence(line) or DATE.search(line.folded):
        return None
    printed, date = next((pair for pair in set_in_block if pair[0] in line.text), ("", ""))
    return _replaced(line, printed, _with_clock(date, printed)) if date and not in_row_of_links(line) else None


def _set_date(element: Element) -> str | None:
    """The date that an element sets for the text it shows; ``<time>`` shows nothing else, others what is like one."""
    if not isinstance(element.tag, str) or not element.attrib:
        return None
    if element.tag == "time":
        return portal_date(element.get("datetime") or "")
    dates = (portal_date(value) for name in _ATTRIBUTES if (value := element.get(name)))
    date = next(filter(None, dates), None)
    return date if date and is_moment(clean_line(text_of(element))) else None


def portal_date(written: str) -> str | None:
    """A date that a program wrote, as the portal prints it: the day alone where the time is midnight. None for none.

    >>> portal_date("2022-05-31T13:58:00Z"), portal_date("2022-05-31 00:00:00"), portal_date("2022-13-45")
    ('2022-05-31 21:58', '2022-05-31', None)
    >>> portal_date("2022-05-31通车"), portal_date("1970-01-01T08:00:00+08:00")
    (None, None)
    """
    written = written.strip()
    if len(written) > _LONGEST_DATE or not DATE.fullmatch(written) or written < _EARLIEST:
        return None
    try:
        moment = read_published_at(written) or ""
    except ValueError:
        return None
    day, _, time = moment.partition("T")
    return f"{day} {time[:5]}" if time and not time.startswith("00:00") else day


def _with_clock(date: str, printed: str) -> str:
    """A date with the time of day that is printed, where an attribute sets the day alone."""
    clock = _CLOCK.search(fold_signs(printed))
    return portal_date(f"{date} {clock[0]}") or date if clock and " " not in date else date


def _replaced(line: Line, printed: str, date: str) -> Line:
    text, spaced = (clean_line(form.replace(printed, f" {date} ", 1)) for form in (line.text, line.spaced))
    return replace(line, text=text, spaced=spaced, _folded=None)


def _first_box(lines: Sequence[Line], headline: tuple[int, int]) -> dict[int, Line]:
    """The first box with a date in parts, as lines of which the first prints all of it; {} for none."""
    near = [index for index in near_lines(lines, headline) if lines[index].text]
    for start, length in product(range(len(near)), range(1, _MOST_PARTS + 1)):
        parts, following = near[start : start + length], near[start + length : start + length + 1]
        if len(parts) == length and (date := _date_in(lines, parts)):
            moment = _with_clock_after(lines, date, following)
            shown = dict.fromkeys(parts if moment is None else [*parts, *following], "") | {parts[0]: moment or date}
            return {at: replace(lines[at], text=text, spaced=text, _folded=None) for at, text in shown.items()}
    return {}


def _with_clock_after(lines: Sequence[Line], date: str, following: Sequence[int]) -> str | None:
    """A date with the time of day that the line after it is; None for any other line."""
    clock = "".join(lines[at].folded for at in following).strip()
    return portal_date(f"{date} {clock}") if _CLOCK.fullmatch(clock) else None


def _date_in(lines: Sequence[Line], parts: Sequence[int]) -> str | None:
    """The date that lines in one element make, each a part of it; None where they make none."""
    if any(after != before + 1 for before, after in pairwise(parts)) or not _share_element(lines, parts):
        return None
    text = " ".join(_parted(lines[at]) for at in parts)
    if len(text) > _LONGEST_BOX:
        return None
    return next(_dates(fold_signs(text)), None)


def _parted(line: Line) -> str:
    """A line's text with a blank between its elements, where all of its block is this one short line."""
    if len(line.text) > _LONGEST_BOX:
        return line.text
    pieces = [piece.text for piece in info_pieces(line.element)]
    return " ".join(pieces) if "".join("".join(pieces).split()) == "".join(line.text.split()) else line.spaced


def _share_element(lines: Sequence[Line], parts: Sequence[int]) -> bool:
    """Say whether lines stand in one element: right in it, or each in a block of its own there."""
    first, *others = ({lines[at].element, lines[at].element.getparent()} - {None} for at in parts)
    return bool(first.intersection(*others))


def _dates(text: str) -> Iterator[str]:
    """Yield the dates that a text is in the forms of boxes, each as 2022-05-31; none that does not exist."""
    for form in _BOXES:
        if match := form.fullmatch(text):
            date = portal_date("-".join((match["year"], match["month"], match["day"])))
            yield from [date] if date else ()
