"""The heads of records: read and written as warcio does it, whatever bytes stand there."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from zhanjiang.archive.head import RecordHead, read_head

_WARCIO = StatusAndHeadersParser([], verify=False)
_ODD = [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nbody",
    b"HTTP/1.1 200\r\nServer: x\r\n\r\n",
    b"HTTP/2 200\nserver: x\n\nbody",
    b"ICY  200   all  well \r\nicy-name:radio\r\n\r\n",
    b"WARC/1.1\r\nWARC-Type: response\r\n\r\n",
    b"HTTP/1.1\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nA: one\r\n two\r\n\tthree\r\nB: four\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\n folded: at once\r\nB: two\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nno colon\r\n of: its own\r\nB: two\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nset-cookie : c\r\n\r\n",
    "HTTP/1.1 200 好\r\nLocation: /湛江?q=港\r\n\r\n".encode(),
    "HTTP/1.1 200 OK\r\nLocation: /caf\u00e9\r\nB: 港\r\n\r\n".encode("latin-1", "replace"),
    "HTTP/1.1 200 OK\r\nX: /湛江".encode("gb18030") + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nEmpty:\r\n folded\r\n: nameless\r\nColons: a:b: c\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nA: one\r\n \t \r\nB: of the body",
    "HTTP/1.1 200 OK\r\nA: one\u3000\r\n\u3000\r\nB: of the body".encode(),
    b"HTTP/1.1 200 OK\r\nA: one\rB: two\x0bthree\r\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nA: no end",
    b"\r\nHTTP/1.1 200 OK\r\n\r\n",
    b" HTTP/1.1 200 OK\r\n\r\n",
    b"<html><body>\n<p>no: head</p>",
    b"",
]
_LINES = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.sampled_from(
            [b"A: b", b"a: c", b" folded", b"\tfolded: too", b"", b" ", b"B", ":港".encode(), b"\xa0", b"A:"]
        ),
    ).flatmap(lambda line: st.sampled_from([line + b"\r\n", line + b"\n", line])),
    max_size=8,
)


def _by_warcio(given: bytes) -> tuple[StatusAndHeaders | None, int]:
    stream = BytesIO(given)
    try:
        return _WARCIO.parse(stream), stream.tell()
    except EOFError:
        return None, 0


def _check(given: bytes) -> None:
    """Compare with warcio what is read, where the head ends, what is written, and what a changed field does."""
    (ours, length), (theirs, their_length) = read_head(given), _by_warcio(given)
    assert length == their_length
    if theirs is None:
        assert ours is None
        return
    assert ours is not None
    assert (ours.protocol, ours.status, ours.fields) == (theirs.protocol, theirs.statusline, theirs.headers)
    assert (bool(ours), ours.code) == (bool(theirs), theirs.get_statuscode())
    for name in ("Set-Cookie", "a", "no such field", *(name for name, _ in theirs.headers)):
        assert ours.get(name) == theirs.get_header(name, "")
    for name in ("", "set-cookie", "new"):
        assert (ours.text(), ours.to_bytes()) == (theirs.to_str(), theirs.to_bytes())
        ours.replace(name, "港")
        theirs.replace_header(name, "港")
    assert ours.to_bytes() == theirs.to_bytes()


@pytest.mark.parametrize("given", _ODD, ids=range(len(_ODD)))
def test_an_odd_head_is_read_as_warcio_reads_it(given: bytes) -> None:
    _check(given)


@given(st.sampled_from([b"HTTP/1.1 200 OK\r\n", b"WARC/1.0\n", b""]), _LINES)
@example(b"", [b"\x85\n", b"A: b"])
def test_any_bytes_are_read_as_warcio_reads_them(first: bytes, lines: list[bytes]) -> None:
    _check(first + b"".join(lines))


def test_a_plain_head_is_written_to_the_byte() -> None:
    written = "HTTP/1.1 404 Not Found\r\nDate: today\r\nLink: /湛江\r\nLink: /b\r\n\r\n".encode()
    assert read_head(written + b"body") == (
        RecordHead("HTTP/1.1", "404 Not Found", [("Date", "today"), ("Link", "/湛江"), ("Link", "/b")]),
        len(written),
    )
    head, _ = read_head(written)
    assert head is not None and head.to_bytes() == written
