"""``scrapy crawl frontpage``: rankings by JSON or by the browser, the picture box, and what is told without both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import needs_chromium
from tests.browsing.boxes import PERIODS, SKINS, front_page, headline, numbers, with_json
from tests.end_to_end.running import UNHURRIED, Crawled, run_scrapy
from tests.loopback import serving

# Filled when it is clicked, and slowly; filled by a script out of itself.
_NOT_SOAK = ("click", "made")


def _crawl(folder: Path, site: str, **settings: str) -> Crawled:
    told = {**UNHURRIED, "PORTAL_URL": site, "PORTAL_MOBILE_URL": site, **settings}
    given = [part for name, value in told.items() for part in ("-s", f"{name}={value}")]
    done = run_scrapy(folder, "crawl", "frontpage", *given, "-O", "feed.jsonl")
    lines = [json.loads(line) for line in (folder / "feed.jsonl").read_text("utf-8").splitlines()]
    return Crawled(done.returncode, done.stderr, lines, folder)


def _ranked(site: str, period: str, taken_at: str) -> list[dict[str, Any]]:
    return [
        {
            "period": period,
            "rank": rank,
            "headline": headline(number),
            "url": f"{site}/p/{number}.html",
            "article": f"portal/{number}",
            "taken_at": taken_at,
        }
        for rank, number in enumerate(numbers(period), 1)
    ]


def _assert_boxes(crawled: Crawled, site: str) -> None:
    assert crawled.code == 0, crawled.log
    assert "Traceback" not in crawled.log
    [taken_at] = {line["taken_at"] for line in crawled.lines}
    pictures = [line for line in crawled.lines if "position" in line]
    assert [line["position"] for line in pictures] == [1, 2, 3, 4, 5, 6]
    assert pictures[2] == {
        "position": 3,
        "headline": headline(2665003),
        "url": f"{site}/p/2665003.html",
        "image": f"{site}/a/2.jpg",
        "article": "portal/2665003",
        "taken_at": taken_at,
    }
    for period in PERIODS:
        ranked = [line for line in crawled.lines if line.get("period") == period]
        assert ranked == _ranked(site, period, taken_at)


@needs_chromium
@pytest.mark.parametrize(
    "skin", [pytest.param(skin, marks=() if skin in _NOT_SOAK else pytest.mark.soak) for skin in SKINS]
)
def test_the_browser_reads_the_ranking_whatever_fills_it(tmp_path: Path, skin: str) -> None:
    asked: list[str] = []
    with serving(front_page(skin), asked) as site:
        crawled = _crawl(tmp_path, site)
    _assert_boxes(crawled, site)
    # The endpoint is asked once; no picture is loaded by anybody.
    assert len([path for path in asked if path.startswith("/ajax/rank")]) == 1
    assert not [path for path in asked if path.endswith(".jpg")]
    assert "Left out" not in crawled.log


def test_json_needs_no_browser(tmp_path: Path) -> None:
    asked: list[str] = []
    with serving(with_json("hover"), asked) as site:
        crawled = _crawl(tmp_path, site)
        _assert_boxes(crawled, site)
        assert asked.count("/") == 1
        again = _crawl(tmp_path, site)
    _assert_boxes(again, site)
    assert "playwright" not in crawled.log
    taken = again.rows("SELECT taken_at, period, count(*), count(article) FROM rankings GROUP BY 1, 2 ORDER BY 1")
    assert len({row[0] for row in taken}) == 2
    assert {row[1:] for row in taken} == {(period, 10, 10) for period in PERIODS}
    assert again.rows("SELECT count(*) FROM picture_box") == [(12,)]
    assert again.rows("SELECT page, kind FROM ledger") == [("/", "frontpage")]


def test_with_neither_json_nor_browser_the_rest_is_taken_and_one_line_says_so(tmp_path: Path) -> None:
    with serving(front_page("click")) as site:
        crawled = _crawl(tmp_path, site, BROWSER_EXECUTABLE="no-such-browser")
    assert crawled.code == 0, crawled.log
    assert len(crawled.lines) == 6 and all("position" in line for line in crawled.lines)
    warnings = [line for line in crawled.log.splitlines() if " WARNING: " in line and "User-Agent" not in line]
    assert len(warnings) == 1
    assert "Left out: the rankings" in warnings[0] and "apt-get install chromium" in warnings[0]


@needs_chromium
def test_the_replica_without_json(tmp_path: Path) -> None:
    options = "REPLICA_OPTIONS=--no-rank-json --articles 60"
    done = run_scrapy(tmp_path, "crawl", "frontpage", "-a", "portal=replica", "-s", options, "-O", "feed.jsonl")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (tmp_path / "feed.jsonl").read_text("utf-8").splitlines()]
    places = [(line["period"], line["rank"]) for line in lines if "period" in line]
    assert places == [(period, rank) for period in PERIODS for rank in range(1, 11)]
    assert [line["position"] for line in lines if "position" in line] == [1, 2, 3, 4, 5, 6]


def test_a_bad_argument_is_told_in_a_line(tmp_path: Path) -> None:
    done = run_scrapy(tmp_path, "crawl", "frontpage", "-a", "since=2022-05-01")
    assert done.returncode == 2
    assert done.stderr == "scrapy crawl: since: no argument of spider frontpage; allowed: portal\n"
