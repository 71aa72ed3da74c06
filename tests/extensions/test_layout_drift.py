"""A run counts its rules, reports what has changed once, and says what it holds back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured
from scrapy.utils.test import get_crawler

from zhanjiang import settings as project
from zhanjiang.addresses.page import PageRef
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.crawl.ending import exit_code_of
from zhanjiang.crawl.of_crawler import edits_of
from zhanjiang.extensions.layout_drift import LayoutDrift
from zhanjiang.items import Article, Rule
from zhanjiang.store import Store, crawls, drift, held_back, layout_counts, open_store
from zhanjiang.store.layout_counts import LayoutUse, RuleCount

_MONITORS = {name: value for name, value in project.defaults.items() if name.startswith("MONITOR_")}
_USUAL = _MONITORS | {"STORE_ENABLED": True, "REVISIT": "adaptive", "MASS_EDIT_SHARE": 0.3, "MASS_EDIT_LEAST": 10}


class Run:
    """A run that only its signals happen to."""

    def __init__(self, folder: Path, store: Store) -> None:
        settings = {"STORE_URL": f"sqlite:///{folder}/store.db", "ARCHIVE_ENABLED": False}
        self.crawler: Crawler = get_crawler(Spider, settings | _USUAL)
        self.crawler.spider = Spider("articles")
        run = CrawlRun(self.crawler, store)
        self.number = run.number
        self.crawler.get_extension = lambda _: run  # type: ignore[method-assign, assignment, return-value]
        self.extension = LayoutDrift.from_crawler(self.crawler)

    def read(self, number: int, rule: Rule | None = "label", layout: str = "stock", **of_article: object) -> None:
        """Report articles whose source a rule gave."""
        rules: dict[str, Rule] = {"headline": "selector", **({"source": rule} if rule else {})}
        for one in range(number):
            article = Article(id=f"portal/{one}", published_at="2024-05-01", extracted_by=rules)
            for name, value in of_article.items():
                setattr(article, name, value)
            page = PageRef(f"/p/{one}.html", f"https://www.example/p/{one}.html", "article")
            self.crawler.signals.send_catch_log(outcomes.article_read, page=page, article=article, layout=layout)

    def close(self) -> dict[str, object]:
        """End it; return what it reports."""
        self.extension.spider_closed()
        stats = self.crawler.stats.get_stats()
        return {name: number for name, number in stats.items() if name.startswith("drift/")}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An open, empty store."""
    return open_store(f"sqlite:///{tmp_path}/store.db")


def _subjects(store: Store) -> list[str]:
    with store.reading() as connection:
        return [finding.subject for finding in drift.current(connection)]


def test_the_rules_of_a_run_are_counted(tmp_path: Path, store: Store) -> None:
    run = Run(tmp_path, store)
    run.read(3)
    run.read(1, None, layout="")
    run.read(2, via="mirror.example")
    run.read(2, kind="link")
    run.read(1, layout="", id="zjrb/2018-07-17/2108598")
    assert run.close() == {}
    with store.reading() as connection:
        [counts] = layout_counts.of_runs(connection, before=2, runs=5).values()
        uses = layout_counts.last_uses(connection)
    assert uses == {"stock": LayoutUse(1, 3), "labels": LayoutUse(1, 1), "newspaper, labels": LayoutUse(1, 1)}
    assert RuleCount("labels", "2024", "source", "missing", 1, "https://www.example/p/0.html") in counts
    assert RuleCount("stock", "2024", "headline", "selector", 3, "https://www.example/p/0.html") in counts


def test_what_has_changed_is_counted_once_and_stands_until_it_holds_no_more(tmp_path: Path, store: Store) -> None:
    reported = []
    for rule in ("label", None, None, "label"):
        run = Run(tmp_path, store)
        run.read(30, rule)  # type: ignore[arg-type]
        reported.append((run.close(), _subjects(store)))
    found = ["source (portal)"]
    assert reported == [({}, []), ({"drift/findings": 1}, found), ({}, found), ({}, [])]


