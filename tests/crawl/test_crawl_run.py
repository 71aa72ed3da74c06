"""The run of a crawler: one store and one frontier for all components, or none for any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from tests.commands.tiny.site import article, serving
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.crawl.of_crawler import frontier_of, run_of, store_of
from zhanjiang.store import StoreError, crawls
from zhanjiang.store.lock import StoreBusy


def _crawler(folder: Path, **settings: Any) -> Crawler:
    extensions = {"EXTENSIONS": {CrawlRun: 10}, "STORE_ENABLED": True, "REVISIT": "adaptive"}
    return get_crawler(settings_dict={**extensions, "STORE_URL": f"sqlite:///{folder}/store.db", **settings})


def test_components_share_one_store_and_one_frontier(tmp_path: Path) -> None:
    crawler = _crawler(tmp_path)
    run = run_of(crawler)
    assert store_of(crawler) is store_of(crawler) is run.store
    assert frontier_of(crawler) is run.frontier and run.frontier.run == run.number == 1
    with run.store.transaction() as connection:
        assert [row.outcome for row in crawls.latest(connection, 5)] == [None]
    run.store.close()


def test_a_store_is_locked_against_another_crawler(tmp_path: Path) -> None:
    first = _crawler(tmp_path)
    with pytest.raises(StoreBusy, match="another run is writing the store"):
        _crawler(tmp_path)
    store_of(first).close()


def test_without_a_store_no_component_has_one_and_no_file_is_made(tmp_path: Path, crawl: Callable[..., Any]) -> None:
    with pytest.raises(NotConfigured):
        frontier_of(_crawler(tmp_path, STORE_ENABLED=False))
    with serving({"/": {"articles": [article(1)]}}) as site:
        done = crawl(site, STORE_ENABLED=False)
    assert site.paths() == ["/"]
    assert done.stats["item_scraped_count"] == 1
    assert "Traceback" not in done.log
    assert [*tmp_path.iterdir()] == []


def test_a_store_that_fails_at_the_very_end_is_no_success(tmp_path: Path) -> None:
    run = run_of(_crawler(tmp_path))
    run.crawler.stats.set_value("finish_reason", "finished")
    run.end(StoreError("the disk is full"))
    run.record_exit_code()
    assert run.exit_code is ExitCode.CANNOT_WRITE
    run.store.close()
