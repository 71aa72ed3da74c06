"""Pages that fail are kept and told in one line, and the crawl goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.commands.tiny.site import article, serving
from zhanjiang.store import open_store, quarantine


def test_each_failure_is_kept_with_its_stage_and_told_in_a_line(crawl: Callable[..., Any]) -> None:
    page = {"articles": [article(1), article(2, headline=None), article(3, id="portal/x")], "links": ["/noise"]}
    with serving({"/": page, "/noise": b"<html>\xff no json"}) as site:
        done = crawl(site)
    assert {name: n for name, n in done.stats.items() if name.startswith(("quarantine/", "articles/new"))} == {
        "quarantine/read": 1,
        "quarantine/validate": 2,
        "articles/new": 1,
    }
    store = open_store(done.store)
    with store.transaction() as connection:
        kept = {page.reason: page for page in quarantine.kept(connection)}
    store.close()
    assert kept.keys() == {
        "headline: no headline was found",
        "id: 'portal/x' is no article's ID",
        "Expecting value: line 1 column 1 (char 0)",
    }
    noise = kept["Expecting value: line 1 column 1 (char 0)"]
    assert (noise.address, noise.stage, noise.body) == (f"{site.address}/noise", "read", b"<html>\xff no json")
    assert noise.content_type == "text/html"
    assert "JSONDecodeError" in (noise.traceback or "")
    assert f"Kept in quarantine (read): {site.address}/noise: Expecting value" in done.log
    assert "Traceback" not in done.log


def test_without_the_extension_scrapy_tells_the_failures_itself(crawl: Callable[..., Any]) -> None:
    with serving({"/": b"no json"}) as site:
        done = crawl(site, QUARANTINE_ENABLED=False)
    assert "Traceback" in done.log
    assert "quarantine/read" not in done.stats


def test_a_store_that_fails_loses_no_page(crawl: Callable[..., Any]) -> None:
    too_large = f"zjrb/2024-02-01/{10**17}_{10**17}"  # as one number more than the database holds
    with serving({"/": {"articles": [article(2, id=too_large), article(1)]}}) as site:
        done = crawl(site)
    assert done.stats["quarantine/store"] == 1
    assert "Traceback" not in done.log
    assert done.stats["articles/new"] == 1
