"""An article that the portal moves to another number, one that comes back, and what only seems to be moved."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.listing_site import MENU, articles, document, rows
from tests.end_to_end.running import crawl
from tests.loopback import Answer, serving

_ROWS = "SELECT page, state, reason FROM ledger WHERE page IN ('/p/7.html', '/p/8.html') ORDER BY page"


def _portal(*numbers: int) -> dict[str, Answer]:
    listing = document(rows(numbers))
    return {"/": document("", MENU), "/shizheng/index.html": listing, "/shizheng/": listing, **articles(numbers)}


def test_a_moved_article_is_gone_under_its_old_number_and_fetched_under_the_new(tmp_path: Path) -> None:
    answers = _portal(6, 7)
    asked: list[str] = []
    with serving(answers, asked) as portal:
        sites = {"PORTAL_URL": portal}
        assert crawl(tmp_path, sites).code == 0
        answers |= {"/p/7.html": (302, {"Location": "/p/8.html"}, b""), "/p/8.html": answers["/p/7.html"]}
        moved = crawl(tmp_path, {**sites, "REVISIT": "all"})
        assert moved.code == 0, moved.log
        assert moved.rows(_ROWS) == [("/p/7.html", "gone", "moved to portal/8"), ("/p/8.html", "stored", None)]
        assert [(item["id"], item["duplicate_of"]) for item in moved.lines] == [("portal/8", "portal/7")]
        assert moved.rows("SELECT article FROM withdrawals") == [("portal/7",)]
        assert moved.rows("SELECT count(*) FROM quarantine") == [(0,)]
        assert moved.log.count("moved to portal/8") == 1
        asked.clear()
        assert crawl(tmp_path, sites).code == 0
        assert "/p/7.html" not in asked


def test_what_leads_to_a_page_that_is_not_there_or_no_article_has_not_moved(tmp_path: Path) -> None:
    answers = _portal(6)
    with serving(answers) as portal:
        answers |= {
            "/p/7.html": (302, {"Location": "/p/8.html"}, b""),
            "/p/9.html": (302, {"Location": "/login.html"}, b""),
            "/login.html": document("<p>请登录</p>"),
        }
        done = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=6-9")
    assert done.rows("SELECT page, state, reason FROM ledger WHERE page <> '/p/6.html' AND state = 'gone'") == [
        ("/p/7.html", "gone", None),
        ("/p/8.html", "gone", None),
    ]
    [(reason,)] = done.rows("SELECT reason FROM ledger WHERE page = '/p/9.html' AND state = 'quarantined'")
    assert reason.startswith("redirected to ")
