"""A page's elements: lxml's plain ones, whose making is half the price of ``lxml.html``'s, and their text."""

from __future__ import annotations

from lxml import etree

Element = etree._Element

_TEXT = etree.XPath("string()", smart_strings=False)


def text_of(element: Element) -> str:
    """All text in an element, as it stands in the page; comments are no text.

    >>> text_of(etree.fromstring("<p>湛江<b>港</b><!-- alt --></p>"))
    '湛江港'
    """
    return str(_TEXT(element))


def is_within(element: Element, container: Element) -> bool:
    """Say whether an element is a container or stands anywhere in it."""
    holder: Element | None = element
    while holder is not None and holder is not container:
        holder = holder.getparent()
    return holder is not None
