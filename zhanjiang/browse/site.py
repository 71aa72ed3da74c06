"""The site: which page answers which address, and what is answered where there is none.

An address is answered by a pure function of the open store. The Host header has to name this machine: a page elsewhere,
whose name was pointed at 127.0.0.1, would otherwise read the store through its visitor's browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from zhanjiang.addresses.article_id import ID_PATTERN
from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.archive import ArchiveError
from zhanjiang.browse import (
    archived_page,
    article_page,
    front,
    newspaper_page,
    ranking_page,
    run_pages,
    search_page,
    stored_files,
)
from zhanjiang.browse.answers import PLAIN, Asked, NotThere, Reply
from zhanjiang.browse.reading import Folders, Reading, rendered
from zhanjiang.console.log_form import report
from zhanjiang.store import Store, StoreError, open_read_only

_HOSTS: Final = re.compile(r"(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?", re.IGNORECASE)
_ARTICLE: Final = f"/article/({ID_PATTERN})"
_PAPER: Final = f"/newspaper/({'|'.join(PAPERS)})/([0-9-]+)"
_ROUTES: Final[list[tuple[re.Pattern[str], Callable[..., Reply]]]] = [
    (re.compile(pattern), page)
    for pattern, page in (
        ("/", front.front_page),
        ("/day", front.front_page),
        ("/day/([^/]+)", front.front_page),
        ("/channel/(.+)", front.channel_page),
        (_ARTICLE, article_page.article_page),
        (f"{_ARTICLE}/revisions", article_page.revisions_page),
        (f"{_ARTICLE}/archive", archived_page.archive_page),
        (f"{_ARTICLE}/frame", archived_page.frame),
        (f"{_ARTICLE}/source", archived_page.source),
        ("/search", search_page.search_page),
        ("/newspaper", newspaper_page.papers_page),
        (_PAPER, newspaper_page.day_page),
        ("/rankings", ranking_page.rankings_page),
        ("/runs", run_pages.runs_page),
        ("/runs/([0-9]{1,18})", run_pages.run_page),
        ("/style.css", stored_files.style),
        ("/icon.svg", stored_files.icon),
        ("/favicon.ico", stored_files.icon),
        (f"/pictures/({stored_files.PICTURE})", stored_files.picture),
    )
]


class StoreSite:
    """The pages over a store, which is opened at the first request, and again after a failure."""

    def __init__(self, store_url: str, folders: Folders) -> None:
        """Take the store's address, and the folders beside it."""
        self._store_url = store_url
        self._folders = folders
        self._store: Store | None = None

    def answer(self, asked: Asked) -> Reply:
        """Answer a request."""
        if not _HOSTS.fullmatch(asked.host):
            return Reply(b"This page is for this machine alone: open it as http://127.0.0.1\n", PLAIN, status=421)
        if asked.method not in ("GET", "HEAD"):
            return Reply(b"These pages can be read, and nothing else.\n", PLAIN, status=405)
        try:
            with self._opened().reading() as connection:
                return self._page(Reading(connection, self._folders, asked.query), asked.path)
        except StoreError as error:
            self.close()
            return Reply(f"{error}\n".encode(), PLAIN, status=503)
        except Exception as error:  # a mistake of ours: whatever it is, the next request is answered
            self.close()
            report("scrapy browse", f"{asked.path} cannot be shown ({type(error).__name__}: {error}): please report it")
            return rendered("missing.html.j2", status=500, title="这一页出错了", message="终端里有一行说明原因。")

    def _page(self, reading: Reading, path: str) -> Reply:
        try:
            page, found = _page_at(path)
            return page(reading, *found)
        except NotThere as error:
            return reading.page("missing.html.j2", status=404, title="没有这一页", message=str(error))
        except ArchiveError as error:
            return reading.page("missing.html.j2", status=404, title="存档里读不到这一页", message=str(error))

    def _opened(self) -> Store:
        if self._store is None:
            self._store = open_read_only(self._store_url)
        return self._store

    def close(self) -> None:
        """Close the store; the next request opens it again."""
        if self._store is not None:
            self._store.close()
            self._store = None


def _page_at(path: str) -> tuple[Callable[..., Reply], tuple[Any, ...]]:
    for pattern, page in _ROUTES:
        if match := pattern.fullmatch(path):
            return page, match.groups()
    raise NotThere(f"{path} 不在这里：从头版、报纸、排行、运行或检索开始")
