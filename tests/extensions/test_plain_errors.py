"""Downloads that fail are told without a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.commands.tiny.site import Site, serving


def test_a_dead_site_is_told_in_lines(crawl: Callable[..., Any]) -> None:
    with serving({}) as site:
        pass
    done = crawl(Site({}, site.address), ROBOTSTXT_OBEY="False")
    assert f"Error downloading <GET {site.address}/>: Connection was refused" in done.log
    assert "Traceback" not in done.log


def test_a_dead_site_is_told_in_one_line_where_its_rules_come_first(crawl: Callable[..., Any]) -> None:
    with serving({}) as site:
        pass
    done = crawl(Site({}, site.address))
    assert done.log.count("gives no robots.txt (DownloadConnectionRefusedError: Connection was refused by other") == 1
    assert "Error downloading" not in done.log
    assert "Traceback" not in done.log


def test_at_debug_the_traceback_stays(crawl: Callable[..., Any]) -> None:
    with serving({}) as site:
        pass
    assert "Traceback" in crawl(Site({}, site.address), LOG_LEVEL="DEBUG").log
