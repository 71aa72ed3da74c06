"""Pages in quarantine for the tests that read them again: a replica to take them from, and a store to keep them in."""

from __future__ import annotations

import sqlite3
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.end_to_end.running import Item, run_scrapy
from zhanjiang.addresses.page import PageRef
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica
from zhanjiang.store import Store, ledger, quarantine, selection
from zhanjiang.store.quarantine import QuarantinedPage
from zhanjiang.store.selection import ArticleFilter

OPTIONS = ReplicaOptions(articles=60, seed=17)
NO_ARTICLE = b"<html><body><p>nothing</p></body></html>"


@dataclass(frozen=True)
class Site:
    """A replica, with the options that name its sites, and what is true of its articles."""

    replica: RunningReplica
    truths: list[Item]

    @property
    def options(self) -> tuple[str, ...]:
        """The sites' settings."""
        names = ("PORTAL_URL", "PORTAL_MOBILE_URL")
        return tuple(part for name in names for part in ("-s", f"{name}={self.replica.addresses[name]}"))

    def url(self, number: int, page: int = 1) -> str:
        """The address of an article's page."""
        return f"{self.replica.addresses['PORTAL_URL']}/p/{number}{'' if page == 1 else f'_{page}'}.html"

    def fetch(self, number: int, page: int = 1) -> bytes:
        """The bytes of an article's page."""
        with urllib.request.urlopen(self.url(number, page)) as answer:
            body: bytes = answer.read()
        return body

    def number(self, is_wanted: Callable[[Item], Any]) -> int:
        """The number of the newest article of which something is true."""
        return next(int(truth["id"].removeprefix("portal/")) for truth in self.truths if is_wanted(truth))


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the store below a folder."""
    with closing(sqlite3.connect(folder / "data/zhanjiang.db")) as opened:
        return opened.execute(query).fetchall()


def dump(folder: Path) -> list[str]:
    """Return all that the store below a folder holds."""
    with closing(sqlite3.connect(folder / "data/zhanjiang.db")) as opened:
        return [*opened.iterdump()]


def reparse(folder: Path, site: Site, *options: str) -> list[str]:
    """Read the quarantine again; return what is printed."""
    done = run_scrapy(folder, "reparse", "--quarantine", *site.options, *options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def keep(store: Store, url: str, body: bytes, reason: str = "a mistake of ours", **values: Any) -> None:
    """Keep a page as a crawl does, with its row of the ledger."""
    name = url[url.index("/p/") :].partition("_")[0].removesuffix(".html") + ".html"
    article = "portal/" + name.removeprefix("/p/").removesuffix(".html")
    state = values.setdefault("state", "quarantined")
    with store.transaction() as connection:
        quarantine.keep(connection, QuarantinedPage(url, "read", reason, "told", body, "text/html"))
        ledger.add(connection, [PageRef(name, url, "article", article, "shizheng", "listed")], 1, state)
        ledger.write(connection, name, {"reason": reason, "attempts": 2, "due": "2031-01-01T00:00:00Z", **values})


def ledger_row(store: Store, number: int) -> ledger.LedgerRow:
    """Return the row of an article's page."""
    with store.transaction() as connection:
        return ledger.rows_of(connection, [f"/p/{number}.html"])[f"/p/{number}.html"]


def kept_pages(store: Store) -> list[QuarantinedPage]:
    """Return what is in quarantine."""
    with store.transaction() as connection:
        return quarantine.kept(connection)


def count_articles(store: Store) -> int:
    """Return how many articles are stored."""
    with store.transaction() as connection:
        return selection.count(connection, ArticleFilter())
