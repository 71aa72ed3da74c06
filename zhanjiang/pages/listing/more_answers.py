"""Answers of load-more interfaces: rows in JSON of any nesting, in HTML within JSON or in plain HTML, and the next one.

An interface counts pages, or rows, or names the last row that it gave: the address that came says which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from w3lib.url import add_or_replace_parameter, url_query_parameter

from zhanjiang.addresses.href import absolute_address, split_address
from zhanjiang.addresses.portal import ArticleReference, read_article, read_listing
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.charset import decode
from zhanjiang.pages.limits import Allowance, bounded, parse_html
from zhanjiang.pages.reading.json_answers import read_json
from zhanjiang.pages.reading.links import ArticleLink, article_links
from zhanjiang.pages.reading.script_values import load_json
from zhanjiang.processors.counts import whole_number
from zhanjiang.processors.dates import portal_day, read_published_at
from zhanjiang.processors.text import clean_line
from zhanjiang.times import PORTAL_TIME

_TITLES = re.compile(r"(?!sub|short)\w*(?:title|headline|subject)|name", re.IGNORECASE)
_TIMES = re.compile(
    r"(?:p|pub\w*|create\w*|issue\w*)?_?(?:time|date)|created(?:_?at)?|published(?:_?at)?", re.IGNORECASE
)
PAGE: Final = re.compile(r"p|pn|pg|page|page_?(?:no|num|number|index|id)|(?:cur|current)_?page|index", re.IGNORECASE)
"""The names under which interfaces count pages."""
OFFSET: Final = re.compile(r"offset|start|skip|from|begin", re.IGNORECASE)
"""The names under which interfaces count rows."""
CURSOR: Final = re.compile(r"(?:last|max|min|since|before|next)_?id|(?:next_?)?cursor", re.IGNORECASE)
"""The names under which interfaces are given the last row that they gave, or a mark of their own."""
_NEXT_ADDRESS = re.compile(r"next(?:_?(?:page|url|link))?|more_?url", re.IGNORECASE)
_HAS_MORE = re.compile(r"has_?(?:more|next)", re.IGNORECASE)
_TOTAL = re.compile(r"total(?:_?(?:count|num|rows|records))?|record_?count", re.IGNORECASE)
_NUMBER_IN_PATH = re.compile(r"(\d{1,4})(?=(?:\.\w+|/)?$)")
_JSON = re.compile(rb"\s*+(?:\xef\xbb\xbf)?\s*+(?:[\[{]|(?:/\*.*?\*/\s*+)?[\w$.]++\s*+\()", re.DOTALL)
_WHOLE_PAGE = re.compile(rb"<(?:!doctype|html|head|body)\b", re.IGNORECASE)

_LONGEST_END = 200
"""How long a text is at most that says, in place of rows, that there are no more."""

_IDS = re.compile(r"(?:article|content|news|doc)?_?id", re.IGNORECASE)
_LEAST_NUMBER = 10_000
"""From where on a number is taken for an article's: smaller ones are those of channels."""

Belongs = Callable[[str], bool]
ReadRow = Callable[[dict[str, Any], str, Belongs], ArticleLink | None]


def is_answer(body: bytes, url: str) -> bool:
    """Say whether this came from a load-more interface: JSON, or rows alone from an address that counts.

    >>> [is_answer(body, "/more?page=2") for body in (b'{"data": []}', b"<li>a</li>", b"<html><li>a</li>")]
    [True, True, False]
    """
    if _JSON.match(body):
        return True
    return read_listing(url) is None and not _WHOLE_PAGE.search(body[:3000]) and _counter(url) is not None


