"""The fields of an article in data: each known by the form of its value, and by what keys tend to be called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from zhanjiang.items import Person
from zhanjiang.pages.reading.data_body import is_address
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.dates import DATE
from zhanjiang.processors.text import clean_line, letters
from zhanjiang.times import PORTAL_TIME

HEADLINE_KEY: Final = re.compile(
    r"^(?:\w*[_-])?(?:(?:news|article|doc|content|main|page|full|long)_?)?(?:title|headline|biaoti|bt)$", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"<[^>]*>")
_KICKER_KEYS: Final = ("kicker", "intro_?title", "shoulder", "yin_?ti", "pre_?title", "up_?title", "eyebrow")
_DECK_KEYS: Final = ("sub_?title", "sub_?head", "deck", "fu_?(?:bt|ti)", "second_?title", "vice_?title", "down_?title")
_DATE_KEYS: Final = (
    "pub|issue|release|fabu|show_?(?:time|date)",
    "^(?:p|news|article|doc|post|display)?_?(?:date|time|timestamp)$",
    "creat|ctime|add_?time|input|date|time",
)
_NO_DATE_KEY: Final = re.compile(r"modif|updat|edit|expir|end|now|server|crawl|login|build|cache", re.IGNORECASE)
_SOURCE_KEYS: Final = ("source|copy_?from|lai_?yuan|^ly$|origin(?!al)|^from", "media|provider|agency", "publisher")
_SOURCE_FORM: Final = re.compile(
    r"(?:日报|晚报|早报|晨报|时报|都市报|新闻网|新闻社|客户端|云媒|电视台|广播|融媒体?(?:中心)?|新华社|报社)$"
)
_BYLINE_KEYS: Final = ("byline", "author|writer|reporter|journalist|zuo_?zhe|^zz$", "creator|contributor")
_CREDIT_KEYS: Final = re.compile(r"editor|bian_?ji|credit|duty|respons|zrbj|staff|proof|jiao_?dui|shen_?he", re.I)
_NAME_KEYS: Final = ("name", "title", "text", "value", "label")
_FIRST_SECOND, _LAST_SECOND = 631_152_000, 4_102_444_800


@dataclass(slots=True)
class FieldsOfData:
    """The fields of an article in data, as written; a moment in seconds or of another zone as the portal prints it."""

    headline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    published_at: str | None = None
    source: str | None = None
    byline: str | None = None
    credits: list[Person] = field(default_factory=list)


def read_fields(objects: Sequence[dict[str, Any]], titles: Sequence[str]) -> FieldsOfData:
    """Read the fields of the article that an object is; the objects around it give what it has not.

    ``titles`` are the page's own, as letters alone.

    >>> fields = read_fields([{"title": "湛江港开通新航线", "ptime": 1654005480, "from": {"name": "湛江日报"}}], [])
    >>> fields.headline, fields.published_at, fields.source
    ('湛江港开通新航线', '2022-05-31 21:58', '湛江日报')
    """
    own = list(_scalars(objects[0]))
    all_of = [*own, *(pair for outer in objects[1:] for pair in _scalars(outer))]
    headline = _headline(own, titles)
    source = _by_keys(all_of, _SOURCE_KEYS, _short_text) or _by_form(own, _SOURCE_FORM)
    return FieldsOfData(
        headline=headline,
        kicker=_by_keys(own, _KICKER_KEYS, _line),
        deck=_by_keys(own, _DECK_KEYS, _line),
        published_at=_by_keys([pair for pair in all_of if not _NO_DATE_KEY.search(pair[0])], _DATE_KEYS, _moment),
        source=source,
        byline=_by_keys(own, _BYLINE_KEYS, lambda value: _names(value, source)),
        credits=list(_credits(own)),
    )


def _scalars(value: dict[str, Any], depth: int = 3) -> Iterator[tuple[str, Any]]:
    """Yield the values of an object, then those of the objects in it; lists stay whole."""
    yield from value.items()
    for key, one in value.items() if depth else ():
        if isinstance(one, dict) and not any(re.search(pattern, key, re.I) for pattern in _OWN_OBJECTS):
            yield from _scalars(one, depth - 1)


_OWN_OBJECTS: Final = ("channel|column|category|user|account|related|recommend|comment|site|config|next|prev|share",)


def _by_keys(pairs: Sequence[tuple[str, Any]], keys: Sequence[str], read: Callable[[Any], str | None]) -> str | None:
    """The first value that can be read, of the keys in their order."""
    for pattern in keys:
        for key, value in pairs:
            if re.search(pattern, key, re.IGNORECASE) and (result := read(value)):
                return result
    return None


def _by_form(pairs: Sequence[tuple[str, Any]], form: re.Pattern[str]) -> str | None:
    lines = (_line(value) for _, value in pairs)
    return next((line for line in lines if line and len(line) <= 20 and form.search(line)), None)


def _headline(own: Sequence[tuple[str, Any]], titles: Sequence[str]) -> str | None:
    """The text that the page's title says, the longest of several; else what is called a title."""
    lines = [(key, line) for key, value in own if (line := _line(value)) and len(line) <= 200]
    said = [line for _, line in lines if any(_says(title, letters(line)) for title in titles)]
    named = (line for key, line in lines if HEADLINE_KEY.search(key))
    return max(said, key=len) if said else next(named, None)


