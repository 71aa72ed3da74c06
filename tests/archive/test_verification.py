"""What of a record is checked: ours, and others' with digests of their own kind."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.archive.building import kept, write
from zhanjiang.archive.digests import digest_of
from zhanjiang.archive.raw import RawRecord
from zhanjiang.archive.salvage import raw_records
from zhanjiang.archive.verification import Damage, check_file, what_is_wrong

_BODY = b"<html>news</html>"
_CHUNKED = b"11\r\n" + _BODY + b"\r\n0\r\n\r\n"


def _raw(body: bytes, type_: str = "response", **fields: str) -> RawRecord:
    """A record as warcio writes it, with other fields."""
    head = StatusAndHeaders("200 OK", [("Transfer-Encoding", "chunked")], protocol="HTTP/1.1")
    out = BytesIO()
    writer = WARCWriter(out, gzip=False)
    record = writer.create_warc_record("http://a.example/", type_, BytesIO(body), len(body), http_headers=head)
    writer.write_record(record)
    out.seek(0)
    [raw] = raw_records(out.read)
    for name, value in fields.items():
        raw.fields.replace(f"WARC-{name}-Digest", value)
    return raw


@pytest.mark.parametrize(
    "raw",
    [
        _raw(_BODY),
        _raw(_BODY, Payload=digest_of(b"another")),
        _raw(_CHUNKED, Block="", Payload=digest_of(_BODY)),
        _raw(_CHUNKED, Block="", Payload=digest_of(_CHUNKED)),
        _raw(_BODY, Block="", Payload=""),
        _raw(_BODY, Block="xxh3:1234", Payload=""),
        _raw(b"", "revisit", Block="", Payload=digest_of(_BODY)),
    ],
)
def test_sound(raw: RawRecord) -> None:
    assert what_is_wrong(raw) is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (_raw(_BODY, Block=digest_of(b"another")), "its digest is that of another record"),
        (_raw(_BODY, Block="", Payload=digest_of(b"another")), "its digest is that of another body"),
        (_raw(_CHUNKED, Block="", Payload=digest_of(b"another")), "its digest is that of another body"),
        (RawRecord(_raw(_BODY).fields, b"HTTP/1.1 200 OK\r\n"), "its digest is that of another record"),
    ],
)
def test_not_sound(raw: RawRecord, reason: str) -> None:
    assert what_is_wrong(raw) == reason


def _bytes_of_a_file() -> bytes:
    with TemporaryDirectory() as folder:
        [first, _] = write(Path(folder), kept(), kept("https://www.example/p/2.html"))
        return (Path(folder) / first.file).read_bytes()


_WHOLE = _bytes_of_a_file()


def _checked(data: bytes) -> tuple[list[str], int]:
    """Return the addresses of the sound captures in a file's bytes, and how much damage there is."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "articles.warc.gz"
        path.write_bytes(data)
        parts = [*check_file(path)]
    damage = [one for one in parts if isinstance(one, Damage)]
    return [one.url for one in parts if not isinstance(one, Damage)], len(damage)


@given(place=st.integers(0, len(_WHOLE) - 1), bit=st.integers(0, 7))
def test_no_bit_turns_unseen(place: int, bit: int) -> None:
    data = bytearray(_WHOLE)
    data[place] ^= 1 << bit
    urls, damage = _checked(bytes(data))
    # What gzip writes of a member's time and machine is covered by no checksum, and is of no use.
    assert damage or urls == _checked(_WHOLE)[0]


@given(begin=st.integers(0, len(_WHOLE)), length=st.integers(1, 2000))
def test_no_piece_is_missing_unseen(begin: int, length: int) -> None:
    urls, damage = _checked(_WHOLE[:begin] + _WHOLE[begin + length :])
    assert damage or len(urls) < 2 or begin >= len(_WHOLE)
