"""``scrapy archive import``: others' archives become a part of ours, whatever their form, once."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from tests.archive.building import BODY, kept, warcio_check, write
from tests.commands.archived import ARCHIVE, CAPTURES, Crawled, archive, rows


@pytest.fixture
def day_wacz(crawled: Crawled, tmp_path: Path) -> Path:
    """All of the archive as a WACZ."""
    archive(crawled.folder, "wacz", "-o", str(tmp_path / "1.wacz"), "--run", "1")
    return tmp_path / "1.wacz"


def test_a_wacz_becomes_a_part_of_another_archive(crawled: Crawled, day_wacz: Path, tmp_path: Path) -> None:
    told = archive(tmp_path, "import", str(day_wacz), *crawled.sites)
    query = f"{CAPTURES} WHERE kind = 'article' ORDER BY url, taken_at"
    there = crawled.rows(query.replace("WHERE", "WHERE run = 1 AND"))
    assert rows(tmp_path, query) == there
    [(count,)] = crawled.rows("SELECT count(*) FROM captures WHERE run = 1")
    assert told == f"{count} records taken, 0 known; {len(there)} pages of articles\n"
    assert warcio_check(*(tmp_path / ARCHIVE).iterdir())[0] == 0
    assert archive(tmp_path, "verify") == f"{count} records in 1 file: all sound\n"


def test_a_second_time_adds_nothing(crawled: Crawled, day_wacz: Path, tmp_path: Path) -> None:
    archive(tmp_path, "import", str(day_wacz), *crawled.sites)
    before = {path.name: path.read_bytes() for path in (tmp_path / ARCHIVE).iterdir()}
    files = [str(path) for path in sorted((crawled.folder / ARCHIVE).glob("*run1*"))]
    [(count,)] = rows(tmp_path, "SELECT count(*) FROM captures")
    told = archive(tmp_path, "import", str(day_wacz), *files, *crawled.sites)
    assert told == f"0 records taken, {2 * count} known; 0 pages of articles\n"
    assert {path.name: path.read_bytes() for path in (tmp_path / ARCHIVE).iterdir()} == before


@pytest.mark.parametrize("form", ["plain", "as a whole", "torn"])
def test_a_warc_file_of_whatever_form(crawled: Crawled, tmp_path: Path, form: str) -> None:
    [path] = (crawled.folder / ARCHIVE).glob("*run1*")
    plain = gzip.decompress(path.read_bytes())
    torn = path.read_bytes()[:-200]
    data = {"plain": plain, "as a whole": gzip.compress(plain), "torn": torn}[form]
    (tmp_path / "theirs.warc").write_bytes(data)
    told = archive(tmp_path, "import", "theirs.warc", *crawled.sites, code=65 if form == "torn" else 0)
    [(count,)] = crawled.rows("SELECT count(*) FROM captures WHERE run = 1")
    if form == "torn":
        assert told.startswith("theirs.warc  at ") and "it ends in the middle of a record\n" in told
    assert f"{count} records taken" in told


def test_a_mirror_in_a_strange_archive_is_recognised(tmp_path: Path) -> None:
    mirror, other = "http://mirror.example/p/2665093_2.html", "http://other.example/"
    strange = {"page": 7, "kind": ["x"], "somebody": "else"}
    theirs = [kept(mirror, told=strange, taken_at="2019-05-06T07:08:09Z"), kept(other, told=strange)]
    write(tmp_path / "theirs", *theirs)
    [path] = (tmp_path / "theirs").iterdir()
    assert archive(tmp_path, "import", str(path)) == "2 records taken, 0 known; 1 page of articles\n"
    assert rows(tmp_path, "SELECT url, page, article, is_further, taken_at, run FROM captures ORDER BY url") == [
        (mirror, "http://mirror.example/p/2665093.html", "portal/2665093", 1, "2019-05-06T07:08:09.000000Z", None),
        (other, None, None, 0, "2026-11-25T01:02:03.456789Z", None),
    ]
    ids = {line for line in gzip.decompress(path.read_bytes()).splitlines() if line.startswith(b"WARC-Record-ID")}
    [ours] = (tmp_path / ARCHIVE).iterdir()
    assert len([line for line in gzip.decompress(ours.read_bytes()).splitlines() if line in ids]) == 4


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(BODY)
    told = archive(tmp_path, "import", "page.html", code=65)
    assert told.startswith("page.html  at 0: what stands there is no record")
    with zipfile.ZipFile(tmp_path / "empty.wacz", "w") as packed:
        packed.writestr("datapackage.json", "{}")
    assert archive(tmp_path, "import", "empty.wacz", code=65).startswith("empty.wacz  it holds no WARC file\n")
