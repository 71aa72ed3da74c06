"""Everything on a page that leads to another page: links, options of a choice, buttons whose script has an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from zhanjiang.addresses.href import absolute_address
from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.processors.text import clean_line, fold_signs

_DATA = ("data-href", "data-url", "data-link", "data-next", "data-next-url", "data-more", "data-api")
_QUOTED = re.compile(
    r"""["']((?:https?:)?//?\w[^"'\s]*|[\w./-]+\.(?:s?html?|php|aspx?|jsp|json)[^"'\s]*|\?[^"'\s]+=[^"'\s]*)["']"""
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Addressed:
    """What leads to a page: the absolute address, what it says to a reader, and its element."""

    url: str
    label: str
    element: Element


def addressed(root: Element, base: str) -> Iterator[Addressed]:
    """Yield all that leads to a page, in order, repeated ones too."""
    for element in root.iter(etree.Element):
        if url := address_of(element, base):
            yield Addressed(url, label_of(element), element)


def label_of(element: Element) -> str:
    """What an element says, folded, in lower case; '' where that is more than a label.

    >>> [label_of(link) for link in etree.HTML("<a title='Next'><img></a><a>下一页 ＞</a>").iter("a")]
    ['next', '下一页 >']
    """
    said = clean_line(text_of(element)) or next(
        (clean_line(element.get(name) or "") for name in ("value", "title", "aria-label") if element.get(name)), ""
    )
    if element.tag == "link":
        return "next"
    return fold_signs(said).replace("＞", ">").replace("＜", "<").lower() if len(said) <= _LONGEST else ""


def address_of(element: Element, base: str) -> str | None:
    """The absolute address that a link, an option, a ``data-…`` attribute or a script on a click leads to, if any."""
    is_link = element.tag in ("a", "area", "option") or (element.tag == "link" and element.get("rel") == "next")
    if not is_link and not {"onclick", *_DATA} & {*element.keys()}:
        return None
    href = element.get("href") or (element.get("value") if element.tag == "option" else "") or ""
    # An option of a bare number or word is what a script works with.
    if element.tag == "option" and not re.search(r"[/.?]", href):
        href = ""
    if url := absolute_address(base, href):
        return url
    written = next(filter(None, (element.get(name) for name in _DATA)), "")
    if written and re.search(r"[/.?]", written) and (url := absolute_address(base, written)):
        return url
    scripted = href if href.lower().startswith("javascript:") else ""
    match = _QUOTED.search(f"{scripted} {element.get('onclick') or ''}")
    return absolute_address(base, match[1]) if match else None
