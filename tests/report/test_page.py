"""The report as a page: whole in itself, with every part of the store in it; and the shapes that it draws."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from parsel import Selector

from zhanjiang.addresses.page import PageRef
from zhanjiang.items import Article, Guess, RepairReport
from zhanjiang.report.coverage import coverage, numbers_by_year
from zhanjiang.report.gaps import MonthOfNumbers
from zhanjiang.report.page import ReportChoice, ReportPlaces, UnknownChoice, report_page
from zhanjiang.report.rules import layouts_over_time
from zhanjiang.report.visits import answers
from zhanjiang.store import Store, articles, crawls, layout_counts, ledger
from zhanjiang.store.crawls import Crawl
from zhanjiang.store.layout_counts import RuleCount


@pytest.fixture
def filled(store: Store) -> Iterator[Store]:
    """Fill a store with a repaired article and others, and two runs, the second with a failure."""
    report = RepairReport(12, 3, [Guess("text", "盐", ["言"])], True)
    with store.transaction() as connection:
        for run in (1, 2):
            crawls.begin(connection, "articles", {}, {})
            counts = {"downloader/response_status_count/200": 8, "downloader/response_status_count/404": 2}
            crawls.end(connection, run, "finished", 9.5, {**counts, "response_times/0.3": 9, "response_times/more": 1})
            given = [RuleCount("stock", "2022", field, rule, n, None) for field, rule, n in _FIELDS]
            layout_counts.save(connection, run, given)
        for number in range(1, 31):
            day = f"{2020 + number % 3}-05-{number:02}T10:00:00+08:00"
            channel = "shehui" if number % 3 else "tiyu"
            article = Article(id=f"portal/{2700000 + number * 2}", headline="盐", channel=channel, published_at=day)
            article.revision, article.content_hash = 1, "0"
            article.repair = report if number == 7 else None
            articles.save(connection, article)
        page = PageRef("/p/9.html", "http://a.example/p/9.html?<b>", "article", "portal/2700009")
        ledger.add(connection, [page], 2, "leased")
        ledger.write(connection, page.page, {"state": "failed", "reason": "<script>alert(1)</script> 503"})
    yield store


_FIELDS = (("article", "selector", 10), ("headline", "selector", 9), ("headline", "missing", 1))


def _report(store: Store, address: str, folder: Path, **choice: object) -> str:
    places = ReportPlaces(address, folder, lambda url: url.partition("example")[2])
    with store.reading() as connection:
        return report_page(connection, ReportChoice(**choice), places)  # type: ignore[arg-type]


def _text(page: str, of: str) -> str:
    return " ".join("".join(Selector(page).css(f"section[aria-labelledby={of}] ::text").getall()).split())


def test_the_report_has_every_part_of_the_store(filled: Store, store_url: str, tmp_path: Path) -> None:
    page = _report(filled, store_url, tmp_path)
    assert "30" in Selector(page).css(".figures b::text").getall()
    years = Selector(page).css(".year svg::attr(aria-label)").getall()
    assert years == [f"{year} 年：10 天共 10 篇" for year in (2022, 2021, 2020)]
    assert "社会" in _text(page, "channels") and "tiyu" in _text(page, "channels")
    assert "从未请求" in _text(page, "numbers") and "-a ids=" in _text(page, "numbers")
    assert "选择器 9，无值 1" in _text(page, "rules")
    assert _text(page, "repairs").endswith("2021112310")
    assert "<script>alert(1)</script> 503" in _text(page, "problems")
    assert "0.3 9，更久 1" in "".join(Selector(page).css("#runs ~ div svg::attr(aria-label)").getall())
    assert " MB" in _text(page, "disk")


def test_the_report_needs_nothing_beside_itself(filled: Store, store_url: str, tmp_path: Path) -> None:
    page = _report(filled, store_url, tmp_path)
    assert not re.search(r"<(?:script|link|img|iframe)\b|@import|url\(|\son\w+=|\sstyle=|src=|href=", page)
    assert "default-src 'none'" in page and page.startswith("<!doctype html>")


def test_a_report_is_narrowed_by_day_and_channel(filled: Store, store_url: str, tmp_path: Path) -> None:
    page = _report(filled, store_url, tmp_path, since="2021-01-01", channels=("shehui",))
    years = Selector(page).css(".year svg::attr(aria-label)").getall()
    assert years == ["2022 年：10 天共 10 篇", "2021 年：10 天共 10 篇"]
    assert "tiyu" not in _text(page, "channels")
    assert Selector(page).css(".figures b::text").getall()[:3] == ["20", "2021-05-01", "2022-05-29"]
    nothing = _report(filled, store_url, tmp_path, channels=("nope",))
    assert not Selector(nothing).css(".year svg") and Selector(nothing).css(".figures b::text").get() == "0"


def test_a_report_of_one_run(filled: Store, store_url: str, tmp_path: Path) -> None:
    page = _report(filled, store_url, tmp_path, run=2)
    assert "第 2 次运行" in (Selector(page).css("h1::text").get() or "")
    assert "503" in _text(page, "failed") and not Selector(page).css("#days")
    assert "没有" in _text(_report(filled, store_url, tmp_path, run=1), "failed")
    with pytest.raises(UnknownChoice, match="the last is 2"):
        _report(filled, store_url, tmp_path, run=3)


def test_an_empty_store_gives_a_report_too(store: Store, store_url: str, tmp_path: Path) -> None:
    page = _report(store, store_url, tmp_path / "none")
    assert "没有带日期的文章" in page and "没有运行记录" in page


def test_days_stand_in_four_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = Counter({f"2022-01-{day:02}": day for day in range(1, 9)})
    found = coverage({None: counts, "shehui": Counter({"2021-12-31": 100, "nonsense": 1})})
    assert [year.year for year in found.calendar] == [2022, 2021]
    [year, _] = found.calendar
    assert (year.articles, year.days) == (36, 8)
    assert [path.count("M") for path in year.squares] == [2, 2, 2, 2]
    assert [one.channel for one in found.channels] == ["shehui", None]
    assert found.channels[0].most == 100 and len(re.findall("M", found.channels[0].columns)) == 1


def test_numbers_are_summed_by_year() -> None:
    months = [
        MonthOfNumbers("2021-12", 1, 10, 5, 1, 0, 0, 4, ["1-4"]),
        MonthOfNumbers("2022-01", 11, 20, 10, 0, 0, 0, 0, []),
        MonthOfNumbers("2022-02", 21, 30, 4, 0, 1, 1, 4, ["25-28"]),
    ]
    latest, earlier = numbers_by_year(months)
    assert (latest.year, latest.first, latest.last, latest.never_tried, latest.ids) == ("2022", 11, 30, 4, ["25-28"])
    assert [(piece.kind, piece.number) for piece in latest.pieces] == [
        ("stored", 14), ("bad", 1), ("owed", 1), ("never_tried", 4),
    ]  # fmt: skip
    assert earlier.year == "2021"


def test_rules_of_a_field_are_stacked_run_by_run() -> None:
    def counts(selector: int, label: int) -> list[RuleCount]:
        given = (("article", "selector", 10), ("headline", "selector", selector), ("headline", "label", label))
        return [RuleCount("stock", "2022", *one, None) for one in given] + [
            RuleCount("listing", "", "shehui", "rows", 9, None)
        ]

    [layout] = layouts_over_time({7: counts(2, 8), 6: counts(10, 0)})
    assert (layout.name, layout.runs, layout.articles) == ("stock", [6, 7], 20)
    [field] = layout.fields
    assert [[(piece.kind, piece.width) for piece in run] for run in field.runs] == [
        [("selector", 100.0)], [("selector", 20.0), ("label", 80.0)],
    ]  # fmt: skip


def test_answers_are_sorted_by_status_and_time() -> None:
    counts = {f"downloader/response_status_count/{status}": 1 for status in (503, 200, 404, 201)}
    counts |= {f"response_times/{bound}": 1 for bound in ("more", "10", "0.3", "3", "0.1", "30", "1")}
    [found] = answers([Crawl(1, "articles", {}, {}, f"{date(2022, 1, 1)}", None, None, counts, None, None)])
    assert [(piece.kind, piece.number) for piece in found.statuses] == [("2xx", 2), ("4xx", 1), ("5xx", 1)]
    assert [piece.kind for piece in found.times] == ["0.1", "0.3", "1", "3", "10", "30", "more"]
    assert found.responses == 4
