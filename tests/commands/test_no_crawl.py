"""Scrapy's own commands that are no crawl: they fetch what is typed, and leave a store beside them as it is."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from tests.commands.tiny.site import article, serving
from tests.end_to_end.running import run_scrapy

_SPIDER = Path(__file__).parent / "tiny/spider.py"
_HURRIED = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
_PAGE = {"/": {"articles": [article(1)]}}


def _files(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a crawl."""
    folder = tmp_path_factory.mktemp("crawled")
    with serving(_PAGE) as site:
        environment = {
            "ZHANJIANG_SPIDER_MODULES": "tests.commands.tiny.spider",
            "ZHANJIANG_PORTAL_URL": site.address,
        }
        done = run_scrapy(folder, "crawl", "articles", *_HURRIED, **environment)
    assert done.returncode == 0, done.stderr
    return folder


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
    scrapy: Scrapy, crawled: Path, tmp_path: Path, arguments: tuple[str, ...], printed: str
) -> None:
    with serving(_PAGE) as site:
        shutil.copytree(crawled, tmp_path, dirs_exist_ok=True)
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
