"""The challenge that every new client gets."""

from __future__ import annotations

import re
from typing import Any

from tests.replica.client import fetch
from zhanjiang.replica.answer import SiteResponse, page
from zhanjiang.replica.challenge import ChallengedSite
from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.replica.sites import Request


def _cookie(script: str) -> str:
    """Return the cookie that the script sets, put together as a browser would."""
    letters = re.search(r"a='(\w+)'", script)
    places = re.search(r"b=\[([\d,]+)\]", script)
    issued = re.search(r"__jsl_clearance=(\d+)\.", script)
    assert letters and places and issued
    sign = "".join(letters[1][int(place)] for place in places[1].split(","))
    return f"__jsl_clearance={issued[1]}.168|0|{sign}"


def test_one_cookie_opens_every_path_of_the_portal_alone() -> None:
    with running_replica(ReplicaOptions(articles=10, challenge_first=True)) as running:
        portal, article = running.addresses["PORTAL_URL"], running.truth()[0]["url"]
        paths = [f"{portal}/", article, f"{portal}/shehui/index.html", f"{portal}/robots.txt"]
        asked = [fetch(address, If_None_Match="*") for address in paths]
        assert {reply.status for reply in asked} == {521}
        assert all(reply.headers["set-cookie"].startswith("__jsluid_h=") for reply in asked)
        cookie = _cookie(asked[0].text)
        assert {fetch(address, Cookie=f"__jsluid_h=x; {cookie}").status for address in paths} == {200}
        assert fetch(article, Cookie=cookie[:-1] + "z").status == 521
        others = [address for name, address in running.addresses.items() if name != "PORTAL_URL"]
        assert {fetch(f"{address}/robots.txt").status for address in others} == {200}


def test_the_cookie_is_valid_for_an_hour(monkeypatch: Any) -> None:
    class _Open:
        def answer(self, request: Request) -> SiteResponse:
            return page("in")

    def at(now: float) -> None:
        monkeypatch.setattr("zhanjiang.replica.challenge.time.time", lambda: now)

    site = ChallengedSite(_Open())
    at(1_000_000.0)
    cookie = _cookie(site.answer(Request("/")).body.decode())
    statuses = []
    for now in (1_000_000.0, 1_003_599.0, 1_003_601.0):
        at(now)
        statuses.append(site.answer(Request("/other", cookie=cookie)).status)
    assert statuses == [200, 200, 521]
