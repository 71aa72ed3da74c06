"""A test case made of a saved page: its bytes, the item that is expected of it, its address and time.

The parametrised tests of ``tests/pages`` run a case as soon as its folder exists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.addresses.portal import Sites
from zhanjiang.inspection.page_data import AnyPage, page_data
from zhanjiang.inspection.page_file import known_page_type
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

_NAME: Final = re.compile(r"\w[\w.-]*")


class SavedBytes(Protocol):
    """A page as it was fetched, wherever it is stored: address, bytes, header Content-Type, and time (UTC)."""

    @property
    def url(self) -> str:
        """The address that it was fetched from."""

    @property
    def body(self) -> bytes:
        """The bytes as they came."""

    @property
    def content_type(self) -> str:
        """The header, '' where there was none."""

    @property
    def fetched_at(self) -> str:
        """The time as ``2026-11-24T01:36:24Z``."""


@dataclass(frozen=True, slots=True)
class Case:
    """A test case: its pages, those of an article in order, and the item that they give.

    ``folder`` holds the cases of their kind; ``goes_on`` is the address of the article's next page where it is missing.
    """

    pages: Sequence[SavedBytes]
    folder: str
    item: dict[str, Any]
    goes_on: str | None = None

    @property
    def empty(self) -> list[str]:
        """The fields that the pages leave empty; a 0 is a value."""
        return [name for name, value in self.item.items() if value in (None, "", [])]

    def write(self, into: Path, name: str) -> Path:
        """Write the case's folder and return it. Raises FileExistsError where it exists, and OSError."""
        case = into / self.folder / name
        case.mkdir(parents=True)
        for place, page in enumerate(self.pages, 1):
            (case / ("page.html" if place == 1 else f"page_{place}.html")).write_bytes(page.body)
        _write_json(case / "item.json", self.item)
        _write_json(case / "meta.json", self._meta())
        return case

    def _meta(self) -> dict[str, Any]:
        first, *further = self.pages
        meta: dict[str, Any] = {name: getattr(first, name) for name in ("url", "fetched_at", "content_type")}
        return meta | ({"further": [page.url for page in further]} if further else {})


def make_case(pages: Sequence[SavedBytes], sites: Sites) -> Case:
    """Make a case of a page, or of all pages of an article in their order.

    They are read with the usual repair and nothing else, as the tests read them. Raises WrongOption for an unknown
    address, and UnreadablePage, or another ValueError that names the field, where nothing can be read.
    """
    *previous, last = (_read(page, sites) for page in pages)
    item = page_data(last, sites.holds, [page for page in previous if isinstance(page, ArticlePage)])
    newspaper = read_newspaper(pages[0].url)
    is_newspapers = newspaper is not None and newspaper.is_article
    folder = (NewspaperArticlePage if is_newspapers else type(last)).__name__
    return Case(pages, folder, item, last.next_page if isinstance(last, ArticlePage) else None)


def next_address(page: SavedBytes, sites: Sites) -> str | None:
    """The address of an article's next page; None at its end, and for other pages. Raises WrongOption."""
    read = _read(page, sites)
    return read.next_page if isinstance(read, ArticlePage) else None


def _read(page: SavedBytes, sites: Sites) -> AnyPage:
    page_type = known_page_type(page.url, sites)
    return page_type(page.body, page.url, content_type=page.content_type, fetched_at=page.fetched_at)


def name_of(url: str) -> str:
    """A name for the case of a page.

    >>> [name_of(f"https://www.example{path}") for path in ("/p/2665093.html", "/", "/shehui/index_2.html")]
    ['p_2665093', 'front', 'shehui_index_2']
    """
    path = urlsplit(url).path
    return re.sub(r"\W+", "_", path.rpartition(".")[0] or path).strip("_") or "front"


def is_name(text: str) -> bool:
    """Say whether a text can be the name of a case's folder.

    >>> is_name("new_layout"), is_name("../new")
    (True, False)
    """
    return _NAME.fullmatch(text) is not None


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
