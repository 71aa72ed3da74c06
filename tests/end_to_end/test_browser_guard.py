"""A page in the browser asks nobody but the configured sites, by whichever of its means."""

from __future__ import annotations

from pathlib import Path

from tests.browsing import needs_chromium
from tests.browsing.asking import asking, silent_port
from tests.browsing.loading import loading_portal
from tests.end_to_end.running import crawl
from tests.loopback import serving


@needs_chromium
def test_a_page_that_asks_another_port_by_every_means_reaches_none(tmp_path: Path) -> None:
    with silent_port() as (there, came):
        head, script = asking(there)
        pages = loading_portal(12)
        listing = pages["/shehui/index.html"]
        assert isinstance(listing, bytes)
        pages["/shehui/index.html"] = listing.replace(b"<body>", f"<head>{head}</head><body>{script}".encode())
        with serving(pages) as site:
            crawled = crawl(tmp_path, {"PORTAL_URL": site, "PORTAL_MOBILE_URL": site}, BROWSER_TIMEOUT="12")
    assert came == []
    assert crawled.code == 0, crawled.log
    assert len(crawled.lines) == 12  # the page's own script still loads its rows
    assert crawled.log.count(f"Not requested for the browser, as it is none of the sites: {there}") == 1
