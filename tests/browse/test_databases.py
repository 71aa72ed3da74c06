"""The pages over a store in SQLite and over one in PostgreSQL: the same."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

from parsel import Selector

from tests.browse.hostile import PAPER_ARTICLE, PORTAL_ARTICLE, fill_hostile
from tests.store.conftest import postgresql_url, store, store_url
from zhanjiang.browse.answers import Asked
from zhanjiang.browse.reading import Folders
from zhanjiang.browse.site import StoreSite
from zhanjiang.store import Store

__all__ = ["postgresql_url", "store", "store_url"]
_PAGES = (
    *("/", "/day/2018-07-17", "/search?q=盐场", "/search?q=盐场&year=2018", "/newspaper", "/newspaper/zjrb/2018-07-17"),
    *("/rankings", "/runs", "/runs/1", f"/article/{PORTAL_ARTICLE}", f"/article/{PORTAL_ARTICLE}/revisions"),
    *(f"/article/{PAPER_ARTICLE}?script=hant", f"/article/{PORTAL_ARTICLE}/archive"),
)


def test_every_page_is_made_of_either_database(store: Store, store_url: str, tmp_path: Path) -> None:
    fill_hostile(store, tmp_path)
    site = StoreSite(store_url, Folders(tmp_path / "archive", None))
    for address in _PAGES:
        path, _, query = address.partition("?")
        reply = site.answer(Asked(path, dict(parse_qsl(query))))
        assert reply.status == 200, address
        page = Selector(reply.body.decode())
        assert page.css("main h1") and not page.css("script, iframe[srcdoc], [onload], [onerror]")
    site.close()
