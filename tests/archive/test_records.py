"""Records: what warcio reads of them is what our reader reads, and what came."""

from __future__ import annotations

import gzip
import json
import zlib
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from backports import zstd
from warcio.archiveiterator import ArchiveIterator
from warcio.recordbuilder import RecordBuilder
from warcio.warcwriter import WARCWriter

from tests.archive.building import BODY, PAGE, TAKEN_AT, URL, answered, as_previous, kept, warcio_check, write
from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.archive.digests import digest_of
from zhanjiang.archive.reader import read_at, records_of
from zhanjiang.archive.records import resource


def _by_warcio(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Return type, HTTP headers and body of each record, as warcio has them."""
    with path.open("rb") as stream:
        return [
            (
                record.rec_type,
                dict(record.http_headers.headers) if record.http_headers else {},
                record.content_stream().read(),
            )
            for record in ArchiveIterator(stream, check_digests="raise")
        ]


def test_an_answer_is_read_by_warcio_and_by_us_alike(tmp_path: Path) -> None:
    [capture] = write(tmp_path, kept(body=gzip.compress(BODY, mtime=0), Content_Encoding="gzip"))
    header, answer, question = _by_warcio(tmp_path / capture.file)
    assert (header[0], answer[0], question[0]) == ("warcinfo", "response", "request")
    record = read_at(tmp_path, capture.file, capture.offset)
    assert record.body == answer[2] == BODY
    assert record.raw == gzip.compress(BODY, mtime=0)
    assert record.headers == {name.lower(): value for name, value in answer[1].items()}
    assert record.head.startswith("HTTP/1.1 200 OK\r\n")
    assert record.capture == capture
    place = (capture.file, capture.offset, capture.length)
    assert capture == Capture(*place, "response", URL, 200, digest_of(record.raw), TAKEN_AT, **PAGE)
    code, output = warcio_check(tmp_path / capture.file)
    assert code == 0 and output.count("digest pass") == 3


def test_warcio_writes_the_same_bytes(tmp_path: Path) -> None:
    [capture, *_] = write(tmp_path, kept(body=BODY), resource(answered(), TAKEN_AT, PAGE))
    builder, out = RecordBuilder(warc_version="1.1"), BytesIO()
    with (tmp_path / capture.file).open("rb") as stream:
        for record in ArchiveIterator(stream):
            fields = {n: v for n, v in record.rec_headers.headers if not n.startswith(("Content-", "WARC-Block-"))}
            body = record.content_stream().read()
            url, media = fields.get("WARC-Target-URI", ""), record.rec_headers.get_header("Content-Type")
            given = {"warc_headers_dict": fields, "http_headers": record.http_headers, "warc_content_type": media}
            made = builder.create_warc_record(url, record.rec_type, BytesIO(body), len(body), **given)
            WARCWriter(out, gzip=False, warc_version="WARC/1.1").write_record(made)
    assert out.getvalue() == gzip.decompress((tmp_path / capture.file).read_bytes())


def test_a_request_is_stored_without_its_secrets(tmp_path: Path) -> None:
    [capture] = write(tmp_path, kept())
    headers = _by_warcio(tmp_path / capture.file)[2][1]
    assert headers["Accept"] == "text/html"
    assert {name.lower() for name in headers} & {"authorization", "proxy-authorization"} == set()
    assert b"c2VjcmV0" not in b"".join(gzip.decompress(path.read_bytes()) for path in tmp_path.iterdir())


@pytest.mark.parametrize("location", ["/搜索?q=港", "/p/1.html"])
def test_headers_are_stored_to_the_byte(tmp_path: Path, location: str) -> None:
    [capture] = write(tmp_path, kept(status=302, body=b"", Location=location))
    assert f"Location: {location}\r\n".encode() in gzip.decompress((tmp_path / capture.file).read_bytes())
    assert read_at(tmp_path, capture.file, capture.offset).headers["location"] == location


@pytest.mark.parametrize(
    ("encoding", "compressed"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("x-gzip", gzip.compress(BODY, mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("br", brotli.compress(BODY)),
        ("zstd", zstd.compress(BODY)),
        ("gzip, br", brotli.compress(gzip.compress(BODY, mtime=0))),
        ("nonsense", BODY),
    ],
    ids=["gzip", "x-gzip", "deflate", "br", "zstd", "gzip and br", "nonsense"],
)
def test_a_body_is_decompressed_whatever_scrapy_asks_for(tmp_path: Path, encoding: str, compressed: bytes) -> None:
    [capture] = write(tmp_path, kept(body=compressed, Content_Encoding=encoding))
    record = read_at(tmp_path, capture.file, capture.offset)
    assert (record.body, record.raw) == (BODY, compressed)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_whose_compression_is_broken_is_stored_and_reported(tmp_path: Path, encoding: str) -> None:
    [capture] = write(tmp_path, kept(body=b"\xff\xfe nonsense" * 9, Content_Encoding=encoding))
    record = read_at(tmp_path, capture.file, capture.offset)
    with pytest.raises(ArchiveError, match=rf"^{URL}: its compression \({encoding}\) cannot be undone: .+$"):
        assert record.body


def test_an_equal_body_is_a_revisit(tmp_path: Path) -> None:
    [first] = write(tmp_path, kept())
    later = "2026-11-26T00:00:00.000000Z"
    [again] = write(tmp_path, kept(taken_at=later, previous=first), name="articles-run2")
    record = read_at(tmp_path, again.file, again.offset)
    assert (again.type, again.status, again.digest) == ("revisit", 200, first.digest)
    assert (record.raw, record.refers_to) == (b"", (URL, TAKEN_AT))
    assert (again.length, warcio_check(tmp_path / again.file)[0]) == (record.capture.length, 0)


def test_an_answer_that_nothing_has_changed_is_a_revisit_of_the_last_page(tmp_path: Path) -> None:
    [first] = write(tmp_path, kept())
    made = kept(body=b"", status=304, previous=first)
    [again] = write(tmp_path, made, name="articles-run2")
    assert (again.type, again.status, again.digest) == ("revisit", 304, first.digest)
    assert made.digest == first.digest
    text = gzip.decompress((tmp_path / again.file).read_bytes()).decode()
    assert "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified" in text


def test_a_page_from_the_browser_is_a_resource(tmp_path: Path) -> None:
    [capture] = write(tmp_path, resource(answered(), TAKEN_AT, PAGE))
    record = read_at(tmp_path, capture.file, capture.offset)
    assert (capture.type, capture.status, record.body) == ("resource", None, BODY)
    assert (record.content_type, record.head) == ("text/html; charset=utf-8", "")
    assert warcio_check(tmp_path / capture.file)[0] == 0


def test_a_file_tells_all_that_a_crawl_knows_of_its_records(tmp_path: Path) -> None:
    exchanges = [kept(), kept(f"{URL}?v=1", metadata={}), kept(status=304, body=b"", previous=as_previous_of())]
    captures = write(tmp_path, *exchanges)
    assert [(capture.type, capture.length, capture.digest) for capture in captures] == [
        (made.type, made.length, made.digest) for made in exchanges
    ]
    assert [capture.headline for capture in captures] == ["湛江港", None, "湛江港"]
    assert [record.capture for record in records_of(tmp_path / captures[0].file)] == captures
    assert json.dumps(PAGE) in gzip.decompress((tmp_path / captures[0].file).read_bytes()).decode()


def as_previous_of() -> Capture:
    """The answer that another one refers to, wherever it stands."""
    return as_previous(Capture("elsewhere.warc.gz", 0, 1, "response", URL, 200, "", TAKEN_AT))