class MoreAnswer:
    """One answer of a load-more interface, from an address. UnreadablePage where it holds neither rows nor an end."""

    def __init__(self, body: bytes, url: str, belongs: Belongs) -> None:
        self.url = url
        self.allowance = Allowance()
        self.data: Any = None
        self.rows: list[ArticleLink] = self.allowance.spend(self._read, body, belongs)
        if not self.rows:
            self._check_end()

    def _read(self, body: bytes, belongs: Belongs) -> list[ArticleLink]:
        is_json = _JSON.match(body) is not None
        self.data = read_json(body, "the answer of the load-more interface") if is_json else decode(body)
        return rows_in([self.data], self.url, belongs)

    def _check_end(self) -> None:
        """Raise UnreadablePage unless an answer without rows says that there are none: an empty list, or nothing."""
        if isinstance(self.data, str):
            if "<a" in self.data or len(self.data.strip()) > _LONGEST_END:
                raise UnreadablePage("no row of the load-more interface has the address of an article")
            return
        lists = [value for _, value in _entries(self.data) if isinstance(value, list)]
        if any(isinstance(row, dict) for rows in [self.data, *lists] if isinstance(rows, list) for row in rows):
            raise UnreadablePage("no row of the load-more interface has the address of an article")
        if self.data and not lists and not any(value in (None, "", {}) for _, value in _entries(self.data)):
            raise UnreadablePage("the load-more interface did not answer with rows")

    @property
    def total(self) -> int | None:
        """How many rows there are in all, as the answer says."""
        totals = (value for key, value in _entries(self.data) if _TOTAL.fullmatch(key) and isinstance(value, int))
        return next(totals, None)

    @property
    @bounded
    def next(self) -> str | None:
        """The address of the next answer; None where this one says that it is the last, or nothing counts."""
        entries = list(_entries(self.data))
        if any(_HAS_MORE.fullmatch(key) and value in (False, 0) for key, value in entries):
            return None
        written = (value for key, value in entries if _NEXT_ADDRESS.fullmatch(key) and isinstance(value, str))
        address = next((value for value in written if re.search(r"[/?]", value)), None)
        if address and (url := absolute_address(self.url, address)):
            return url
        cursor = next((value for key, value in entries if CURSOR.fullmatch(key) and isinstance(value, str | int)), None)
        return next_more(self.url, self.rows, cursor, is_json=not isinstance(self.data, str))


def rows_in(values: Iterable[Any], base: str, belongs: Belongs) -> list[ArticleLink]:
    """The articles that values hold, each once, at any depth: as addresses or HTML, else as titles with numbers."""
    values = list(values)
    for read in (_row, _numbered_row):
        rows: dict[int, ArticleLink] = {}
        for value in values:
            for link in _links(value, base, belongs, read):
                rows.setdefault(link.reference.number, link)
        if rows:
            break
    return [*rows.values()]


def read_more(body: bytes, base: str, belongs: Belongs) -> list[ArticleLink]:
    """Read the rows of one answer; [] at the end. See ``MoreAnswer``."""
    return MoreAnswer(body, base, belongs).rows


def next_more(url: str, rows: Sequence[ArticleLink] = (), cursor: object = None, *, is_json: bool = True) -> str | None:
    """The load-more address after this one; None where nothing in it counts.

    >>> next_more("http://www.example/index/nei/content?id=7&page=1&pagesize=15")
    'http://www.example/index/nei/content?id=7&page=2&pagesize=15'
    >>> next_more("http://www.example/more/7_2.json"), next_more("http://www.example/more?offset=20&limit=10")
    ('http://www.example/more/7_3.json', 'http://www.example/more?offset=30&limit=10')
    """
    name = _counter(url)
    value = url_query_parameter(url, name) or "" if name else ""
    if name and CURSOR.fullmatch(name):
        following = cursor if cursor is not None else (rows[-1].reference.number if rows else None)
        if following in (None, "") or absolute_address(url, f"?{following}") is None:
            return None
        return add_or_replace_parameter(url, name, str(following))
    if name and OFFSET.fullmatch(name):
        sizes = (url_query_parameter(url, size) or "" for size in ("limit", "size", "count", "num", "rows", "pagesize"))
        step = next(filter(None, map(whole_number, sizes)), len(rows))
        return add_or_replace_parameter(url, name, str((whole_number(value) or 0) + step))
    if name:
        page = whole_number(value)
        return add_or_replace_parameter(url, name, str(2 if page is None else page + 1))
    parts = split_address(url)
    if parts and not parts.query and (match := _NUMBER_IN_PATH.search(parts.path)):
        path = f"{parts.path[: match.start()]}{int(match[1]) + 1}{parts.path[match.end() :]}"
        return parts._replace(path=path).geturl()
    return add_or_replace_parameter(url, "page", "2") if is_json else None


