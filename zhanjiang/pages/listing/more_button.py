"""The button by which a listing loads more rows: known by its words, since every skin names it differently."""

from __future__ import annotations

import re

from zhanjiang.pages.reading.addressed import address_of
from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.processors.text import clean_line

_SAYS_MORE = re.compile(
    r"\W*(?:点击|上拉|下拉|继续|滚动)?(?:(?:加载|查看|显示|载入|展开|浏览|获取)更多|更多加载|点击加载|上拉加载|load\s*more|show\s*more).{0,6}"
    r"|\W*(?:正在|努力|拼命)?加载中\W*",
    re.IGNORECASE,
)
_BUTTONS = ("a", "button", "div", "span", "p", "li", "b", "strong", "em", "input")
_LONGEST = 40


def has_more_button(root: Element, base: str) -> bool:
    """Say whether something on the page offers more rows and leads to no other page.

    >>> from lxml.html import fromstring
    >>> pages = ("<div><a href='javascript:;'>加载更多</a></div>", "<div><a href='/tupian/'>查看更多</a></div>")
    >>> [has_more_button(fromstring(page), "http://a.example/") for page in pages]
    [True, False]
    """
    return any(_is_button(element, base) for element in root.iter(*_BUTTONS))


def _is_button(element: Element, base: str) -> bool:
    said = text_of(element) or element.get("value") or ""
    if len(said) > _LONGEST or not _SAYS_MORE.fullmatch(clean_line(said)):
        return False
    holders = (element, *element.iterancestors("a"), *element.iter("a"))
    return all(address_of(holder, base) is None for holder in holders)