def _says(title: str, text: str) -> bool:
    return title == text or (len(text) >= 6 and (title.startswith(text) or text.startswith(title)))


def _line(value: Any) -> str | None:
    """A text of one line, without markup; None for an address, a number or no text."""
    if not isinstance(value, str) or is_address(value.strip()):
        return None
    line = clean_line(_MARKUP.sub("", value))
    return line if line and not line.isdigit() else None


def _short_text(value: Any, longest: int = 40) -> str | None:
    """A name: a short text, or that of an object or of the first of a list."""
    if isinstance(value, list):
        return next((text for one in value if (text := _short_text(one, longest))), None)
    if isinstance(value, dict):
        return _short_text([value.get(key) for key in _NAME_KEYS], longest)
    line = _line(value)
    return line if line and len(line) <= longest and re.search(r"[\u3400-\u9fff]", line) else None


def _names(value: Any, source: str | None) -> str | None:
    """The names of one or more people as a byline; an organisation that JSON-LD calls an author is none."""
    members = value if isinstance(value, list) else [value]
    people = [one for one in members if not (isinstance(one, dict) and "Organization" in str(one.get("@type")))]
    names = [name for name in (_short_text(one, 120) for one in people) if name and name != source]
    return " ".join(dict.fromkeys(names)) or None


def _moment(value: Any) -> str | None:
    """A moment as the portal prints it: of seconds or milliseconds, or of a text in whatever zone."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    text = str(value).strip()
    if re.fullmatch(r"\d{10}(?:\d{3})?(?:\.\d+)?", text):
        seconds = float(text) / (1000 if len(text.partition(".")[0]) == 13 else 1)
        is_moment = _FIRST_SECOND <= seconds <= _LAST_SECOND
        return f"{datetime.fromtimestamp(seconds, UTC).astimezone(PORTAL_TIME):%Y-%m-%d %H:%M}" if is_moment else None
    if len(text) > 40 or not DATE.search(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.astimezone(PORTAL_TIME):%Y-%m-%d %H:%M}" if moment.tzinfo else text


def _credits(own: Sequence[tuple[str, Any]]) -> Iterator[Person]:
    """Yield who is credited: texts with a role, objects of role and name, names under a key that says editor."""
    for key, value in own:
        if not _CREDIT_KEYS.search(key):
            continue
        for one in value if isinstance(value, list) else [value]:
            texts = [text for text in (one.values() if isinstance(one, dict) else [one]) if isinstance(text, str)]
            pairs = [f"{a}：{b}" for a in texts for b in texts if a is not b]
            people = next(filter(None, map(read_credits, [*texts, *pairs])), None)
            if people is None and (name := _short_text(one)) and len(name) <= 12:
                people = read_credits(f"编辑：{name}")
            yield from people or ()
