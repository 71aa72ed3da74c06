"""Archives of others with whatever other software writes, and with bad records among good ones."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import brotli
import pytest

from zhanjiang.archive.importing import Answer, answers
from zhanjiang.archive.reader import as_record

_PAGE = "<html><body><h1>开渔</h1><p>湛江港昨日开渔，百船齐发。</p></body></html>".encode() * 900
_DATE = "2022-06-01T00:00:00Z"


def _http(body: bytes = _PAGE, *fields: str, status: str = "HTTP/1.1 200 OK\r\n") -> bytes:
    head = "".join(f"{field}\r\n" for field in ("Content-Type: text/html", *fields, ""))
    return f"{status}{head}".encode() + body


def _warc(number: int, block: bytes | None = None, date: str = _DATE, length: int | None = None) -> bytes:
    """A record with an answer; ``length`` is what it says of itself, -1 for nothing."""
    block = _http() if block is None else block
    size = "" if length == -1 else f"Content-Length: {len(block) if length is None else length}\r\n"
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://www.example/p/{number}.html\r\n"
            f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: {date}\r\n{size}\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def _chunked(body: bytes, size: int = 700) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def _read(path: Path) -> tuple[list[str], list[str]]:
    """The names of the pages that are taken, each whole, and the lines."""
    taken, lines = [], []
    for answer in answers(path):
        if isinstance(answer, Answer):
            record = as_record(answer.record, "", 0, 0)
            assert record.body == _PAGE
            taken.append(record.capture.url.rpartition("/")[2].removesuffix(".html"))
        else:
            lines.append(answer)
    return taken, lines


_FORMS: dict[str, Callable[[list[bytes]], bytes]] = {
    "plain": b"".join,
    "a member each": lambda records: b"".join(map(gzip.compress, records)),
    "one member": lambda records: gzip.compress(b"".join(records)),
}
_WHOLE = [
    (_http(_chunked(_PAGE), "Transfer-Encoding: chunked"), _DATE),
    (_http(_chunked(gzip.compress(_PAGE)), "Transfer-Encoding: chunked", "Content-Encoding: gzip"), _DATE),
    (_http(_chunked(gzip.compress(_PAGE), 9), "transfer-encoding: Chunked", "content-encoding: GZIP"), _DATE),
    (_http(_chunked(brotli.compress(_PAGE)), "Transfer-Encoding: chunked", "Content-Encoding: br"), _DATE),
    (_http(gzip.compress(_PAGE), "Transfer-Encoding: chunked", "Content-Encoding: gzip"), _DATE),
    (_http(gzip.compress(_PAGE) + b"\n", "Content-Encoding: gzip"), _DATE),
    (_http(zlib.compress(_PAGE), "Content-Encoding: deflate"), _DATE),
    (_http(status="HTTP/2 200\r\n"), _DATE),
    *((_http(), date) for date in ("2022-06-01T00:00Z", "2022-06-01T00:00:00.5Z", "2022-06-01T08:00:00+08:00")),
    *(
        (_http(), date)
        for date in ("2022-06-01T00:00:00.123456789Z", "2022-06-01", "20220601000000", "2022-06-01 00:00:00")
    ),
]


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize(("block", "date"), _WHOLE, ids=range(len(_WHOLE)))
def test_what_other_software_writes_is_taken(tmp_path: Path, form: str, block: bytes, date: str) -> None:
    path = tmp_path / "theirs.warc"
    path.write_bytes(_FORMS[form]([_warc(1), _warc(2, block, date), _warc(3)]))
    assert _read(path) == (["1", "2", "3"], [])


@pytest.mark.parametrize("form", _FORMS)
def test_headers_in_lower_case_and_addresses_in_brackets(tmp_path: Path, form: str) -> None:
    head, _, block = _warc(2).partition(b"\r\n\r\n")
    version, _, fields = head.partition(b"\r\n")
    lowered = b"\r\n".join(
        b"%s:%s" % (name.lower(), value) for name, _, value in (line.partition(b":") for line in fields.split(b"\r\n"))
    )
    lowered = lowered.replace(b"https://www.example/p/2.html", b"<https://www.example/p/2.html>")
    path = tmp_path / "theirs.warc"
    path.write_bytes(_FORMS[form]([version + b"\r\n" + lowered + b"\r\n\r\n" + block]))
    assert _read(path) == (["2"], [])


_BAD = [
    (_warc(2, _http(_PAGE, "Content-Encoding: br")), "compression (br) cannot be undone"),
    (_warc(2, _http(_PAGE, "Content-Encoding: gzip")), "compression (gzip) cannot be undone"),
    (_warc(2, _PAGE), "the answer has no status line"),
    (_warc(2, b"Content-Type: text/html\r\n\r\n" + _PAGE), "the answer has no status line"),
    (_warc(2, b""), "the answer has no status line"),
    (_warc(2, date="some day"), "without an address or a date"),
    (_warc(2, date="2022-13-01T00:00:00Z"), "without an address or a date"),
    (_warc(2).replace(b"https://www.example/p/2.html", b""), "without an address or a date"),
    (_warc(2).replace(b"https://www.example", b"https://[bad"), "Invalid IPv6 URL"),
    (_warc(2, length=-1), "a record without a length"),
    (_warc(2).replace(b"Content-Length: ", b"Content-Length: x"), "a record without a length"),
    (_warc(2, length=200), "its record is longer than it says"),
    (_warc(2, length=10**15), "its record is shorter than it says"),
    (_warc(2, length=len(_http()) + 300), "its record is shorter than it says"),
    (b"https://www.example/p/2.html 127.0.0.1 20220601000000 text/html 9\r\n<html></html>\r\n\r\n", "is no record"),
    (b"\x00\x01noise\r\n\r\nnoise again\r\n", "is no record"),
]


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize(("bad", "reason"), _BAD, ids=range(len(_BAD)))
def test_a_bad_record_costs_none_of_the_others(tmp_path: Path, form: str, bad: bytes, reason: str) -> None:
    path = tmp_path / "theirs.warc"
    path.write_bytes(_FORMS[form]([_warc(1), bad, _warc(3), _warc(4)]))
    taken, [line] = _read(path)
    assert taken == ["1", "3", "4"]
    assert reason in line and line.startswith("at ")


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("missing", [40, 9000])
def test_a_truncated_last_record(tmp_path: Path, form: str, missing: int) -> None:
    path = tmp_path / "theirs.warc"
    whole = _FORMS[form]([_warc(1), _warc(2, _http(Random(1).randbytes(80_000)))])
    path.write_bytes(whole[: -missing - 4 * (form == "plain")])
    taken, [line] = _read(path)
    assert taken == ["1"] and ("middle of a record" in line or "shorter than it says" in line)


def test_padding_after_the_last_member_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(gzip.compress(_warc(1)) + b"\0" * 512 + b"\r\n")
    assert _read(path) == (["1"], [])


def test_an_arc_file_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "theirs.arc.gz"
    arc = b"filedesc://theirs.arc 0.0.0.0 20220601000000 text/plain 9\n1 0 theirs\n"
    path.write_bytes(
        b"".join(gzip.compress(part) for part in (arc, b"https://www.example/ 127.0.0.1 1 text/html 3\nabc"))
    )
    assert _read(path) == ([], ["at 0: it is an ARC file: make a WARC file of it with `warcio recompress`"])