def _counter(url: str) -> str | None:
    """The name of the parameter by which an address counts; None without one."""
    parts = split_address(url)
    names = re.findall(r"(?:^|&)([^=&]+)=", parts.query) if parts else []
    return next((name for form in (CURSOR, OFFSET, PAGE) for name in names if form.fullmatch(name)), None)


def _entries(data: Any) -> Iterator[tuple[str, Any]]:
    """Yield every key with its value, in objects of whatever depth but rows of lists."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key), value
            yield from _entries(value)


def _links(data: Any, base: str, belongs: Belongs, read: ReadRow) -> Iterator[ArticleLink]:
    """Yield the articles that an answer links, wherever they stand in it."""
    if isinstance(data, dict) and (link := read(data, base, belongs)):
        yield link
    elif isinstance(data, list | dict):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _links(inner, base, belongs, read)
    elif isinstance(data, str) and "<" in data and "href" in data.lower():
        root = parse_html(data)
        yield from article_links(root, base, belongs) if root is not None else ()
    elif isinstance(data, str) and data.lstrip().startswith(("[{", '{"')):
        yield from _links(_inner_json(data), base, belongs, read)


def _inner_json(text: str) -> Any:
    try:
        return load_json(text)
    except ValueError:
        return None


def _row(row: dict[str, Any], base: str, belongs: Belongs) -> ArticleLink | None:
    """The article of one object: any text in it that reads as an article's address is the row's."""
    texts = [value for value in row.values() if isinstance(value, str)]
    urls = (absolute_address(base, text) for text in texts if ".htm" in text and "<" not in text)
    url = next((url for url in urls if url and read_article(url) and belongs(url)), None)
    reference = read_article(url) if url else None
    if not url or not reference:
        return None
    return _link(url, reference, row)


def _numbered_row(row: dict[str, Any], base: str, belongs: Belongs) -> ArticleLink | None:
    """The article of one object that has a number and a title and no address: the portal's address of that number."""
    numbers = (str(value) for name, value in row.items() if _IDS.fullmatch(name))
    number = next((number for number in numbers if (whole_number(number) or 0) >= _LEAST_NUMBER), None)
    url = absolute_address(base, f"/p/{number}.html") if number and any(map(_TITLES.fullmatch, row)) else None
    reference = read_article(url) if url and "name" not in row else None
    return _link(url, reference, row) if url and reference and belongs(url) else None


def _link(url: str, reference: ArticleReference, row: dict[str, Any]) -> ArticleLink:
    title = next((clean_line(str(row[name])) for name in row if _TITLES.fullmatch(name) and row[name]), None)
    created = next((day for name in row if _TIMES.fullmatch(name) and (day := _created(row[name]))), None)
    return ArticleLink(url, reference, title or None, created, latest=created)


def _created(value: object) -> date | None:
    """Read a row's time: seconds since 1970, or a printed date.

    >>> _created(1653998280), _created("2022-05-31 21:58"), _created(None), _created("2022-13-01")
    (datetime.date(2022, 5, 31), datetime.date(2022, 5, 31), None, None)
    """
    text = str(value or "")
    if text.isdecimal() and len(text) >= 9:
        return datetime.fromtimestamp(int(text[:10]), UTC).astimezone(PORTAL_TIME).date()
    try:
        published = read_published_at(text)
    except ValueError:
        return None
    return portal_day(published) if published else None