def test_a_small_run_ends_no_finding(tmp_path: Path, store: Store) -> None:
    for number, rule in ((30, "label"), (30, None), (5, "label")):
        run = Run(tmp_path, store)
        run.read(number, rule)  # type: ignore[arg-type]
        run.close()
    assert _subjects(store) == ["source (portal)"]


def test_what_is_lost_with_the_date_stands_until_many_articles_have_both(tmp_path: Path, store: Store) -> None:
    subjects = []
    for number, published_at in ((30, "2024-05-01"), (30, None), (25, None), (5, "2024-05-01"), (25, "2024-05-01")):
        run = Run(tmp_path, store)
        run.read(number, "label" if published_at else None, published_at=published_at)
        run.close()
        subjects.append(_subjects(store))
    assert subjects == [[], *[["source (portal)"]] * 3, []]


def test_runs_in_which_something_was_broken_are_no_measure_once_it_is_mended(tmp_path: Path, store: Store) -> None:
    subjects = []
    for rule in ("label", "label", None, None, None, None, "label", "label", None):
        run = Run(tmp_path, store)
        run.read(25, rule)  # type: ignore[arg-type]
        with store.transaction() as connection:
            crawls.end(connection, run.number, "finished", 1, {})
        run.close()
        subjects.append(_subjects(store))
    assert subjects == [[], [], *[["source (portal)"]] * 4, [], [], ["source (portal)"]]


def test_what_a_user_chose_is_no_sample(tmp_path: Path, store: Store) -> None:
    for rule in ("label", None):
        run = Run(tmp_path, store)
        run.crawler.spider.given = {"ids": "1-30"} if rule is None else {}  # type: ignore[union-attr]
        run.read(30, rule)  # type: ignore[arg-type]
        assert run.close() == {}
    assert _subjects(store) == []


def test_a_listing_without_rows_is_reported(tmp_path: Path, store: Store) -> None:
    page = PageRef("/shehui/", "https://www.example/shehui/", "listing", channel="shehui")
    for rows in (20, 0):
        run = Run(tmp_path, store)
        run.crawler.signals.send_catch_log(outcomes.listing_read, page=page, rows=rows)
        reported = run.close()
    assert (reported, _subjects(store)) == ({"drift/findings": 1}, ["listing shehui"])


def test_what_is_held_back_is_reported_and_makes_the_exit_code(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    run = Run(tmp_path, store)
    with store.transaction() as connection:
        held_back.hold(connection, Article(id="portal/7"), 1, "many")
        held_back.hold(connection, Article(id="portal/8"), 0, "many, in an earlier run")
    assert run.close() == {"drift/held_back": 1}
    assert "Held back: 1 article, which seem edited" in caplog.text
    assert exit_code_of({"finish_reason": "finished", "drift/held_back": 1}, typed=False) == 65
    assert exit_code_of({"finish_reason": "finished", "drift/findings": 1}, typed=False) == 65


def test_before_the_end_what_is_held_back_goes_through_the_pipelines_again(tmp_path: Path, store: Store) -> None:
    run = Run(tmp_path, store)
    run.extension.spider_idle()
    sent: list[object] = []
    article = Article(id="portal/7")

    class _Engine:
        class scraper:
            @staticmethod
            async def start_itemproc_async(item: object, *, response: None) -> None:
                sent.append(item)

    run.crawler.engine = _Engine()  # type: ignore[assignment]
    edits = edits_of(run.crawler)
    edits.held.add("portal/7")
    edits.look_again = lambda: iter([article])  # type: ignore[method-assign]

    async def idle() -> None:
        for _ in range(2):
            with pytest.raises(DontCloseSpider):
                run.extension.spider_idle()
        while run.extension._tasks:
            await asyncio.sleep(0)
        run.extension.spider_idle()

    asyncio.run(idle())
    assert sent == [article]


def test_without_a_store_it_is_off() -> None:
    with pytest.raises(NotConfigured):
        LayoutDrift.from_crawler(get_crawler(Spider, {"STORE_ENABLED": False}))
