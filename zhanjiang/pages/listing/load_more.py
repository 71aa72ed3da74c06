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
_VALUE = r"\(*(?:\+\+|--)?[\w$.]+(?:\s*\+\s*1\b)?(?:\+\+|--)?\)*"
_JOINED = re.compile(
    rf"(?:(?P<base>[A-Za-z_$][\w$.]*)\s*\+\s*)?(?P<first>{_TEXT})(?P<rest>(?:\s*\+\s*(?:{_TEXT}|{_VALUE}))*)"
    r"|`(?P<template>[^`\n]*)`"
)
_PIECE = re.compile(rf"{_TEXT}|{_VALUE}")
_FIELDS = re.compile(r"\s*[,+](?P<between>[^{}]{0,80}?)\{(?:\s*params\s*:\s*\{)?(?P<fields>[^{}]*)\}")
# What stands around a value without changing it, and the ways to an attribute's value.
_WRAPPED = re.compile(r"\b(?:encodeURIComponent|String|Number|parseInt)\(\s*([\w$.+ ]+?)\s*(?:,\s*10)?\)")
_ATTRIBUTE = re.compile(r"[\w$]*(?:\([^()]*\))?\.(?:data|attr|getAttribute)\(\s*[\"'](?:data-)?([\w-]+)[\"']\s*\)")
_ENCODED = re.compile(r"(?:new\s+URLSearchParams|\$\.param|\w+\.stringify)\(\s*(?=\{)")
_FIELD = re.compile(rf"[\"']?([\w-]+)[\"']?\s*:\s*({_TEXT}|{_VALUE})")
_ADDRESS = re.compile(
    r"(?:https?:)?//\S+|\.{0,2}/[\w./?=&%-]+|[\w-]+(?:/[\w-]+)*(?:\.\w+|/)?\?[\w-]+=\S*", re.IGNORECASE
)
_PARAMETER = re.compile(r"[?&]([\w-]+)=$")
_SIZE = re.compile(r"(?:page_?)?size|limit|rows|per_?page|count|num", re.IGNORECASE)
_BY_POST = re.compile(r"\$\.post\(\s*$|axios\.post\(\s*$|POST[\"'],\s*$")
_POSTED = re.compile(r"\bPOST\b", re.IGNORECASE)
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
    script = script.replace("\\/", "/").replace("\\u002F", "/").replace("\\u002f", "/")
    script = _ENCODED.sub("", _WRAPPED.sub(r"\1", _ATTRIBUTE.sub(_variable, script)))
    for match in _JOINED.finditer(script):
        pieces = _pieces(match, html)
        before = script[max(0, match.start() - 40) : match.start()]
        if not pieces or not _ADDRESS.match(pieces[0][1]) or _BY_POST.search(before):
            continue
        address, counts = _join(pieces, html)
        fields = _FIELDS.match(script, match.end())
        if address and fields and not _POSTED.search(fields["between"] + fields["fields"]):
            address, counts = _with_fields(address, fields["fields"], html)
        if address and counts:
            yield address


def _pieces(match: re.Match[str], html: str) -> list[tuple[bool, str]]:
    """The pieces that are joined, each with whether it is a variable; a variable in front is a text of the page's."""
    if (template := match["template"]) is not None:
        split = re.split(r"\$\{([^}]*)\}", template)
        pieces = [(index % 2 == 1, piece) for index, piece in enumerate(split) if piece]
    else:
        texts = [*filter(None, [match["base"]]), match["first"], *_PIECE.findall(match["rest"])]
        pieces = [(text[0] not in "'\"", text.strip("'\"")) for text in texts]
    if pieces and pieces[0][0]:
        name = pieces[0][1].rpartition(".")[2]
        said = re.search(rf"\b{re.escape(name)}[\"']?\s*[:=]\s*[\"']([^\"']*/[^\"']*)[\"']", html)
        pieces[0] = (False, said[1] if said else "")
    return pieces


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
    sign = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return f"{address}{sign}{urlencode(fields)}", counts


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
    if value := _said(name, html):
        return value, False
    return ("20", False) if _SIZE.fullmatch(parameter) or _SIZE.fullmatch(name) else (None, False)


def _variable(match: re.Match[str]) -> str:
    """The name that scripts give to an attribute: ``channelId`` for ``data-channel-id``."""
    return re.sub(r"-(\w)", lambda letter: letter[1].upper(), match[1])


def _said(name: str, html: str) -> str | None:
    """What the page says that a variable is: a number, or a quoted word, by its name or an attribute's."""
    if not name:
        return None
    names = {re.escape(name), re.escape(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower())}
    said = rf"\b(?:{'|'.join(sorted(names))})[\"']?\s*[:=]\s*"
    number = re.search(rf"{said}[\"']?(\d+)\b", html, re.IGNORECASE)
    word = number or re.search(rf"{said}[\"']([\w-]+)[\"']", html, re.IGNORECASE)
    word = word or re.search(rf"(?:id|name)=[\"']?{re.escape(name)}[\"']?[^>]*\bvalue=[\"']?([\w-]+)", html)
    return word[1] if word else None
