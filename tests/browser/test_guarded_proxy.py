"""The proxy passes on what the allowed sites are asked, refuses all else, and resolves a name once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.loopback import serving
from zhanjiang.addresses.allowed import AllowedSites
from zhanjiang.browser.guarded_proxy import GuardedProxy


def _ask(allowed: list[str], *messages: bytes) -> tuple[list[bytes], list[str]]:
    """What the proxy answers to each message, sent on a connection of its own, and the sites that it refused."""
    refused: list[str] = []

    async def ask() -> list[bytes]:
        proxy = GuardedProxy(AllowedSites.of(allowed), refused.append)
        port = int((await proxy.start()).rpartition(":")[2])
        answers = []
        for message in messages:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(message)
            try:
                answers.append(await asyncio.wait_for(reader.read(), 60))
            except ConnectionResetError:
                answers.append(b"")
            writer.close()
        await proxy.close()
        return answers

    return asyncio.run(ask()), refused


def _plain(url: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {url} HTTP/1.1", "Host: x", *headers, "", ""]).encode()


def test_a_site_is_asked_by_path_and_the_connection_ends_with_the_answer() -> None:
    asked: list[str] = []
    with serving({"/a?b=1": b"whole"}, asked) as site:
        [answer], refused = _ask([site], _plain(f"{site}/a?b=1", "Proxy-Connection: keep-alive", "Connection: x"))
    assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"whole")
    assert answer.count(b"Connection: close") == 1
    assert (asked, refused) == (["/a?b=1"], [])


def test_a_tunnel_leads_to_a_sites_port_alone() -> None:
    asked: list[str] = []
    with serving({"/": b"whole"}, asked) as site:
        port = site.rpartition(":")[2]
        request = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        tunnels = [
            f"CONNECT {host} HTTP/1.1\r\n\r\n".encode() + request for host in (f"127.0.0.1:{port}", "a.example:443")
        ]
        (allowed, other), refused = _ask([site], *tunnels)
    assert allowed.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200") and allowed.endswith(b"whole")
    assert other.startswith(b"HTTP/1.1 403")
    assert (asked, refused) == (["/"], ["a.example"])


@pytest.mark.parametrize(
    "message",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET http://[::1/ HTTP/1.1\r\n\r\n",
        b"GET ftp://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1 HTTP/1.1\r\n\r\n",
        b"CONNECT 127.0.0.1:99999 HTTP/1.1\r\n\r\n",
        b"CONNECT [::1:1 HTTP/1.1\r\n\r\n",
        b"\xff\xfe\r\n\r\n",
        b"a" * 200_000,
    ],
)
def test_what_is_no_request_for_a_site_reaches_nobody(message: bytes) -> None:
    asked: list[str] = []
    with serving({"/": b"whole"}, asked) as site:
        [answer], _ = _ask([site], message + b"\r\n\r\n")
    assert answer == b"" or answer.startswith(b"HTTP/1.1 403")
    assert asked == []


def test_a_dead_site_is_a_bad_gateway() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        site = f"http://127.0.0.1:{taken.getsockname()[1]}"
        [answer], _ = _ask([site], _plain(f"{site}/"))
    assert answer.startswith(b"HTTP/1.1 502")


def test_a_name_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"/": b"whole"}) as site:
        name = f"http://rebound.example:{site.rpartition(':')[2]}"
        resolve: Callable[..., Any] = socket.getaddrinfo
        names: list[str] = []

        def rebinding(host: Any, *given: Any, **more: Any) -> Any:
            names.append(host)
            first = names.count("rebound.example") <= 1
            return resolve("127.0.0.1" if host != "rebound.example" or first else "127.0.0.9", *given, **more)

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        answers, _ = _ask([name], *[_plain(f"{name}/")] * 3)
    assert [answer.endswith(b"whole") for answer in answers] == [True] * 3
    assert names.count("rebound.example") == 1
