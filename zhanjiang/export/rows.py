"""Items as flat rows, for formats without lists: the one home of the columns of CSV, Excel and XML.

A field that holds one value is a column of its name. Lists and records become columns by four rules:

- a list of texts (addresses) stands in one cell, a line for each;
- a list of people or pictures has a column for each of their parts (``authors_role``, ``authors_name``), a line for
  each person, which is empty where the part is: the lines of such columns belong together;
- a record has a column for each of its parts (``newspaper_page_number``);
- whatever is nested deeper, or has names of its own, is JSON in its cell.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

import orjson

from zhanjiang.items import Article, Image, Person
from zhanjiang.processors.encodable import as_json

Cell = str | int | float | bool | None
_SIDE_BY_SIDE: Final = (Person, Image)
"""What has only parts of one line, so that a line of a cell can stand for each."""

Column = tuple[str, Callable[[Any], Cell]]
"""A column's name, and the cell that it makes of its field's value."""


def columns(item: type = Article, fields: Sequence[str] = ()) -> tuple[str, ...]:
    """The names of the columns of a kind of item, in their order; of some of its fields alone where they are given.

    >>> columns(Article, ["id", "authors", "newspaper_page"])
    ('id', 'authors_role', 'authors_name', 'newspaper_page_number', 'newspaper_page_name', 'newspaper_page_area')
    """
    return tuple(name for of_field in _chosen(item, tuple(fields)).values() for name, _ in of_field)


def row_of(record: Mapping[str, Any], item: type = Article, fields: Sequence[str] = ()) -> list[Cell]:
    """The cells of an item as plain data, one for each of its ``columns``; None where nothing is.

    A field that this kind of item has not is a column of None: a setting may name fields of several kinds.

    >>> people = [{"role": "文", "name": "温可"}, {"role": None, "name": "林宇云"}]
    >>> row_of({"id": "portal/1", "authors": people}, Article, ["id", "authors"])
    ['portal/1', '文\\n', '温可\\n林宇云']
    """
    chosen = _chosen(item, tuple(fields))
    return [cell(record.get(field)) for field, of_field in chosen.items() for _, cell in of_field]


def named_columns(item: type, wanted: Any) -> list[str]:
    """The names of the columns that a feed's option ``fields`` asks for: a list of fields, or new names by field.

    >>> named_columns(Article, {"id": "number", "authors": "by"}), len(named_columns(Article, None))
    (['number', 'by_role', 'by_name'], 38)
    """
    new: Mapping[str, str] = wanted if isinstance(wanted, Mapping) else {}
    chosen = _chosen(item, tuple(wanted or ()))
    return [
        new.get(field, field) + name.removeprefix(field) for field, of_field in chosen.items() for name, _ in of_field
    ]


def plain(item: Any) -> dict[str, Any]:
    """An item as plain data, as feeds of JSON lines have it."""
    data: dict[str, Any] = orjson.loads(as_json(item))
    return data


@lru_cache(maxsize=64)
def _chosen(item: type, fields: tuple[str, ...]) -> dict[str, tuple[Column, ...]]:
    """The columns of some fields of a kind of item (a dataclass), or of all."""
    hints = get_type_hints(item)
    return {field: tuple(_columns(field, hints.get(field, str))) for field in fields or hints}


def _columns(field: str, hint: Any) -> list[Column]:
    kind = _without_none(hint)
    listed = get_args(kind)[0] if get_origin(kind) is list else None
    if listed is str:
        return [(field, _lines)]
    if listed in _SIDE_BY_SIDE:
        return [(f"{field}_{part.name}", _lines_of(part.name)) for part in dataclasses.fields(listed)]
    if dataclasses.is_dataclass(kind):
        parts = get_type_hints(kind)
        return [(f"{field}_{part}", _part(part, _is_nested(parts[part]))) for part in parts]
    return [(field, _json if _is_nested(kind) else _same)]


def _without_none(hint: Any) -> Any:
    """A type without the None that it may be.

    >>> _without_none(dict[str, int] | None), _without_none(list[str])
    (dict[str, int], list[str])
    """
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return kinds[0] if NoneType in get_args(hint) else hint


def _is_nested(hint: Any) -> bool:
    return get_origin(_without_none(hint)) in (list, dict)


def _same(value: Cell) -> Cell:
    return value


def _json(value: Any) -> str | None:
    return as_json(value).decode() if value else None


def _lines(values: Sequence[str]) -> str | None:
    return "\n".join(values) or None


def _lines_of(part: str) -> Callable[[Sequence[Mapping[str, Any]]], str | None]:
    def lines(values: Sequence[Mapping[str, Any]]) -> str | None:
        """The part of each of the values, a line for each."""
        found = [value[part] or "" for value in values]
        joined = "\n".join(found)
        if joined.count("\n") >= len(found):  # a text has lines of its own
            joined = "\n".join(" ".join(text.splitlines()) for text in found)
        return joined if any(found) else None

    return lines


def _part(name: str, is_nested: bool) -> Callable[[Mapping[str, Any] | None], Cell]:
    make = _json if is_nested else _same

    def part(value: Mapping[str, Any] | None) -> Cell:
        """The part of a record."""
        return make(value[name]) if value else None

    return part
