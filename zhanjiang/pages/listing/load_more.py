"""The address of a listing's load-more interface, as the page's own scripts and buttons write it.

A script joins it of texts and variables; what the page says of each variable (``var cid = 7``, ``data-cid="7"``, a
hidden input) stands for it, and what counts begins at the first page. An address of which a part stays unknown is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from lxml import etree

from zhanjiang.addresses.href import absolute_address
from zhanjiang.pages.listing.more_answers import CURSOR, OFFSET, PAGE
from zhanjiang.pages.reading.elements import Element, text_of

_LIST_ID = re.compile(r"\blistid[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_MORE_PATH = "/index/nei/content?id={id}&page={page}&pagesize=15"
_TEXT = r"'[^'\n]*'|\"[^\"\n]*\""
_VALUE = r"\(*[+-]{0,2}[\w$.]+(?:\s*\+\s*1\b)?[+-]{0,2}\)*"
_JOINED = re.compile(rf"(?P<first>{_TEXT})(?P<rest>(?:\s*\+\s*(?:{_TEXT}|{_VALUE}))*)|`(?P<template>[^`\n]*)`")
_PIECE = re.compile(rf"{_TEXT}|{_VALUE}")
_FIELDS = re.compile(r"\s*,\s*(?:(?:data|params)\s*:\s*)?\{(?:\s*params\s*:\s*\{)?([^{}]*)\}")
_FIELD = re.compile(rf"[\"']?([\w-]+)[\"']?\s*:\s*({_TEXT}|{_VALUE})")
_ADDRESS = re.compile(
    r"(?:https?:)?//\S+|\.{0,2}/[\w./?=&%-]+|[\w-]+(?:/[\w-]+)*(?:\.\w+|/)?\?[\w-]+=\S*", re.IGNORECASE
)
_PARAMETER = re.compile(r"[?&]([\w-]+)=$")
_SIZE = re.compile(r"(?:page_?)?size|limit|rows|per_?page|count|num", re.IGNORECASE)
_BY_POST = re.compile(r"\$\.post\(\s*$|axios\.post\(\s*$|POST[\"'],\s*$")
_WRITTEN = ("data-url", "data-api", "data-href", "data-link")


def more_address(html: str, root: Element, base: str) -> str | None:
    """The address of the first answer of the page's load-more interface; None where the page names none."""
    if match := _LIST_ID.search(html):
        return absolute_address(base, _MORE_PATH.format(id=match[1], page=1))
    scripts = (text_of(script) for script in root.iter("script"))
    written = (address for script in scripts for address in _in_script(script, html))
    return next((url for text in (*_in_attributes(root), *written) if (url := absolute_address(base, text))), None)


def _in_attributes(root: Element) -> Iterator[str]:
    """Yield the addresses of elements that write one and beside it what it is to be asked for."""
    for element in root.iter(etree.Element):
        address = next(filter(None, (element.get(name) for name in _WRITTEN)), "")
        fields = {
            name.removeprefix("data-"): value
            for name, value in _attributes(element)
            if name.startswith("data-") and name not in _WRITTEN and value.isalnum()
        }
        if address and "?" not in address and any(PAGE.fullmatch(name) or OFFSET.fullmatch(name) for name in fields):
            yield f"{address}?{urlencode(fields)}"


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    return ((str(name), str(value)) for name, value in element.items())


def _in_script(script: str, html: str) -> Iterator[str]:
    """Yield the addresses that a script joins and that count, as they are for the first rows."""
    for match in _JOINED.finditer(script):
        pieces = _pieces(match)
        if (
            not pieces
            or not _ADDRESS.match(pieces[0][1])
            or _BY_POST.search(script[max(0, match.start() - 40) : match.start()])
        ):
            continue
        address, counts = _join(pieces, html)
        if address and (fields := _FIELDS.match(script, match.end())):
            address, counts = _with_fields(address, fields[1], html)
        if address and counts:
            yield address


def _pieces(match: re.Match[str]) -> list[tuple[bool, str]]:
    """The pieces that are joined, each with whether it is a variable."""
    if (template := match["template"]) is not None:
        split = re.split(r"\$\{([^}]*)\}", template)
        return [(index % 2 == 1, piece) for index, piece in enumerate(split) if piece]
    texts = [match["first"], *_PIECE.findall(match["rest"])]
    return [(text[0] not in "'\"", text.strip("'\"")) for text in texts]


def _join(pieces: list[tuple[bool, str]], html: str) -> tuple[str | None, bool]:
    """Join the pieces, and say whether one of them counts; None where a variable is unknown."""
    address, counts = "", False
    for is_variable, piece in pieces:
        if not is_variable:
            address += piece
            continue
        parameter = _PARAMETER.search(address)
        value, is_counter = _value(parameter[1] if parameter else "", piece, html)
        if value is None:
            return None, False
        address, counts = address + value, counts or is_counter
    return address, counts


def _with_fields(address: str, written: str, html: str) -> tuple[str | None, bool]:
    """Add the fields of an object to an address, as a script sends them."""
    fields, counts = {}, False
    for name, piece in _FIELD.findall(written):
        is_text = piece[0] in "'\""
        value, is_counter = (piece.strip("'\""), False) if is_text else _value(name, piece, html)
        if value is None:
            return None, False
        fields[name] = value
        counts = counts or is_counter or PAGE.fullmatch(name) is not None
    return f"{address}{'&' if '?' in address else '?'}{urlencode(fields)}", counts


def _value(parameter: str, expression: str, html: str) -> tuple[str | None, bool]:
    """What an expression stands for, and whether it counts; None where the page does not say."""
    name = re.sub(r"\W*\+\s*1\b|[^\w$.]", "", expression).rpartition(".")[2]
    for known in (parameter, name):
        if PAGE.fullmatch(known) or re.fullmatch(r"\w*page\w*(?<!size)", known, re.IGNORECASE):
            return "1", True
        if OFFSET.fullmatch(known):
            return "0", True
        if CURSOR.fullmatch(known):
            return "", True
    if name.isdecimal():
        return name, False
    said = re.search(rf"\b{re.escape(name)}[\"']?\s*[:=]\s*[\"']?([\w-]+)", html, re.IGNORECASE) if name else None
    said = said or re.search(rf"(?:id|name)=[\"']?{re.escape(name)}[\"']?[^>]*\bvalue=[\"']?([\w-]+)", html)
    if said:
        return said[1], False
    return ("20", False) if _SIZE.fullmatch(parameter) or _SIZE.fullmatch(name) else (None, False)
