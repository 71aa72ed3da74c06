"""The store is lost: whatever odd answers the archive holds, `scrapy reparse` brings back what the crawl had stored."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.running import Item, crawl, export, run_scrapy
from tests.odd_answers import ODD
from tests.odd_portal import raw_serving, site

_SETTINGS = {
    "RETRY_TIMES": "1",
    "BROWSER_ENABLED": "False",
    "LAYOUTS_ENABLED": "False",
    "COMMENTS_ENABLED": "False",
    "SITE_DOWN_AFTER": "0",
    "DOWNLOAD_TIMEOUT": "10",
}


@dataclass(frozen=True)
class OddCrawl:
    """A crawl of a portal whose every article is odd in another way, and what is in the store after it."""

    folder: Path
    sites: tuple[str, ...]
    ids: dict[str, str]
    stored: dict[str, Item]

    def run(self, folder: Path, *arguments: str, code: int | tuple[int, ...] = 0) -> str:
        """Run a command on a copy of the archive; return what it prints."""
        done = run_scrapy(folder, *arguments, *self.sites)
        assert "Traceback" not in done.stderr
        assert done.returncode in (code if isinstance(code, tuple) else (code,)), done.stderr + done.stdout
        return done.stdout


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OddCrawl]:
    """Crawl once; tests work on copies of the archive."""
    folder = tmp_path_factory.mktemp("odd")
    answers, ids = site(list(ODD))
    with raw_serving(answers) as url:
        sites = {"PORTAL_URL": url, "PORTAL_MOBILE_URL": url}
        crawled = crawl(folder, sites, **_SETTINGS)
        assert crawled.code == 65 and "Traceback" not in crawled.log, crawled.log
        options = tuple(part for name, value in sites.items() for part in ("-s", f"{name}={value}"))
        yield OddCrawl(folder, options, ids, export(folder))


def _archive_alone(odd: OddCrawl, folder: Path) -> Path:
    shutil.copytree(odd.folder / "data/archive", folder / "data/archive")
    return folder / "data/archive"


def test_most_odd_answers_are_read_and_the_archive_is_sound(odd: OddCrawl) -> None:
    assert len(odd.stored) > len(ODD) / 2
    read = {name for name, id in odd.ids.items() if id in odd.stored}
    for name in ("gzip with a wrong checksum", "gzip a thousand times", "brotli in gzip", "chunks", "a field in GBK"):
        assert name in read
    assert not {name for name in read if "bomb" in name or name.endswith((" cut", "zip that is none"))}
    assert odd.run(odd.folder, "archive", "verify").endswith(": all sound\n")


def test_a_lost_store_comes_back(odd: OddCrawl, tmp_path: Path) -> None:
    _archive_alone(odd, tmp_path)
    told = odd.run(tmp_path, "reparse", code=65)
    assert f" {len(odd.stored)} new articles, " in told
    assert export(tmp_path) == odd.stored
    assert odd.run(tmp_path, "archive", "verify").endswith(": all sound\n")


def test_a_damaged_record_costs_its_article_alone(odd: OddCrawl, tmp_path: Path) -> None:
    archive = _archive_alone(odd, tmp_path)
    damaged = ("gzip", "chunks", "identity")
    with closing(sqlite3.connect(odd.folder / "data/zhanjiang.db")) as store:
        for name in damaged:
            query = "SELECT file, offset, length FROM captures WHERE article = ? AND status = 200"
            [(file, offset, length)] = store.execute(query, (odd.ids[name],)).fetchall()
            data = bytearray((archive / file).read_bytes())
            data[offset + length // 2] ^= 0xFF
            (archive / file).write_bytes(data)
    told = odd.run(tmp_path, "reparse", code=65)
    assert sum("its compression is damaged" in line for line in told.splitlines()) == len(damaged)
    assert export(tmp_path).keys() == odd.stored.keys() - {odd.ids[name] for name in damaged}
    told = odd.run(tmp_path, "reparse", code=0)  # what was told once is not told again: verify tells it
    assert odd.run(tmp_path, "archive", "verify", code=65).endswith("3 problems\n")
