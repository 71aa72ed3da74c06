"""What a page's source holds beside the elements that a reader sees: data in scripts and attributes, and hidden HTML.

Pages that a script builds in the browser bring the article along as data: JSON-LD, ``window.__INITIAL_STATE__``,
``__NEXT_DATA__``, an element's attribute, a template, a text field. Nothing here knows which of it is the article.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import zip_longest
from typing import Any, Final

from lxml import etree

from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.script_values import load_json, read_value, script_values

_LARGEST: Final = 4_000_000
"""How many characters of scripts are looked through; an article's data is a tenth of it at most."""
_SCRIPT: Final = re.compile(
    r"<script\b(?P<attributes>[^>]*)>(?P<code>(?:[^<]++|<(?!/script))*+)</script", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"text/(?:html|template|x-)|x-template|markdown", re.IGNORECASE)
_HIDING: Final = re.compile(
    r"<(?P<tag>textarea|template|noscript|xmp)\b[^>]*>(?P<held>.*?)</(?P=tag)", re.IGNORECASE | re.DOTALL
)
_WRAPPING: Final = re.compile(r"^\s*(?:<!\[CDATA\[|<!--|/[/*][^\n]*\n)*\s*")
_STREAM: Final = "__next_f"
_FLIGHT: Final = re.compile(r"^[0-9a-f]+:(?:T[0-9a-f]+,)?(?:I|HL)?", re.MULTILINE)
_SHORTEST: Final = 60
_LONG_ATTRIBUTES: Final = etree.XPath(f"//@*[string-length() >= {_SHORTEST}]", smart_strings=False)
# Characters as they are, or escaped for JSON, an address or HTML: no other script holds an article.
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]|\\u[3-9]|%(?:25)?[eE][3-9]|&#")
_MENTIONS: Final = (b"<script", b"<SCRIPT", b"<textarea", b"<template", b"<noscript", b"&quot;", b"&lt;", b"&#34;")


def may_hold_data(raw: bytes) -> bool:
    """Say whether a page may hold data at all: a search for plain bytes, far cheaper than reading it."""
    return any(mention in raw for mention in _MENTIONS)


def data_islands(source: str, root: Element, is_wanted: Callable[[str], bool] | None = None) -> Iterator[Any]:
    """Yield the values that a page's source holds: objects and lists, and texts, most of them hidden HTML.

    ``root`` is the page's tree, whose attributes are looked through as well; ``is_wanted`` says of a script whether it
    is read, which takes a hundred times as long as to search it.

    >>> page = '<body><script id="__NEXT_DATA__" type="application/json">{"props": {"t": "港"}}</script></body>'
    >>> list(data_islands(page, etree.HTML(page)))
    [{'props': {'t': '港'}}]
    """
    left = _LARGEST
    pushed: list[str] = []
    for script in _SCRIPT.finditer(source):
        code = script["code"]
        left -= len(code)
        if left < 0 or not (_CHINESE.search(code) or _STREAM in code):
            continue
        if is_wanted and _STREAM not in code and not is_wanted(code):
            continue
        for value in _of_script(script["attributes"], code):
            if _STREAM in code and isinstance(value, list):
                pushed += [part for part in value if isinstance(part, str)]
            else:
                yield value
    yield from _of_flight("".join(pushed))
    for hidden in _HIDING.finditer(source):
        yield from _of_text(hidden["held"])
    attributes = _LONG_ATTRIBUTES(root)
    for value in attributes if isinstance(attributes, list) else ():
        yield from _of_text(str(value), is_attribute=True)


def _of_script(attributes: str, code: str) -> Iterator[Any]:
    if _MARKUP.search(attributes):
        yield from _of_text(code)
        return
    begin = _WRAPPING.match(code)
    start = begin.end() if begin else 0
    if code[start : start + 1] in ("{", "["):
        with suppress(ValueError, RecursionError):
            yield read_value(code, start)[0]
            return
    if code[start : start + 6] in ("{&quot", "[{&quo") or "json" in attributes.lower():
        with suppress(ValueError, RecursionError):
            yield read_value(html.unescape(code).strip())[0]
            return
    yield from script_values(code)


def _of_text(text: str, is_attribute: bool = False) -> Iterator[Any]:
    """Yield what a text holds: JSON, else the text itself where it is HTML or a page's hidden text."""
    plain = text.strip() if is_attribute else html.unescape(text).strip()
    if plain[:1] in ("{", "["):
        with suppress(ValueError, RecursionError):
            yield read_value(plain)[0]
            return
    if len(plain) >= _SHORTEST and (not is_attribute or "<" in plain or "&lt;" in plain):
        yield plain


def _of_flight(pushed: str) -> Iterator[Any]:
    """Yield the rows that React streams as pieces of text: ``5:["$","div",null,{…}]``, ``7:T4a,<p>…</p>``."""
    rows = list(_FLIGHT.finditer(pushed))
    for row, following in zip_longest(rows, rows[1:]):
        held = pushed[row.end() : following.start() if following else None]
        if "T" in row[0]:
            yield held
        elif held[:1] in ("{", "["):
            with suppress(ValueError, RecursionError):
                yield load_json(held)
