"""What is promised of everything that is made of bytes from outside."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, Final

import orjson

from zhanjiang.items import Article
from zhanjiang.pipelines.validate import malformed
from zhanjiang.processors.text import clean_lines

_LINES: Final = frozenset({"text", "subheadline"})
"""The fields whose texts may have several lines."""
_ADDRESSES: Final = frozenset({"url", "image", "player", "poster", "target", "scan", "pdf"})
_YEARS: Final = range(1900, 2101)


def check_items(*items: Any) -> None:
    """Assert that items can be stored, fed and shown: plain texts, web addresses, days that exist."""
    for item in items:
        orjson.dumps(item)
        for field, text in _texts(item):
            assert clean_lines(text) == text, (field, text)
            assert field in _LINES or "\n" not in text, (field, text)
            if field in _ADDRESSES:
                assert text.startswith(("http://", "https://")), (field, text)
            if field == "published_at":
                assert int(text[:4]) in _YEARS, text


def check_article(article: Article) -> None:
    """Assert the same of an article, and that its fields have the form that readers of a feed may count on."""
    check_items(article)
    whole = dataclasses.replace(article, id="portal/1", url="http://a.example/p/1.html")
    assert malformed(whole) == []
    assert not re.search(r"\n{3}|^\n|\n$", article.text or ""), article.text


def _texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts in a value, each with the name of its field."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            yield from _texts(getattr(value, one.name), one.name)
    elif isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, f"{field}.{key}")
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, field)
