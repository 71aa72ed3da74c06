"""Reads requests of HTTP/1.1 out of the bytes of a connection, as far as clients of the replica send them.

A request has a line with one of three methods, headers, and at most a short body, which is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from zhanjiang.replica.sites import Request

MOST_BYTES: Final = 16_384
"""How many bytes a request's line and headers have at most, and its body."""
_METHODS: Final = (b"GET ", b"HEAD ", b"POST ")
_END: Final = re.compile(rb"\r?\n\r?\n")
_HEAD: Final = re.compile(
    rb"(?:\r?\n)*+(GET|HEAD|POST) (\S++) HTTP/1\.([01])\r?\n((?:[\w!#$%&'*+.^`|~-]++:[^\r\n]*+\r?\n)*+)\r?\n"
)
_LENGTH: Final = re.compile(r"\d{1,9}", re.ASCII)


class BrokenRequest(ValueError):
    """What a client sends is no request, or a larger one than the replica reads."""


class RequestReader:
    r"""Gathers a connection's bytes, and takes the requests from them.

    >>> reader = RequestReader()
    >>> [*reader.read(b"GET /a?b HTTP/1.1\r\nHost: x")]
    []
    >>> [(request.path, request.query, keeps) for request, keeps in reader.read(b"\r\nConnection: close\r\n\r\n")]
    [('/a', 'b', False)]
    """

    def __init__(self) -> None:
        self._unread = b""

    def read(self, data: bytes) -> Iterator[tuple[Request, bool]]:
        """Yield each request that is complete with these bytes, and whether the connection stays open after it.

        BrokenRequest for what is none.
        """
        self._unread += data
        while head := _HEAD.match(self._unread):
            headers = _headers(head[4].decode("latin-1"))
            end = head.end() + _length(headers)
            if head.end() > MOST_BYTES:
                raise BrokenRequest("too many headers")
            if len(self._unread) < end:
                return
            self._unread = self._unread[end:]
            yield _request(head, headers), _keeps_alive(head[3] == b"1", headers.get("connection", "").lower())
        if self._unread:
            self._check()

    def _check(self) -> None:
        """Raise BrokenRequest where more bytes make no request of what is unread."""
        unread = self._unread.lstrip(b"\r\n")
        is_begun = any(method.startswith(unread[: len(method)]) for method in _METHODS)
        if not is_begun or len(self._unread) >= MOST_BYTES or _END.search(unread):
            raise BrokenRequest("no request line, no header, or too many of them")


def _headers(lines: str) -> dict[str, str]:
    """The headers by lower-case name; one that comes in several lines is their list."""
    headers: dict[str, str] = {}
    for line in lines.split("\n"):
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _length(headers: Mapping[str, str]) -> int:
    """How many bytes the body of a request has."""
    length = headers.get("content-length")
    if "transfer-encoding" in headers or (length and not _LENGTH.fullmatch(length)) or int(length or 0) > MOST_BYTES:
        raise BrokenRequest("no length, or too long a body")
    return int(length or 0)


def _keeps_alive(is_usual: bool, connection: str) -> bool:
    return "close" not in connection if is_usual else "keep-alive" in connection


def _request(head: re.Match[bytes], headers: Mapping[str, str]) -> Request:
    path, _, query = head[2].decode("latin-1").partition("?")
    return Request(
        path,
        query,
        cookie=headers.get("cookie", ""),
        if_none_match=headers.get("if-none-match", ""),
        if_modified_since=headers.get("if-modified-since", ""),
        gzip="gzip" in headers.get("accept-encoding", ""),
        head=head[1] == b"HEAD",
    )
