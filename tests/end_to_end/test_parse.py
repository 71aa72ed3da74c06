"""``scrapy parse`` with a spider of ours: one page is requested, and no crawl comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.running import UNHURRIED, run_scrapy
from tests.loopback import serving

_PAGES = {
    "/robots.txt": b"",
    "/": b"<html><body><a href='/shizheng/index.html'>\xe6\x97\xb6\xe6\x94\xbf</a></body></html>",
}


@pytest.mark.parametrize("spider", ["articles", "newspaper", "frontpage"])
def test_one_page_is_requested_and_no_portal(tmp_path: Path, spider: str) -> None:
    requested: list[str] = []
    with serving(_PAGES, requested) as site:
        settings = {**UNHURRIED, "PORTAL_URL": site, "NEWSPAPER_URL": site, "PAPER_URL": site, "OLD_NEWS_URL": site}
        given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        done = run_scrapy(tmp_path, "parse", f"--spider={spider}", *given, f"{site}/")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "'channels': [['shizheng'," in done.stdout
    assert {*requested} == {"/robots.txt", "/"}
    assert [*tmp_path.iterdir()] == []
