"""Each fault, as a client sees it: at a path, by rate, and whether a second visit finds it gone."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection, IncompleteRead
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.replica.client import Reply, fetch
from zhanjiang.replica import server
from zhanjiang.replica.answer import data
from zhanjiang.replica.content import write_content
from zhanjiang.replica.fault import StruckRequest
from zhanjiang.replica.faults import FAULTS
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.replica.sites import Request
from zhanjiang.replica.striking import Striking

ARTICLES, SEED = 90, 5
_NUMBERS = [story.number for story in write_content(ARTICLES, SEED, 1).stories.values() if story.kind == "article"]
_OF_ARTICLES = [name for name, fault in FAULTS.items() if not fault.of_listings]
_PATHS = {name: f"/p/{number}.html" for name, number in zip(_OF_ARTICLES, _NUMBERS, strict=False)}
_LISTINGS = {"endless_listing": "/shehui/index.html"} | dict.fromkeys(("page_ignored", "impossible_rows"), "/minsheng/")


@pytest.fixture(scope="module")
def faulty() -> Iterator[RunningReplica]:
    """A replica with every fault, each at an article or a listing of its own."""
    at = tuple({**_PATHS, **_LISTINGS}.items())
    with running_replica(ReplicaOptions(articles=ARTICLES, seed=SEED, faults_at=at)) as running:
        yield running


@pytest.fixture
def ask(faulty: RunningReplica) -> Any:
    """Ask for the article that a fault strikes."""

    def ask(name: str, **headers: str) -> Reply:
        return fetch(faulty.addresses["PORTAL_URL"] + _PATHS[name], **headers)

    return ask


@pytest.fixture
def honest(faulty: RunningReplica) -> dict[str, str]:
    """The headline of the article that each fault strikes."""
    stories = write_content(ARTICLES, SEED, 1).stories
    return {name: stories[number].headline for name, number in zip(_OF_ARTICLES, _NUMBERS, strict=False)}


def test_every_fault_has_a_case_and_a_line_of_description() -> None:
    assert set(_PATHS) | set(_LISTINGS) == set(FAULTS)
    assert all(fault.description and "\n" not in fault.description for fault in FAULTS.values())


@pytest.mark.parametrize("visit", [1, 2])
def test_what_is_gone_stays_gone(ask: Any, honest: dict[str, str], visit: int) -> None:
    assert ask("missing").status == 404
    empty = ask("empty_body")
    assert (empty.status, empty.body) == (200, b"")
    soft = ask("soft_404")
    assert soft.status == 200 and "您访问的页面不存在或已删除" in soft.text and honest["soft_404"] not in soft.text
    assert (ask("login_redirect").status, ask("login_redirect").headers["location"]) == (302, "/index/login/")
    assert ask("foreign_redirect").headers["location"].startswith("http://10.")


def test_temporary_refusals_say_when_to_come_again_and_heal(ask: Any, honest: dict[str, str]) -> None:
    for name, statuses in (("too_many_requests", {429}), ("unavailable", {502, 503, 504})):
        refused, served = ask(name), ask(name)
        assert refused.status in statuses and refused.headers["retry-after"].isdecimal()
        assert served.status == 200 and honest[name] in served.text


def test_a_reset_breaks_the_connection_once(ask: Any, honest: dict[str, str]) -> None:
    with pytest.raises((ConnectionResetError, IncompleteRead)):
        ask("reset")
    assert honest["reset"] in ask("reset").text


def test_a_truncated_stream_ends_early_within_a_whole_response(faulty: RunningReplica, honest: dict[str, str]) -> None:
    parts = urlsplit(faulty.addresses["PORTAL_URL"])
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request("GET", _PATHS["truncated_gzip"], headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert len(body) == int(response.headers["content-length"])
    with pytest.raises(EOFError):
        gzip.decompress(body)
    healed = fetch(faulty.addresses["PORTAL_URL"] + _PATHS["truncated_gzip"], Accept_Encoding="gzip")
    assert honest["truncated_gzip"] in healed.text


def test_a_slow_drip_is_slow_and_whole(ask: Any, honest: dict[str, str]) -> None:
    begun = monotonic()
    assert honest["slow_drip"] in ask("slow_drip").text
    assert monotonic() - begun > 1
    # How slow it is at most is the server's to say: a clock here would measure what else the machine does.
    assert server._DRIPS * server._DRIP_SECONDS < 6


def test_a_challenge_lets_in_who_computes_the_cookie(ask: Any, honest: dict[str, str]) -> None:
    refused = ask("challenge")
    assert refused.status == 521 and refused.headers["set-cookie"].startswith("__jsluid_h=")
    assert ask("challenge").status == 521
    parts = re.search(r"\['(\w+)','(\w+)'\]", refused.text)
    assert parts
    served = ask("challenge", Cookie=f"__jsluid_h=x; __jsl_clearance={parts[1]}{parts[2]}")
    assert served.status == 200 and honest["challenge"] in served.text


def test_charsets_may_be_missing_or_wrong(ask: Any, honest: dict[str, str]) -> None:
    missing = ask("charset_missing")
    assert missing.headers["content-type"] == "text/html" and b"charset=" not in missing.body.partition(b"</head>")[0]
    assert honest["charset_missing"] in missing.text
    wrong = ask("charset_wrong")
    assert wrong.headers["content-type"] == "text/html; charset=utf-8"
    assert honest["charset_wrong"] in wrong.body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        wrong.body.decode("utf-8")


def test_noise_stands_around_the_article(ask: Any, honest: dict[str, str]) -> None:
    body = ask("noisy_body").body
    assert b"\x00" in body and honest["noisy_body"].encode() in body
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_a_redirect_leads_into_the_channel(faulty: RunningReplica, ask: Any, honest: dict[str, str]) -> None:
    moved = ask("channel_redirect")
    assert moved.status == 301 and re.fullmatch(r"/\w+/p/\d+\.html", moved.headers["location"])
    target = fetch(faulty.addresses["PORTAL_URL"] + moved.headers["location"])
    assert target.status == 200 and honest["channel_redirect"] in target.text


def test_an_endless_listing_repeats_its_last_page(faulty: RunningReplica) -> None:
    portal = faulty.addresses["PORTAL_URL"]
    far, farther = (fetch(f"{portal}/shehui/index_{page}.html") for page in (60, 61))
    assert far.status == farther.status == 200
    assert "/shehui/index_61.html" in far.links and "/shehui/index_62.html" in farther.links
    assert [link for link in far.links if "/p/" in link] == [link for link in farther.links if "/p/" in link]
    assert fetch(f"{portal}/shizheng/index_60.html").status == 404


def test_an_interface_may_ignore_the_page(faulty: RunningReplica) -> None:
    address = f"{faulty.addresses['PORTAL_URL']}/index/nei/content?id=21&pagesize=15&page="
    assert json.loads(fetch(f"{address}1").body) == json.loads(fetch(f"{address}40").body)


def test_rows_of_nonsense_stand_before_an_interfaces_own() -> None:
    honest = data({"rows": [{"url": "/p/1.html"}]})
    struck = StruckRequest(Request("/index/nei/content"), lambda: honest, Any)
    body = FAULTS["impossible_rows"].spoil(struck).body
    assert body.endswith(b'{"url": "/p/1.html"}]}') and b"\\ud800" in body and b"9" * 4400 in body


def test_the_truth_leaves_out_what_nobody_can_get(faulty: RunningReplica) -> None:
    reported = {int(truth["id"].removeprefix("portal/")) for truth in faulty.truth()}
    lost = {
        int(re.findall(r"\d+", _PATHS[name])[0]) for name in _PATHS if FAULTS[name].denies and not FAULTS[name].heals
    }
    assert set(_NUMBERS) - reported == lost


def test_rates_strike_the_same_articles_at_every_run() -> None:
    def struck(seed: int) -> set[int]:
        striking = Striking(ReplicaOptions(seed=seed, faults=(("missing", 0.2),)))
        return {number for number in range(2_800_000, 2_801_000) if striking.denied(number)}

    assert struck(1) == struck(1) != struck(2)
    assert 150 < len(struck(1)) < 250


def test_a_fault_at_an_article_strikes_all_its_addresses_and_healing_can_be_set() -> None:
    at = (("unavailable", "/p/2665093.html"),)
    request = Request("/shehui/p/2665093.html")
    assert Striking(ReplicaOptions(faults_at=at)).faults(request) == ["unavailable"]
    assert not Striking(ReplicaOptions(faults_at=at)).denied(2665093)
    assert Striking(ReplicaOptions(faults_at=at, heal="never")).denied(2665093)
    assert Striking(ReplicaOptions(heal="always")).heals("missing")


def test_faults_at_one_address_go_through_each_other() -> None:
    number, story = next(iter(write_content(20, 1, 1).stories.items()))
    at = tuple((name, f"/p/{number}.html") for name in ("charset_wrong", "noisy_body", "truncated_gzip", "unavailable"))
    with running_replica(ReplicaOptions(articles=20, faults_at=at)) as running:
        address = f"{running.addresses['PORTAL_URL']}/p/{number}.html"
        assert fetch(address).status in {502, 503, 504}
        with pytest.raises(EOFError):
            fetch(address, Accept_Encoding="gzip")
        body = fetch(address).body
    assert story.headline.encode("gbk") in body and b"\x00" in body
