"""Requests as clients send them: one after the other, several at once, in pieces, and what is none."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.replica.request_reader import MOST_BYTES, BrokenRequest, RequestReader
from zhanjiang.replica.sites import Request

_ROBOTS = b"GET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n"
_MISSING = b"HEAD /missing?a=1 HTTP/1.1\r\nHost: a\r\n\r\n"
_NOT_MANY = b"".join(b"A%d: %b\r\n" % (number, b"b" * 100) for number in range(100))


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=10) as client:
        yield client


def _until_closed(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65_536), b""))


def _statuses(answers: bytes) -> list[str]:
    """The statuses of answers, whose bodies have no such line."""
    return [line.split()[1].decode() for line in answers.split(b"\n") if line.startswith(b"HTTP/1.1 ")]


def test_what_a_request_says_is_read() -> None:
    sent = (
        b"GET /a/b.html?page=2&x=%E6%B9%9B HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br, gzip\r\nCOOKIE:  a=b; c=d \r\n"
        b'If-None-Match: "x:y"\r\nif-modified-since: Mon, 01 Jan 2024 00:00:00 GMT\r\n\r\n'
    )
    assert [*RequestReader().read(sent)] == [
        (
            Request(
                "/a/b.html",
                "page=2&x=%E6%B9%9B",
                cookie="a=b; c=d",
                if_none_match='"x:y"',
                if_modified_since="Mon, 01 Jan 2024 00:00:00 GMT",
                gzip=True,
            ),
            True,
        )
    ]


@pytest.mark.parametrize(
    ("line", "keeps"),
    [
        (b"HTTP/1.1\r\n", True),
        (b"HTTP/1.1\r\nConnection: keep-alive\r\n", True),
        (b"HTTP/1.1\r\nConnection: Close\r\n", False),
        (b"HTTP/1.0\r\n", False),
        (b"HTTP/1.0\r\nConnection: Keep-Alive\r\n", True),
    ],
)
def test_a_connection_stays_open_as_version_and_header_say(line: bytes, keeps: bool) -> None:
    assert [*RequestReader().read(b"GET / " + line + b"\r\n")] == [(Request("/"), keeps)]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_requests_come_in_pieces_and_bodies_are_passed_over(size: int) -> None:
    body = b"GET /none HTTP/1.1\r\n\r\n"
    form = b"POST /form HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    sent = _ROBOTS + form + b"\r\n" + _MISSING + b"GET /bare HTTP/1.1\nHost: a\n\n"
    reader = RequestReader()
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    requests = [request for piece in pieces for request, _ in reader.read(piece)]
    assert [request.path for request in requests] == ["/robots.txt", "/form", "/missing", "/bare"]
    assert [request.head for request in requests] == [False, False, True, False]


@pytest.mark.parametrize(
    "sent",
    [
        b"hello\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # how a connection with TLS begins
        b"\r\n" * MOST_BYTES,
        b"DELETE / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET /a b HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 99999\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: " + b"b" * MOST_BYTES,
        b"GET / HTTP/1.1\r\n" + 2 * _NOT_MANY + b"\r\n",
    ],
)
def test_what_is_no_request_is_refused(sent: bytes) -> None:
    with pytest.raises(BrokenRequest):
        list(RequestReader().read(sent))


def test_many_headers_are_read_up_to_the_bound() -> None:
    assert len([*RequestReader().read(b"GET / HTTP/1.1\r\n" + _NOT_MANY + b"\r\n")]) == 1


def test_a_connection_serves_requests_one_after_the_other_and_several_at_once(portal: str) -> None:
    with _connected(portal) as client:
        for _ in range(2):
            client.sendall(_ROBOTS)
            assert _statuses(client.recv(65_536)) == ["200"]
        client.sendall(_MISSING + _ROBOTS + _MISSING.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + _ROBOTS)
        assert _statuses(_until_closed(client)) == ["404", "200", "404"]


@pytest.mark.parametrize("latency", [0.0, 0.05])
def test_a_broken_request_is_answered_last(latency: float) -> None:
    with (
        running_replica(ReplicaOptions(articles=5, latency=latency)) as running,
        _connected(running.addresses["PORTAL_URL"]) as client,
    ):
        client.sendall(_ROBOTS + b"GET nothing\r\n\r\n" + _ROBOTS)
        answers = _until_closed(client)
    assert _statuses(answers) == ["200", "400"]
    assert b"Content-Length: 0\r\nConnection: close\r\n\r\n" in answers
