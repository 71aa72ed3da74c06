"""``scrapy archive import``: others' archives become a part of ours, whatever their form, once."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from tests.archive.building import BODY, kept, warcio_check, write
from tests.commands.archived import ARCHIVE, CAPTURES, Crawled, archive, rows, show
from tests.end_to_end.running import Item, export


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
    [(articles,)] = crawled.rows("SELECT count(*) FROM articles")
    assert told == f"{count} records taken, 0 known; {len(there)} pages of articles\n{articles} new\n"
    assert warcio_check(*(tmp_path / ARCHIVE).iterdir())[0] == 0
    assert archive(tmp_path, "verify") == f"{count} records in 1 file: all sound\n"


def _told(folder: Path) -> dict[str, Item]:
    """Return what the store holds, without what a folder of pictures and addresses met by the way add."""
    left_out = ("addresses", "images")
    return {id: {k: v for k, v in item.items() if k not in left_out} for id, item in export(folder).items()}


def test_what_comes_in_is_read_as_a_crawl_reads_it(crawled: Crawled, day_wacz: Path, tmp_path: Path) -> None:
    archive(tmp_path, "import", str(day_wacz), *crawled.sites)
    assert _told(tmp_path) == _told(crawled.folder)
    fetched = "SELECT id, fetched_at FROM articles ORDER BY id"
    assert rows(tmp_path, fetched) == crawled.rows(fetched)
    said = "SELECT article, key, text, first_seen FROM comments ORDER BY 1, 2"
    assert rows(tmp_path, said) == crawled.rows(said) != []


def test_a_mirrors_page_becomes_an_article_of_its_time(crawled: Crawled, tmp_path: Path) -> None:
    [(article, headline)] = crawled.rows(
        "SELECT id, headline FROM articles WHERE kind = 'article' AND pages = 1 AND kicker IS NULL LIMIT 1"
    )
    url = f"http://mirror.example/p/{article.removeprefix('portal/')}.html"
    page = kept(url, show(crawled.folder, article, "--decoded"), metadata={}, taken_at="2019-05-06T07:08:09Z")
    [capture] = write(tmp_path / "theirs", page)
    told = archive(tmp_path, "import", f"theirs/{capture.file}", *crawled.sites)
    assert told == "1 record taken, 0 known; 1 page of articles\n1 new\n"
    fields = "SELECT id, headline, via, fetched_at FROM articles"
    assert rows(tmp_path, fields) == [(article, headline, "mirror.example", "2019-05-06T07:08:09Z")]


def test_what_is_no_article_is_told_and_kept_all_the_same(tmp_path: Path) -> None:
    [capture] = write(tmp_path / "theirs", kept("http://mirror.example/p/7.html", b"<html>nothing</html>", metadata={}))
    told = archive(tmp_path, "import", f"theirs/{capture.file}", code=65).splitlines()
    assert told[0] == "1 record taken, 0 known; 1 page of articles"
    assert told[1].startswith("failed  http://mirror.example/p/7.html  ")
    assert told[2] == "1 failed"
    assert archive(tmp_path, "verify") == "1 record in 1 file: all sound\n"


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
    theirs = [kept(mirror, metadata=strange, taken_at="2019-05-06T07:08:09Z"), kept(other, metadata=strange)]
    write(tmp_path / "theirs", *theirs)
    [path] = (tmp_path / "theirs").iterdir()
    assert archive(tmp_path, "import", str(path)) == (
        "2 records taken, 0 known; 1 page of articles\nnothing new in them\n"
    )
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


def _of_others(number: int, body: bytes, *fields: str) -> bytes:
    """A record as other software writes it."""
    block = "\r\n".join(("HTTP/1.1 200 OK", *fields, "", "")).encode() + body
    url = f"https://www.gdzjdaily.com.cn/p/{number}.html"
    head = (
        f"WARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-06-01T00:00Z\r\nContent-Length: {len(block)}"
    )
    return f"WARC/1.0\r\n{head}\r\n\r\n".encode() + block + b"\r\n\r\n"


def test_chunks_and_compression_are_undone_and_a_bad_record_is_a_line(tmp_path: Path) -> None:
    lines = "".join(f"<p>昨日清晨，第{number}艘渔船归港，渔民忙着抬鱼上岸。</p>" for number in range(9))
    page = f"<h1>渔船归港</h1><p>2022-05-31 21:58 来源：湛江日报</p>{lines}".encode()
    packed = gzip.compress(page)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    records = (
        _of_others(1, chunked, "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        _of_others(2, page, "Content-Encoding: br"),
        _of_others(3, packed),
    )
    (tmp_path / "theirs.warc").write_bytes(b"".join(records))
    told = archive(tmp_path, "import", "theirs.warc", code=65).splitlines()
    assert told[0].startswith(
        f"theirs.warc  at {len(records[0])}: https://www.gdzjdaily.com.cn/p/2.html: its compression (br)"
    )
    assert told[1:] == ["2 records taken, 0 known; 2 pages of articles", "2 new"]
    fields = "SELECT id, headline, fetched_at FROM articles ORDER BY id"
    assert rows(tmp_path, fields) == [(f"portal/{n}", "渔船归港", "2022-06-01T00:00:00Z") for n in (1, 3)]
