"""The file of figures is written when a run has ended; one that cannot be written is a line of the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.extensions.metrics_file import MetricsFile
from zhanjiang.store import open_store


def _run(folder: Path, path: Path) -> CrawlRun:
    settings = {"STORE_ENABLED": True, "STORE_URL": f"sqlite:///{folder}/store.db", "ARCHIVE_ENABLED": False}
    crawler = get_crawler(Spider, settings | {"REVISIT": "never", "METRICS_FILE": str(path)})
    crawler.spider = Spider("articles")
    store = open_store(settings["STORE_URL"])  # type: ignore[arg-type]
    run = CrawlRun(crawler, store)
    crawler.get_extension = lambda _: run  # type: ignore[method-assign, assignment, return-value]
    run.extension = MetricsFile.from_crawler(crawler)  # type: ignore[attr-defined]
    run.record_exit_code()
    store.close()
    return run


def test_the_file_has_the_exit_code_of_the_run_that_ended(tmp_path: Path) -> None:
    _run(tmp_path, tmp_path / "a/zhanjiang.prom")
    assert 'zhanjiang_run_exit_code{spider="articles"} 1\n' in (tmp_path / "a/zhanjiang.prom").read_text("utf-8")


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    assert _run(tmp_path, tmp_path / "file/zhanjiang.prom").exit_code == 1
    [line] = [message for message in caplog.messages if message.startswith("METRICS_FILE")]
    assert line.endswith("give a file in a folder that is yours")


@pytest.mark.parametrize("settings", [{"STORE_ENABLED": True, "METRICS_FILE": None}, {"STORE_ENABLED": False}])
def test_without_a_file_or_a_store_it_is_off(settings: dict[str, object]) -> None:
    with pytest.raises(NotConfigured):
        MetricsFile.from_crawler(get_crawler(Spider, {"METRICS_FILE": "a.prom"} | settings))
