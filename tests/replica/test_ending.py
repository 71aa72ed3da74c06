"""A portal that is lost in the middle: down, or behind a challenge."""

from __future__ import annotations

import re
import subprocess
import sys
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.replica.client import fetch
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_NO_ANSWER = (RemoteDisconnected, ConnectionResetError, BrokenPipeError)


def test_after_so_many_answers_every_site_is_down() -> None:
    with running_replica(ReplicaOptions(articles=10, die_after=8)) as running:
        sites = list(running.addresses.values())
        assert [fetch(f"{site}/robots.txt").status for site in (*sites, sites[0])] == [200] * 8
        for site in sites:
            with pytest.raises(_NO_ANSWER):
                fetch(f"{site}/robots.txt")


def test_a_connection_that_is_open_is_closed_too() -> None:
    with running_replica(ReplicaOptions(articles=10, die_after=2)) as running:
        parts = urlsplit(running.addresses["PORTAL_URL"])
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        for _ in range(2):
            connection.request("GET", "/robots.txt")
            assert connection.getresponse().read()
        with pytest.raises(_NO_ANSWER):
            connection.request("GET", "/robots.txt")
            connection.getresponse()
        connection.close()


@pytest.mark.parametrize("given", ["/dev/null", __file__])
def test_an_input_that_has_ended_before_it_listens_ends_it_in_good_order(given: str) -> None:
    command = [sys.executable, "-m", "zhanjiang.replica", "--port", "0", "--articles", "20", "--stop-with-stdin"]
    with Path(given).open("rb") as ended:
        done = subprocess.run(command, stdin=ended, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "PORTAL_URL=http://127.0.0.1:" in done.stdout


def test_it_may_be_down_from_the_start() -> None:
    with running_replica(ReplicaOptions(articles=10, die_after=0)) as running, pytest.raises(_NO_ANSWER):
        fetch(f"{running.addresses['PORTAL_URL']}/")


def test_after_so_many_answers_the_portal_asks_for_a_cookie() -> None:
    with running_replica(ReplicaOptions(articles=10, challenge_after=3)) as running:
        portal, article = running.addresses["PORTAL_URL"], running.truth()[0]["url"]
        assert [fetch(address).status for address in (f"{portal}/", article, f"{portal}/shehui/index.html")] == [
            200
        ] * 3
        for address in (
            f"{portal}/",
            article,
            f"{portal}/shehui/index.html",
            f"{portal}/robots.txt",
            f"{portal}/p/1.html",
        ):
            reply = fetch(address, If_None_Match="*")
            assert reply.status == 521 and reply.headers["set-cookie"].startswith("__jsluid_h=")
            assert "etag" not in reply.headers
        assert fetch(f"{running.addresses['PORTAL_MOBILE_URL']}/").status == 200


def test_whoever_computes_the_cookie_is_let_in() -> None:
    with running_replica(ReplicaOptions(articles=10, challenge_after=0)) as running:
        address = f"{running.addresses['PORTAL_URL']}/"
        parts = re.search(r"\['(\w+)','(\w+)'\]", fetch(address).text)
        assert parts
        assert fetch(address, Cookie=f"__jsl_clearance={parts[1]}{parts[2]}").status == 200
