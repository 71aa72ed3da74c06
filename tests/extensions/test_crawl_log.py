"""The lines of a log, and what is told at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.commands.tiny.site import article, serving


def test_the_log_has_lines_while_crawling_and_findings_at_the_end(crawl: Callable[..., Any]) -> None:
    page = {
        "articles": [article(1), article(2, channel="tiyu", kind="pictures"), article(3), article(1)],
        "links": ["/noise", "https://elsewhere.example/1"],
    }
    with serving({"/": page, "/noise": b"no json"}) as site:
        done = crawl(site, CRAWL_LOG_INTERVAL=0.2, DOWNLOAD_DELAY=0.5)
    assert "Articles: 3 new, 0 edited, 0 unchanged; listings: 1; " in done.log
    findings = [line.partition("crawl_log] INFO: ")[2] for line in done.log.splitlines() if "crawl_log]" in line]
    duration, *rest = findings[-16:]
    assert duration.startswith("Duration: 0:0")
    assert rest == [
        "Articles: 3 new, 1 duplicate",
        "Pages read: 1 listing",
        "By channel: 2 shizheng, 1 tiyu",
        "By kind: 2 article, 1 pictures",
        "Fields by selector: 3 headline",
        "Fields by learned: none",
        "Fields by label: 3 text",
        "Fields by data: none",
        "Fields by generic: none",
        "In quarantine: 1 read",
        "Sites not requested: 1 elsewhere.example",
        f"Store: {done.store}",
        "Feeds: none",
        "Store now: 3 articles, none due",
        f"Next: `scrapy status` names the 1 page that failed (with -s STORE_URL={done.store})",
    ]
