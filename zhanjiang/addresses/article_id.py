"""Article IDs: ``portal/2665093``, ``zjrb/2024-02-01/61646_330886``, ``home/2016-07/1460596``. Their one grammar.

An ID is a series (``portal``, or a newspaper and its day) and a name within it. Everything that reads an ID, splits
one, or turns what a user types into one does it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from zhanjiang.addresses.newspapers import PAPERS, read_newspaper
from zhanjiang.addresses.portal import ArticleReference, read_article

PORTAL: Final = "portal"
"""The series of the portal's own articles, which are numbered by one counter."""

_NUMBER: Final = "[0-9]{1,18}"
_OF_NEWSPAPER: Final = "(?:[0-9]{1,9}_[0-9]{1,9}|[0-9]{1,18})"
ID_PATTERN: Final = (
    rf"{PORTAL}/{_NUMBER}|(?:{'|'.join(PAPERS)})/[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}/{_OF_NEWSPAPER}"
    rf"|home/[0-9]{{4}}-[0-9]{{2}}/{_NUMBER}"
)
"""The regular expression of an ID, as JSON Schema understands it too."""

_ID: Final = re.compile(ID_PATTERN)
_RANGE: Final = re.compile(rf"(?:{PORTAL}/)?({_NUMBER})(?:-({_NUMBER}))?")


def is_article_id(text: str) -> bool:
    """Say whether a text is an article's ID, in the form in which store and feeds have it.

    >>> is_article_id("zjrb/2024-02-01/61646_330886"), is_article_id("2665093"), is_article_id("zjrb/2018-07-17/node_2")
    (True, False, False)
    """
    return _ID.fullmatch(text) is not None


def split_article_id(article_id: str) -> tuple[str, int]:
    """Split an ID into its series and the number that orders articles within it.

    A newspaper's name of two parts gives the number of all its digits. Two names that differ in the place of the
    underscore alone give the same number: only the whole ID is unique.

    >>> split_article_id("portal/2665093"), split_article_id("zjrb/2024-02-01/61646_330886")
    (('portal', 2665093), ('zjrb/2024-02-01', 61646330886))
    """
    series, _, name = article_id.rpartition("/")
    return series, int(name.replace("_", ""))


def article_id_at(url: str) -> str | None:
    """Return the ID of the article of which an address is a page, on whatever host; None for other addresses.

    >>> article_id_at("https://www.example/shizheng/p/2665093_2.html?v=1")
    'portal/2665093'
    >>> article_id_at("http://szb.example/zjrb/html/2018-07/17/content_2108598.htm")
    'zjrb/2018-07-17/2108598'
    >>> article_id_at("http://szb.example/zjrb/html/2018-07/17/node_2.htm") is None
    True
    """
    if article := read_article(url):
        return article.id
    newspaper = read_newspaper(url)
    return newspaper.id if newspaper and newspaper.is_article else None


def parse_article_id(typed: str) -> str | None:
    """Read an ID or a number of the portal as a user types it; None for what is neither, such as an address.

    >>> parse_article_id(" 2665093"), parse_article_id("home/2016-07/1460596"), parse_article_id("www.example/p/1.html")
    ('portal/2665093', 'home/2016-07/1460596', None)
    """
    typed = typed.strip()
    if re.fullmatch(_NUMBER, typed):
        return ArticleReference(int(typed)).id
    return typed if is_article_id(typed) else None


def parse_article(typed: str) -> str | None:
    """Read whatever names an article for a user as its ID: ID, number, or address with or without its scheme.

    >>> parse_article("2665093"), parse_article("www.example/shizheng/p/2665093_2.html?v=1")
    ('portal/2665093', 'portal/2665093')
    >>> parse_article("portal/") is None
    True
    """
    typed = typed.strip()
    return parse_article_id(typed) or article_id_at(typed) or article_id_at(f"//{typed}")


def parse_range(typed: str) -> range:
    """Read a number of the portal, or a rising range of them (both ends included). Raises ValueError for all else.

    >>> parse_range("2665093"), parse_range("portal/7-9")
    (range(2665093, 2665094), range(7, 10))
    >>> parse_range("9-7")
    Traceback (most recent call last):
    ValueError: 9-7
    """
    match = _RANGE.fullmatch(typed)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 0 < first <= last:
        raise ValueError(typed)
    return range(first, last + 1)


@dataclass(frozen=True, slots=True)
class ArticleIds:
    """Articles that a user names: single ones by ID, and ranges of the portal's numbers."""

    single: frozenset[str]
    ranges: tuple[range, ...] = ()

    @classmethod
    def parse(cls, typed: str) -> ArticleIds:
        """Read IDs, numbers and ranges between commas. Raises ValueError with the part that is none of them.

        >>> ArticleIds.parse("portal/7,9-11,zjrb/2018-07-17/2108598").ranges
        (range(9, 12),)
        """
        single, ranges = set(), []
        for part in filter(None, map(str.strip, typed.split(","))):
            if article_id := parse_article_id(part):
                single.add(article_id)
            else:
                ranges.append(parse_range(part))
        if not single and not ranges:
            raise ValueError(typed)
        return cls(frozenset(single), tuple(ranges))

    def among(self, known: Iterable[str]) -> list[str]:
        """Return the IDs that are named, in order: all single ones, and of the ranges those that are known."""
        of_portal = ((article_id, *split_article_id(article_id)) for article_id in known if is_article_id(article_id))
        within = {
            article_id
            for article_id, series, number in of_portal
            if series == PORTAL and any(number in numbers for numbers in self.ranges)
        }
        return sorted(self.single | within)
