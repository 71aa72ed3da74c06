"""A real Chromium in real crawls: challenges, listings that load more, a browser that is killed, and none at all."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import needs_chromium
from tests.browsing.guarded import Gate, portal
from tests.browsing.loading import loading_portal
from tests.browsing.processes import kill_browser
from tests.end_to_end.running import ROOT, Crawled, begin, crawl, export
from tests.loopback import Answers, serving

_ARTICLES = 12
_NO_BROWSER = {"BROWSER_EXECUTABLE": "no-such-browser"}


def _crawl(folder: Path, pages: Answers, gate: Gate | None = None, *arguments: str, **settings: str) -> Crawled:
    with serving(pages, guard=gate) as site:
        return crawl(folder, {"PORTAL_URL": site, "PORTAL_MOBILE_URL": site}, *arguments, **settings)


@needs_chromium
@pytest.mark.parametrize("status", [521, *(pytest.param(status, marks=pytest.mark.soak) for status in (412, 503))])
def test_a_challenge_is_met_by_one_visit(tmp_path: Path, status: int) -> None:
    gate = Gate(status=status)
    crawled = _crawl(tmp_path, portal(_ARTICLES), gate)
    assert crawled.code == 0, crawled.log
    assert len(crawled.lines) == _ARTICLES
    assert crawled.log.count("visited once in the browser") == 1
    assert "Traceback" not in crawled.log
    # The plain request, and the browser's first; robots.txt is what comes first.
    assert [path for path, *_, is_let_in in gate.seen if not is_let_in] == ["/robots.txt"] * 2
    [agent] = {agent for _, _, agent, _ in gate.seen}
    assert agent.startswith("zhanjiang-news/")
    # What no script can read comes along, and what plain HTTP is sent with is what the browser had.
    assert gate.seen[-1][1] == "visitor=1; clearance=word0-x"


@needs_chromium
def test_requests_that_are_challenged_meanwhile_wait_for_the_one_visit(tmp_path: Path) -> None:
    gate = Gate(changes=[4])
    crawled = _crawl(tmp_path, portal(_ARTICLES), gate)
    assert crawled.code == 0, crawled.log
    assert len(crawled.lines) == _ARTICLES
    assert crawled.log.count("visited once in the browser") == 2
    assert gate.challenged > 4


@needs_chromium
def test_a_site_that_challenges_again_and_again_ends_the_run(tmp_path: Path) -> None:
    gate = Gate(changes=[4, 8])
    crawled = _crawl(tmp_path, portal(_ARTICLES), gate)
    assert crawled.code == 69, crawled.log
    assert "keeps challenging us; visits by the browser: 2" in crawled.log
    assert "answers its front page with status 521" in crawled.log
    assert crawled.log.splitlines()[-1].startswith("scrapy crawl: http://127.0.0.1")
    assert crawled.rows("SELECT outcome, exit_code FROM crawls") == [("challenged", 69)]
    # The next run takes what is left.
    again = _crawl(tmp_path, portal(_ARTICLES), None, "full=1")
    assert again.code == 0, again.log
    assert again.rows("SELECT count(*) FROM articles") != [(0,)]


@needs_chromium
def test_pages_that_challenge_for_themselves_do_not_end_the_run(tmp_path: Path) -> None:
    front = ("/", "/robots.txt", "/shehui/index.html", "/shehui/index_2.html")
    few = tuple(f"/p/{number}.html" for number in range(2665001, 2665001 + _ARTICLES - 4))
    gate = Gate(per_path=True, open_paths=(*front, *few))
    crawled = _crawl(tmp_path, portal(_ARTICLES), gate)
    assert crawled.code == 65, crawled.log
    assert len(crawled.lines) == _ARTICLES - 2
    assert crawled.log.count("visited once in the browser") == 2
    assert crawled.log.count("keeps challenging us") == 1
    assert crawled.log.count("Failed for good") == 2


def test_without_a_browser_a_challenge_is_reported_once_and_ends_the_run(tmp_path: Path) -> None:
    crawled = _crawl(tmp_path, portal(_ARTICLES), Gate(open_paths=("/robots.txt",)), **_NO_BROWSER)
    assert crawled.code == 69, crawled.log
    assert crawled.log.count("Left out: pages behind a script challenge") == 1
    assert "apt-get install chromium" in crawled.log


def test_a_crawl_without_a_challenge_starts_no_browser(tmp_path: Path) -> None:
    crawled = _crawl(tmp_path, portal(_ARTICLES), LOG_LEVEL="DEBUG")
    assert crawled.code == 0, crawled.log
    assert len(crawled.lines) == _ARTICLES
    assert "scrapy-playwright" not in crawled.log and "visited" not in crawled.log


@needs_chromium
def test_a_listing_that_loads_more_by_a_script_is_read_to_its_end(tmp_path: Path) -> None:
    crawled = _crawl(tmp_path, loading_portal(17))
    assert crawled.code == 0, crawled.log
    assert len(crawled.lines) == 17
    assert {item["channel"] for item in crawled.lines} == {"shehui"}
    again = _crawl(tmp_path, loading_portal(17))
    assert again.code == 0 and again.lines == []


def test_without_a_browser_what_a_listing_shows_is_read_and_the_rest_reported(tmp_path: Path) -> None:
    crawled = _crawl(tmp_path, loading_portal(17), **_NO_BROWSER)
    assert crawled.code == 65, crawled.log
    assert len(crawled.lines) == 5
    assert "a button loads more by a script" in crawled.log
    assert crawled.log.count("Left out: what listings load by a script") == 1


def _visit(visits: int, kill_at: int) -> dict[str, Any]:
    page = (
        b"<html><body><p id=made></p><img src=/p.png><script>made.textContent=location.search.slice(1)</script></body>"
    )
    asked: list[str] = []
    with serving({f"/?{number}": page for number in range(visits)}, asked) as site:
        command = [sys.executable, "-m", "tests.browsing", f"{site}/", str(visits), str(kill_at)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr[-3000:]
    assert not [path for path in asked if path.endswith(".png")]
    result: dict[str, Any] = json.loads(done.stdout)
    assert result["visited"] == visits
    assert result["retry/count"] == 1 and result["playwright/browser_count"] == 2
    return result


@needs_chromium
def test_a_browser_that_is_killed_costs_a_retry() -> None:
    _visit(8, kill_at=4)


@needs_chromium
@pytest.mark.soak
def test_five_hundred_visits_take_no_more_memory_than_a_hundred() -> None:
    result = _visit(500, kill_at=250)
    # A new one every hundred visits, of which the kill made 501, and one in place of the killed.
    assert result["playwright/context_count"] == 7
    early, late = result["samples"][1], result["samples"][-1]
    assert late < early * 1.2 + 20, result["samples"]


@needs_chromium
def test_a_browser_killed_in_the_middle_of_a_visit_costs_a_retry(tmp_path: Path) -> None:
    with serving(loading_portal(17)) as site:
        sites = {"PORTAL_URL": site, "PORTAL_MOBILE_URL": site}
        running = begin(tmp_path, sites)
        until = time.monotonic() + 60
        while not kill_browser(running.pid):
            assert running.poll() is None and time.monotonic() < until, (tmp_path / "crawl.log").read_text()
            time.sleep(0.2)
        assert running.wait(timeout=60) == 0, (tmp_path / "crawl.log").read_text()
    log = (tmp_path / "crawl.log").read_text()
    assert "Traceback" not in log
    assert len(export(tmp_path)) == 17
    assert "'retry/count': 1" in log
