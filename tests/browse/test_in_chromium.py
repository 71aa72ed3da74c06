"""The pages in a real Chromium, served by the real command: nothing stored runs, nothing is asked elsewhere, all is
reached by keyboard, nothing is wider than the window, and axe finds nothing serious."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browse import screenshots
from tests.browse.conftest import browsing
from tests.browse.demo import Demo
from tests.browse.hostile import PAPER_ARTICLE, PORTAL_ARTICLE, make_hostile
from tests.browsing import needs_chromium
from zhanjiang.report.page import ReportChoice, ReportPlaces, report_page
from zhanjiang.store import articles, open_read_only
from zhanjiang.versions.differences import changes
from zhanjiang.versions.html import versions_page

pytestmark = needs_chromium
_WIDTHS = (390, 768, 1280)
_SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give one browser for all tests."""
    with screenshots.chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the pages over the store of the crawls."""
    with browsing(demo.settings, tmp_path_factory.mktemp("served")) as address:
        yield address


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the pages over a store that attacks its readers."""
    folder = tmp_path_factory.mktemp("hostile")
    with browsing(make_hostile(folder), folder) as address:
        yield address


class _Watched:
    """A page of the browser, and what it asked for elsewhere or complained of."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.page: Page = browser.new_context(**options).new_page()
        self.address = address
        self.asked: list[str] = []
        self.logged: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.logged.append(message.text))
        self.page.on("pageerror", lambda error: self.logged.append(str(error)))
        self.page.on("dialog", lambda dialog: self.logged.append(dialog.message))

    @property
    def elsewhere(self) -> list[str]:
        """What was asked of others."""
        return [url for url in self.asked if not url.startswith((f"{self.address}/", "file://", "about:"))]

    def close(self) -> None:
        """Close the page with its cookies and caches."""
        self.page.context.close()


def _paths(demo: Demo) -> list[str]:
    return [
        *("/", f"/day/{demo.day}", "/channel/shehui", "/search?q=湛江", f"/article/{demo.pictured}"),
        *(f"/article/{demo.damaged}?script=hant", f"/article/{demo.commented}", f"/article/{demo.edited}/revisions"),
        *(f"/article/{demo.edited}/archive", "/newspaper", f"/newspaper/{demo.issue}", "/rankings", "/runs", "/runs/1"),
    ]


def test_pages_fit_their_windows_and_ask_nobody_else(chromium: Browser, served: str, demo: Demo) -> None:
    for width in _WIDTHS:
        watched = _Watched(chromium, served, viewport={"width": width, "height": 800})
        for path in _paths(demo):
            watched.page.goto(served + path)
            wider = watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider == 0, (path, width)
        assert watched.elsewhere == [] and watched.logged == []
        watched.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium: Browser, served: str, demo: Demo, scheme: str, tmp_path: Path) -> None:
    width = 390 if scheme == "dark" else 1280
    watched = _Watched(chromium, served, viewport={"width": width, "height": 800}, color_scheme=scheme)
    addresses = [*(served + path for path in _paths(demo)), *_files(demo, tmp_path)]
    for address in addresses if scheme == "light" else addresses[::2]:
        watched.page.goto(address)
        assert _violations(watched.page) == [], (address, scheme)
    assert watched.elsewhere == []
    watched.close()


def _violations(page: Page) -> list[str]:
    """What axe calls serious or worse, each with the elements."""
    axe_playwright_python = pytest.importorskip("axe_playwright_python", reason="needs requirements-dev.txt")
    page.evaluate(Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(results => results.violations)")
    return [
        f"{one['id']}: {json.dumps([node['html'] for node in one['nodes']][:3], ensure_ascii=False)}"
        for one in found
        if one["impact"] in _SERIOUS
    ]


def _files(demo: Demo, folder: Path) -> list[str]:
    """The pages that are files: a report, and the revisions of an article."""
    store = open_read_only(demo.store_url)
    with store.reading() as connection:
        places = ReportPlaces(demo.store_url, Path(demo.settings["ARCHIVE_DIR"]), str)
        revisions = articles.revisions(connection, demo.edited)
        written = {
            "report.html": report_page(connection, ReportChoice(), places),
            "run.html": report_page(connection, ReportChoice(run=1), places),
            "versions.html": versions_page(revisions, changes(revisions)),
        }
    store.close()
    for name, text in written.items():
        (folder / name).write_text(text)
    return [f"file://{folder / name}" for name in written]


def test_all_is_reached_by_keyboard(chromium: Browser, served: str, demo: Demo) -> None:
    watched = _Watched(chromium, served)
    page = watched.page
    for path in (f"/day/{demo.day}", f"/article/{demo.damaged}", f"/newspaper/{demo.issue}", "/search?q=湛江"):
        page.goto(served + path)
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], input, button, iframe')].filter(e => e.tabIndex >= 0).length"
        )
        reached = 0
        seen: set[str] = set()
        for _ in range(3 * wanted):
            page.keyboard.press("Tab")
            seen.add(page.evaluate(_PLACE_OF_FOCUS))
            reached = len(seen - {""})
            if reached >= wanted:
                break
        assert reached >= wanted > 10, path
    watched.close()


_PLACE_OF_FOCUS = """() => {
    const all = [...document.querySelectorAll('a[href], input, button, iframe')];
    const at = all.indexOf(document.activeElement);
    return at < 0 ? "" : String(at);
}"""


def test_a_reader_goes_from_the_front_page_to_the_other_script_without_a_mouse(chromium: Browser, served: str) -> None:
    watched = _Watched(chromium, served)
    page = watched.page
    page.goto(served)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator("main h2 a[href^='/article/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/**")
    page.get_by_role("link", name="繁體").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**script=hant")
    assert page.locator("article[lang=zh-Hant]").count() == 1
    page.get_by_role("searchbox").fill("湛江")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search**")
    assert page.locator("mark").count() > 0
    watched.close()


def test_nothing_stored_runs_or_loads(chromium: Browser, hostile: str) -> None:
    watched = _Watched(chromium, hostile)
    page = watched.page
    channel = page.request.get(hostile).text().partition('href="/channel/')[2].partition('"')[0]
    article = f"/article/{PORTAL_ARTICLE}"
    for path in (
        *("/", f"/channel/{channel}", "/search?q=盐场", "/runs", "/runs/1", "/rankings", "/newspaper/zjrb/2018-07-17"),
        *(article, f"{article}?script=hant", f"{article}/revisions", f"{article}/archive", f"{article}/frame"),
        *(f"{article}/source", f"/article/{PAPER_ARTICLE}", f"/search?q={'%3Cscript%3Etop.hacked=1%3C/script%3E盐'}"),
    ):
        answer = page.goto(hostile + path)
        assert answer and answer.status == 200, path
        assert page.evaluate("window.hacked") is None, path
        assert page.evaluate("document.querySelectorAll('script').length") == 0, path
        for link in page.locator("main a:not([href^='/']):not([href^='#']):not([href^='http'])").all():
            raise AssertionError((path, link.get_attribute("href")))
    page.wait_for_load_state("networkidle")
    assert watched.elsewhere == [] and watched.logged == []
    watched.close()


def test_a_frame_leads_nowhere(chromium: Browser, hostile: str) -> None:
    with ExitStack() as stack:
        watched = _Watched(chromium, hostile)
        stack.callback(watched.close)
        watched.page.goto(f"{hostile}/article/{PORTAL_ARTICLE}/archive")
        frame = watched.page.frames[1]
        assert "盐场开晒" in frame.locator("h1").inner_text()
        assert frame.locator("a[href], form, script, iframe, video, object, embed, link, meta[http-equiv]").count() == 0
        assert watched.elsewhere == []


def test_what_cannot_be_shown_is_explained_within_the_frame(chromium: Browser, served: str, demo: Demo) -> None:
    watched = _Watched(chromium, served)
    watched.page.goto(f"{served}/article/{demo.edited}/archive")
    watched.page.evaluate(
        "document.querySelector('iframe').src = location.pathname.replace('archive', 'frame') + '?at=x'"
    )
    assert "没有这一页" in watched.page.frame_locator("iframe").locator("h1").inner_text()
    watched.close()
