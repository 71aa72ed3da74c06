"""The templates of our pages: everything is escaped, and no invisible character of a text steers the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zhanjiang.html import words
from zhanjiang.processors.text import marked_text
from zhanjiang.times import PORTAL_TIME, in_zone, parse_moment

if TYPE_CHECKING:
    from jinja2 import Environment

_HOUSE: Final = Path(__file__).parent
_WEEKDAYS: Final = "一二三四五六日"


def environment(*folders: Path) -> Environment:
    """An environment of Jinja for the templates of some folders, beside those of the house.

    They have the filters ``portal_time``, ``portal_day``, ``day_in_words`` and ``counted``, and the module ``words``.
    A name that a template misspells is an error.
    """
    # Loaded here, since most commands write no page.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([*folders, _HOUSE]),
        autoescape=True,
        # Pieces of HTML that a template itself has made are no plain texts.
        finalize=lambda value: marked_text(value) if type(value) is str else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.globals.update(words=words)
    made.filters.update(
        portal_time=portal_time,
        portal_day=lambda text: portal_time(text)[:10],
        day_in_words=day_in_words,
        counted=counted,
    )
    return made


def portal_time(written: str | None) -> str:
    """A moment as the portal's readers write it; a day alone stays one, and what is no moment stays what it is.

    >>> portal_time("2022-05-31T13:58:00Z"), portal_time("2018-07-17"), portal_time("昨天"), portal_time(None)
    ('2022-05-31 21:58', '2018-07-17', '昨天', '')
    """
    if not written or "T" not in written:
        return written or ""
    try:
        return in_zone(parse_moment(written, PORTAL_TIME), PORTAL_TIME).isoformat(" ", "minutes")[:16]
    except ValueError:
        return written


def day_in_words(day: str | None) -> str:
    """A day with its weekday; what is no day stays what it is.

    >>> day_in_words("2022-05-31"), day_in_words("2022-05")
    ('2022年5月31日 星期二', '2022-05')
    """
    try:
        when = date.fromisoformat(day or "")
    except ValueError:
        return day or ""
    return f"{when.year}年{when.month}月{when.day}日 星期{_WEEKDAYS[when.weekday()]}"


def counted(number: float | None) -> str:
    """A number with its thousands parted; nothing for None.

    >>> counted(1234567), counted(0.25), counted(None)
    ('1,234,567', '0.25', '')
    """
    return "" if number is None else f"{number:,}"
