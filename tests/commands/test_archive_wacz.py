"""``scrapy archive wacz``: a part of the archive in one file that is valid, with all that it takes to show it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.archive.building import warcio_check
from tests.commands.archived import ARCHIVE, Crawled, archive
from zhanjiang.times import today


def _validated(path: Path) -> tuple[list[dict[str, str]], bytes]:
    """Have the wacz library validate a file; return its pages, and its WARC data."""
    done = subprocess.run(
        [sys.executable, "-m", "wacz", "validate", "-f", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "Version detected as 1.1.1" in done.stdout, done.stdout
    with zipfile.ZipFile(path) as packed:
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]
        return pages[1:], b"".join(packed.read(name) for name in packed.namelist() if name.startswith("archive/"))


def test_a_day_as_a_wacz(crawled: Crawled, tmp_path: Path) -> None:
    day = today().isoformat()
    told = archive(crawled.folder, "wacz", "-o", str(tmp_path / "new/day.wacz"), "--day", day)
    pages, _ = _validated(tmp_path / "new/day.wacz")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["day.wacz"]
    assert f", {len(pages)} pages, written to" in told
    headlines = dict(crawled.rows("SELECT url, headline FROM articles"))
    titles = {page["url"]: page["title"] for page in pages}
    assert {url: titles[url] for url in headlines} == headlines
    taken = {f"{taken_at[:19]}Z" for (taken_at,) in crawled.rows("SELECT taken_at FROM captures")}
    assert {page["ts"] for page in pages} <= taken


def test_a_run_as_a_wacz_holds_what_its_revisits_refer_to(crawled: Crawled, tmp_path: Path) -> None:
    archive(crawled.folder, "wacz", "-o", str(tmp_path / "run.wacz"), "--run", "2")
    pages, data = _validated(tmp_path / "run.wacz")
    (tmp_path / "run.warc.gz").write_bytes(data)
    assert warcio_check(tmp_path / "run.warc.gz")[0] == 0
    text = gzip.decompress(data).decode("utf-8", "replace")
    unchanged = crawled.rows("SELECT count(*) FROM captures WHERE run = 2 AND status = 304")[0][0]
    assert unchanged > 5 and "HTTP/1.1 304" not in text
    assert len({page["url"] for page in pages}) >= unchanged
    assert text.count("WARC-Type: revisit") > 0
    assert text.count("WARC-Type: request") == text.count("WARC-Type: response") + text.count("WARC-Type: revisit")


def test_articles_as_a_wacz_with_all_their_pages_and_pictures(crawled: Crawled, tmp_path: Path) -> None:
    [(article, count, images)] = crawled.rows(
        "SELECT id, pages, images FROM articles WHERE pages > 1 AND json_array_length(images) > 0 LIMIT 1"
    )
    number = int(article.removeprefix("portal/"))
    archive(crawled.folder, "wacz", "-o", str(tmp_path / "a.wacz"), "--ids", f"{number}-{number + 1},portal/7")
    pages, data = _validated(tmp_path / "a.wacz")
    text = gzip.decompress(data).decode("utf-8", "replace")
    assert f"/p/{number}.html" in [page["url"][page["url"].index("/p/") :] for page in pages]
    assert all(f"/p/{number}_{page}.html" in text for page in range(2, count + 1))
    assert all(image["url"] in text for image in json.loads(images))


@pytest.mark.parametrize("options", [["--run", "7"], ["--day", "2019-01-01"], ["--ids", "portal/7"]])
def test_nothing_makes_no_wacz(crawled: Crawled, tmp_path: Path, options: list[str]) -> None:
    told = archive(crawled.folder, "wacz", "-o", str(tmp_path / "a.wacz"), *options, code=1)
    assert told.startswith("scrapy archive: the archive has nothing of") and told.count("\n") == 1
    assert [*tmp_path.iterdir()] == []


def test_a_wacz_that_cannot_be_written(crawled: Crawled, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = archive(crawled.folder, "wacz", "-o", str(tmp_path / "file/a.wacz"), "--run", "1", code=74)
    assert "cannot be used (File exists)" in told and told.count("\n") == 1


def test_a_wacz_of_a_damaged_record_is_refused(copied: Crawled) -> None:
    [(file,)] = copied.rows("SELECT DISTINCT file FROM captures WHERE run = 1")
    (copied.folder / ARCHIVE / file).unlink()
    told = archive(copied.folder, "wacz", "-o", "a.wacz", "--run", "1", code=1)
    assert f"{file} has no record at" in told and told.count("\n") == 1
    assert not (copied.folder / "a.wacz").exists()
