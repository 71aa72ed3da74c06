"""``scrapy browse`` from the outside: what it prints, and what it refuses. Its pages: ``tests/browse``."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from tests.end_to_end.running import clean_environment
from zhanjiang.store import open_store


def test_it_needs_a_store(scrapy: Scrapy) -> None:
    done = scrapy("browse")
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("scrapy browse: there is no store at ") and done.stderr.count("\n") == 1


def test_a_number_that_is_no_port_is_refused(scrapy: Scrapy) -> None:
    done = scrapy("browse", "--port", "70000")
    assert done.returncode == 2 and "--port 70000 is no port" in done.stderr


def test_a_port_in_use_is_reported_in_a_line(scrapy: Scrapy, tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db").close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = scrapy("browse", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1 and "is in use: give another" in done.stderr and done.stderr.count("\n") == 1


def _exchange(address: str, sent: bytes) -> tuple[str, str, str]:
    """Send bytes to a server; give the first line, the headers and the body of its answer, up to its end."""
    host, _, port = address.removeprefix("http://").rstrip("/").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(sent)
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    status, _, headers = head.partition("\r\n")
    return status, headers, body


def test_it_serves_until_it_is_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db").close()
    before = {path.name for path in (tmp_path / "data").iterdir()}
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process, ExitStack() as ending:
        ending.callback(process.kill)  # whatever fails
        assert process.stdout and process.stderr
        address = process.stdout.readline().split()[2]
        connection = HTTPConnection(address.removeprefix("http://").rstrip("/"))
        for method, path, status in (
            *(("GET", "/", 200), ("HEAD", "/", 200), ("POST", "/", 405), ("GET", "/%2e%2e/etc/passwd", 404)),
            *(("GET", "/article/%00", 404), ("GET", "/?" + "&".join(f"a{n}=1" for n in range(99)), 200)),
        ):
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == status, path
            assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")
            assert bool(body) == (method != "HEAD")
        connection.request("GET", "/", headers={"Host": "elsewhere.example"})
        assert connection.getresponse().status == 421
        connection.close()
        for sent in (
            b"GET /" + b"a" * 17_000,
            b"GET /" + b"a" * 3_000_000,
            b"GET / HTTP/1.1\r\nX: " + b"a" * 17_000,
            b"x",
        ):
            status, headers, body = _exchange(address, sent + b"\r\n\r\n")
            assert status == "HTTP/1.1 400 Bad Request" and body, sent[:20]
            assert "Content-Security-Policy: default-src 'none'" in headers and "Server: zhanjiang" in headers
        process.terminate()
        assert process.wait(120) == 0 and process.stderr.read() == ""
    assert {path.name for path in (tmp_path / "data").iterdir()} == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it(tmp_path: Path, number: signal.Signals) -> None:
    open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db").close()
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process, ExitStack() as ending:
        ending.callback(process.kill)
        assert process.stdout and process.stderr
        host, _, port = process.stdout.readline().split()[2].removeprefix("http://").rstrip("/").partition(":")
        connection = HTTPConnection(host, int(port))  # it serves, so that it has taken over the signals
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(number)
        assert process.wait(60) == 0 and process.stderr.read() == ""
