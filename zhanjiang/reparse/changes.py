"""What better rules read differently: field by field, between two revisions of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import orjson

from zhanjiang.items import Article, reading_of

_AROUND: Final = 24
"""How many characters are shown around the first difference."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is read differently: what stood there and what it would be, each short enough for a line."""

    field: str
    before: str
    after: str


def changes_between(previous: Article, article: Article) -> tuple[FieldChange, ...]:
    """The fields of an article that are read differently, in their order.

    >>> [change] = changes_between(Article(text="港口，昨日开通。"), Article(text="港口，昨日开通。又讯。"))
    >>> change.field, change.before, change.after
    ('text', '港口，昨日开通。', '港口，昨日开通。又讯。')
    """
    before, after = reading_of(previous), reading_of(article)
    return tuple(_change(name, before[name], after[name]) for name in after if before[name] != after[name])


def _change(field: str, before: Any, after: Any) -> FieldChange:
    one, other = _written(before), _written(after)
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return FieldChange(field, _around(one, start), _around(other, start))


def _written(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _around(text: str, place: int) -> str:
    """A text cut to what stands around a place in it."""
    start = max(0, place - _AROUND)
    part = " ".join(text[start : place + _AROUND].split())
    return f"{'…' if start else ''}{part}{'…' if place + _AROUND < len(text) else ''}"
