"""Doubtful articles in real commands: stored, named by status, and cleared by a visit that reads them well."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.running import crawl, run_scrapy
from tests.loopback import serving

_TITLE = "<title>乾塘渔港添新码头_湛江云媒</title>"
_HEAD = "<h1>乾塘渔港添新码头</h1><div>2022-05-31 21:58 来源：湛江日报</div>"
_PICTURE = '<p><img src="/a/1.jpg"></p>'
_STORY = "<p>昨日上午，乾塘渔港的新码头启用，三十艘渔船先后靠岸卸货。</p><p>渔民说，今后卸鱼不必再等潮水。</p>"


def _page(body: str) -> bytes:
    head = f"<head><meta charset='utf-8'>{_TITLE}</head>"
    return f"<html>{head}<body><div>{_HEAD}<div>{body}</div></div></body></html>".encode()


def test_a_doubtful_article_is_named_until_it_is_read_without_a_doubt(tmp_path: Path) -> None:
    bodies = [_page(_PICTURE)]
    with serving({"/p/2665093.html": lambda: bodies[0]}) as site:
        address = f"{site}/p/2665093.html"
        sites = {"PORTAL_URL": site, "PORTAL_MOBILE_URL": site}
        given = {"COMMENTS_ENABLED": "False", "ROBOTSTXT_OBEY": "False"}
        first = crawl(tmp_path, sites, f"urls={address}", **given)
        assert [(line["id"], line["text"]) for line in first.lines] == [("portal/2665093", None)]
        assert f"Doubtful: {address}: it has no text" in first.log
        assert first.rows("SELECT article, address, reasons FROM doubts") == [
            ("portal/2665093", address, '["no_text"]')
        ]
        assert f"doubtful  {address}  it has no text" in run_scrapy(tmp_path, "status", "--failed").stdout.splitlines()
        bodies[0] = _page(_PICTURE + _STORY)
        second = crawl(tmp_path, sites, f"urls={address}", **given)
    assert second.rows("SELECT * FROM doubts") == []
    assert "doubtful" not in run_scrapy(tmp_path, "status", "--failed").stdout


def test_a_reparse_records_and_clears_doubts(tmp_path: Path) -> None:
    with serving({"/p/2665093.html": _page(_PICTURE)}) as site:
        sites = {"PORTAL_URL": site, "PORTAL_MOBILE_URL": site}
        given = {"COMMENTS_ENABLED": "False", "ROBOTSTXT_OBEY": "False"}
        first = crawl(tmp_path, sites, f"urls={site}/p/2665093.html", **given)
        expected = first.rows("SELECT article, address, reasons FROM doubts")
        assert len(expected) == 1
        settings = [part for name, value in sites.items() for part in ("-s", f"{name}={value}")]
        (tmp_path / "data" / "zhanjiang.db").unlink()
        for name in ("zhanjiang.db-wal", "zhanjiang.db-shm"):
            (tmp_path / "data" / name).unlink(missing_ok=True)
        assert run_scrapy(tmp_path, "archive", "verify", *settings).returncode == 0
        assert run_scrapy(tmp_path, "reparse", *settings).returncode == 0
    assert first.rows("SELECT article, address, reasons FROM doubts") == expected
