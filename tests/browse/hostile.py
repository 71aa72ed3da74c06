"""A store in which every text that a site may give tries to run something or to load something."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.archive.building import kept, write
from zhanjiang.addresses.page import PageRef
from zhanjiang.items import (
    Article,
    ArticleArea,
    Comment,
    Guess,
    Image,
    LiveEntry,
    NewspaperPage,
    Particulars,
    Person,
    PlaceInNewspaper,
    RankingEntry,
    RepairReport,
)
from zhanjiang.store import (
    Store,
    articles,
    captures,
    comments,
    crawls,
    ledger,
    newspaper,
    open_store,
    particulars,
    rankings,
)

ELSEWHERE: Final = "http://elsewhere.invalid"
ATTACKS: Final = (
    "<script>top.hacked=1;fetch('http://elsewhere.invalid/a')</script>",
    "<img src=x onerror=\"top.hacked=1\"><img src='http://elsewhere.invalid/b.png'>",
    "</title></style><svg onload=top.hacked=1><style>@import 'http://elsewhere.invalid/c.css';</style>",
    "\"><iframe srcdoc='<script>top.hacked=1</script>'></iframe><a href=javascript:top.hacked=1>盐</a>",
    "{{ 7 * 7 }}{% raw %}</textarea><base href='http://elsewhere.invalid/'>' onfocus=top.hacked=1 autofocus x='",
)
ALL: Final = "".join(ATTACKS)
PORTAL_ARTICLE: Final = "portal/2700001"
PAPER_ARTICLE: Final = "zjrb/2018-07-17/2108598"
_PAGE: Final = f"""<html><head><meta http-equiv="refresh" content="0;url={ELSEWHERE}/r"><base href="{ELSEWHERE}/">
<link rel="preconnect" href="{ELSEWHERE}"><link rel="stylesheet" href="{ELSEWHERE}/s.css"><title>盐</title>
<style>@import "{ELSEWHERE}/i.css"; body {{ background: url({ELSEWHERE}/bg.png) }}</style></head>
<body onload="top.hacked=1" background="{ELSEWHERE}/old.png"><h1>盐场开晒</h1>{ALL}
<form action="{ELSEWHERE}/f"><button autofocus onfocus="top.hacked=1">x</button></form>
<video src="{ELSEWHERE}/v"></video>
<object data="{ELSEWHERE}/o"></object><embed src="{ELSEWHERE}/e"><iframe src="{ELSEWHERE}/n"></iframe>
<div style="background:url({ELSEWHERE}/d.png)">盐</div><a href="javascript:top.hacked=1" id="go">走</a></body></html>"""


def make_hostile(folder: Path) -> dict[str, str]:
    """Make the store and its archive in a folder; return the settings that name them."""
    url = f"sqlite:///{folder}/store.db"
    store = open_store(url)
    fill_hostile(store, folder)
    store.close()
    return {"STORE_URL": url, "ARCHIVE_DIR": f"{folder}/archive", "IMAGES_STORE": f"{folder}/pictures"}


def fill_hostile(store: Store, folder: Path) -> None:
    """Fill an empty store, and the archive of a folder."""
    taken = write(folder / "archive", kept(body=_PAGE.encode(), metadata=_metadata()))
    with store.transaction() as connection:
        run = crawls.begin(connection, ALL, {"urls": ALL}, {ALL: ALL})
        crawls.end(connection, run, ALL, 1.0, {f"articles/channel/{ALL}": 1, "articles/new": 2})
        for article in (_article(PORTAL_ARTICLE, 1), _article(PORTAL_ARTICLE, 2), _article(PAPER_ARTICLE, 1)):
            articles.save(connection, article)
        comments.save(connection, Comment(PORTAL_ARTICLE, "1", ALL, ALL, ALL, None, 1, "hot", "2026-01-01T00:00:00Z"))
        entries = [LiveEntry(ALL, ALL)]
        seen = Particulars(PORTAL_ARTICLE, "javascript:top.hacked=1", ALL, ALL, entries, "2026-01-01T00:00:00Z")
        particulars.save(connection, seen)
        captures.add(connection, taken)
        ranked = RankingEntry("day", 1, ALL, "javascript:top.hacked=1", PORTAL_ARTICLE, "2026-01-01T00:00:00Z")
        rankings.save(connection, ranked)
        area = ArticleArea(PAPER_ARTICLE, [[1, 1], [99, 1], [99, 99], [1, 99]])
        paper = "http://szb.example/zjrb/html/2018-07/17/node_2.htm"
        newspaper.save(connection, NewspaperPage("zjrb", "2018-07-17", ALL, ALL, paper, ALL, ALL, [area]))
        page = PageRef("/p/1.html", f"http://www.example/p/1.html#{ALL}", "article", "portal/1", ALL, ALL)
        ledger.add(connection, [page], run, "leased")
        ledger.write(connection, page.page, {"state": "failed", "reason": ALL})


def _metadata() -> dict[str, object]:
    return {"run": 1, "page": "/p/2700001.html", "kind": "article", "article": PORTAL_ARTICLE, "headline": ALL}


def _article(article_id: str, revision: int) -> Article:
    return Article(
        id=article_id,
        url="javascript:top.hacked=1",
        addresses=[ALL],
        kind="live",
        channel=ALL if article_id == PORTAL_ARTICLE else None,
        kicker=ALL,
        headline=f"{ALL}{revision}",
        subheadline=ALL,
        published_at="2018-07-17T10:00:00+08:00",
        source=ALL,
        byline=ALL,
        authors=[Person(ALL, ALL)],
        text=f"{ALL}\n\n盐场开晒。{ALL}",
        images=[Image("javascript:top.hacked=1", ALL), Image(f"{ELSEWHERE}/p.png", ALL)],
        credits=[Person(ALL, ALL)],
        repair=RepairReport(1, 1, [Guess("text", ATTACKS[0], [ALL])], True),
        newspaper_page=PlaceInNewspaper(ALL, ALL) if article_id == PAPER_ARTICLE else None,
        revision=revision,
        revision_cause="edited" if revision > 1 else None,
        content_hash=f"{revision}" * 64,
        fetched_at=ALL,
        via=ALL,
    )
