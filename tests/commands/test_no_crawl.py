"""Scrapy's own commands that are no crawl: they fetch what is typed, and leave a store beside them as it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from tests.commands.tiny.site import article, serving

_SPIDER = Path(__file__).parent / "tiny/spider.py"
_HURRIED = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
_PAGE = {"/": {"articles": [article(1)]}}


def _files(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (("fetch", "{site}/"), "第1号码头启用"),
        (("fetch", "--spider=articles", "{site}/"), "第1号码头启用"),
        (("shell", "{site}/", "-c", "response.json()['articles'][0]['headline']"), "第1号码头启用"),
        (("parse", "{site}/", "--spider=articles", "-c", "parse", "--pipelines"), "第1号码头启用"),
        (("runspider", "{spider}", "-s", "PORTAL_URL={site}"), ""),
        (("check",), ""),
        (("bench", "-s", "CLOSESPIDER_TIMEOUT=1"), ""),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_what_is_no_crawl_changes_no_file(
    scrapy: Scrapy, tmp_path: Path, arguments: tuple[str, ...], printed: str
) -> None:
    with serving(_PAGE) as site:
        crawled = scrapy("crawl", "articles", *_HURRIED, PORTAL_URL=site.address)
        assert crawled.returncode == 0, crawled.stderr
        before = _files(tmp_path)
        typed = [part.format(site=site.address, spider=_SPIDER) for part in arguments]
        done = scrapy(*typed, *_HURRIED)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert printed in done.stdout.encode().decode("unicode_escape" if "\\u" in done.stdout else "utf-8")
    assert _files(tmp_path) == before


def test_where_no_store_is_none_is_made(scrapy: Scrapy, tmp_path: Path) -> None:
    with serving(_PAGE) as site:
        done = scrapy("fetch", f"{site.address}/")
    assert done.returncode == 0, done.stderr
    assert [*tmp_path.iterdir()] == []
