"""A saved page's fields as rows of a table: long values shortened, alternatives by what differs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

import orjson

from zhanjiang.console.tables import print_table
from zhanjiang.inspection.alternatives import Fit
from zhanjiang.inspection.saved_page import Alternative, ReadField, SavedPage
from zhanjiang.pages.article.doubt_reasons import explain
from zhanjiang.processors.text import plain_line
from zhanjiang.versions.differences import compare_texts, shorten
from zhanjiang.versions.terminal import signed

HEADER: Final = ("field", "rule", "value")
_LONGEST: Final = 240
_END: Final = 60

Row = tuple[str, str, str]


def rows(read: SavedPage) -> Iterator[Row]:
    """Yield a row for each field, and below it one for each other rule's value."""
    for field in read.fields:
        yield field.name, _rule(field) or "-", _shown(field.value)
        for other in field.alternatives:
            yield "", _rule(other), _compared(field.value, other.value)


def notes(read: SavedPage) -> Iterator[str]:
    """Yield notes on a page, a line each."""
    if read.outcome:
        yield f"A crawl would {outcome(read)}."
    if read.goes_on:
        yield f"The article goes on at {read.goes_on}: only this page is read."
    if read.leads_to:
        yield f"The page is a stub that leads to {read.leads_to}: its headline comes from listings."
    for fit in read.layouts:
        yield _fit(fit)


_OUTCOMES: Final = {
    "stored": "store it",
    "fetched_again": "fetch it again, since it seems to be cut off",
    "goes_on": "fetch its next page, and store what all pages say",
    "quarantined": "put it into quarantine",
}
_READ_BY: Final = {"data": "by data in its source", "generic": "by its structure"}


def outcome(read: SavedPage) -> str:
    """What a crawl would do with an article's page, by what it is read, and whether it is doubtful."""
    assert read.outcome
    return f"{_OUTCOMES[read.outcome]}; it is {_read_by(read)}, {_doubtful(read)}"


def _read_by(read: SavedPage) -> str:
    """What gave the text, else the other fields."""
    if read.item.kind == "link":
        return "a link to elsewhere"
    rule = (read.item.extracted_by or {}).get("text", "")
    layout = f"by the layout {read.layout}" if read.layout else "by labels, since no layout fits"
    return f"read {_READ_BY.get(rule, layout)}"


def _doubtful(read: SavedPage) -> str:
    return f"with doubts: {explain(read.doubts)}" if read.doubts else "without doubts"


def _rule(field: ReadField | Alternative) -> str:
    time = "" if isinstance(field, ReadField) or field.holds else "(of another time)"
    return " ".join(filter(None, (field.rule, field.layout, time)))


def _shown(value: Any) -> str:
    if value is None or value == []:
        return "-"
    return _shortened(value if isinstance(value, str) else orjson.dumps(value).decode())


def _shortened(text: str) -> str:
    """A text in one line, without its middle where it is long.

    >>> _shortened("渔" * 300 + "港" * 60)[175:185], _shortened("渔" * 300 + "港" * 60)[-18:]
    ('渔渔渔渔渔 … 港港', '港 (360 characters)')
    """
    line = plain_line(text)
    if len(line) <= _LONGEST:
        return line
    return f"{line[: _LONGEST - _END]} … {line[-_END:]} ({len(text)} characters)"


def _compared(current: Any, value: Any) -> str:
    """Another rule's value; for texts what it would change, ``[-deleted-]`` and ``{+inserted+}``."""
    if value == current:
        return "the same"
    if value is None or value == []:
        return "nothing"
    if not (isinstance(current, str) and isinstance(value, str)):
        return _shown(value)
    pieces = shorten(compare_texts(current, value))
    return _shortened(signed([(kind, "…" if kind == "omitted" else text) for kind, text in pieces]))


def _fit(fit: Fit) -> str:
    counts = (("headline", fit.headlines), ("body", fit.bodies))
    notes = [f"{name} {count}" for name, count in counts if count is not None]
    notes += [] if fit.is_marked else ["without its marker"]
    notes += [] if fit.holds else ["of another time"]
    return f"Layout {fit.layout}: {', '.join(notes)}"


def print_saved_page(read: SavedPage) -> None:
    """Print a page's fields as a table, and its notes below."""
    print(plain_line(f"{read.page}  {read.url}  fetched {read.fetched_at}"))
    print_table(HEADER, list(rows(read)))
    for note in notes(read):
        print(plain_line(note))


def saved_page_json(read: SavedPage) -> str:
    """One line for programs: the page's item, with the rule of each field and what the other rules give."""
    whole = {one.name: getattr(read, one.name) for one in dataclasses.fields(read) if one.name != "fields"}
    rules = {one.name: {"rule": one.rule, "layout": one.layout or None} for one in read.fields if one.rule}
    alternatives = {one.name: one.alternatives for one in read.fields if one.alternatives}
    return orjson.dumps(whole | {"rules": rules, "alternatives": alternatives}).decode()
