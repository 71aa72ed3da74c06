"""Each fault of the portal alone: the crawl ends by itself, keeps what can be had, and tells the rest."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.end_to_end.running import Crawled, assert_true, crawl
from zhanjiang.replica.faults import FAULTS
from zhanjiang.replica.hostile_faults import HOSTILE_FAULTS
from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.replica.sites import Request
from zhanjiang.replica.striking import Striking

_OPTIONS = ReplicaOptions(articles=60, seed=17)
_RATE = 0.2
# Each costs a wait: a few tell as much.
_RATES = {"slow_drip": 0.05, "too_many_requests": 0.05}
# Those of hostile sites stand in one crawl: `test_hostile_site`.
_USUAL = {name: fault for name, fault in FAULTS.items() if name not in HOSTILE_FAULTS}
_LISTINGS = [name for name, fault in _USUAL.items() if fault.of_listings]
_MENDED = [name for name, fault in _USUAL.items() if not fault.of_listings and (fault.heals or not fault.denies)]
_LOST = [name for name, fault in _USUAL.items() if fault.denies and not fault.heals]
# What is no article and does not say that it is gone is kept aside; the rest of what is lost says what it is.
_KEPT_ASIDE = {"empty_body": False, "login_redirect": True}
_REPORTED = {
    "missing": "Gone: ",
    "soft_404": "Gone: ",
    "empty_body": "Kept in quarantine",
    "login_redirect": "Kept in quarantine",
    "challenge": "Failed for good: ",
    "foreign_redirect": "Not requested, as it is on none of the sites: http://10.255.255.1/p/",
}

# A challenge on an address alone is met for the first two, by a browser.
_NO_BROWSER = {"BROWSER_ENABLED": "False"}


@pytest.fixture(scope="module")
def everything() -> set[str]:
    """The IDs of all articles, as they are without faults."""
    with running_replica(_OPTIONS) as replica:
        return {truth["id"] for truth in replica.truth()}


def _assert_ended_well(crawled: Crawled, code: int = 0) -> None:
    assert crawled.code == code, crawled.log[-3000:]
    assert "Traceback" not in crawled.log


def _together_and_alone(names: list[str]) -> list[object]:
    alone = [pytest.param((name,), id=name, marks=pytest.mark.soak) for name in names]
    return [pytest.param(tuple(names), id="together"), *alone]


@pytest.mark.parametrize("names", _together_and_alone(_MENDED))
def test_what_can_be_mended_is_all_there_and_right(tmp_path: Path, names: tuple[str, ...]) -> None:
    faults = tuple((name, _RATES.get(name, _RATE)) for name in names)
    with running_replica(replace(_OPTIONS, faults=faults)) as replica:
        crawled = crawl(tmp_path, replica.addresses)
        truths = replica.truth()
    assert len(truths) == _OPTIONS.articles
    _assert_ended_well(crawled)
    assert crawled.rows("SELECT address, reason FROM quarantine") == []
    if any(FAULTS[name].heals for name in names):
        assert "retry/count" in crawled.log
    assert_true(crawled, truths)


@pytest.mark.parametrize("names", _together_and_alone(_LOST))
def test_what_cannot_be_had_is_reported_and_the_rest_is_right(
    tmp_path: Path, everything: set[str], names: tuple[str, ...]
) -> None:
    options = replace(_OPTIONS, faults=tuple((name, _RATE) for name in names))
    with running_replica(options) as replica:
        crawled = crawl(tmp_path, replica.addresses, **_NO_BROWSER)
        truths = replica.truth()
    lost = {f"/p/{id.removeprefix('portal/')}.html" for id in everything - {truth["id"] for truth in truths}}
    # Where several strike an article, the first answers.
    striking = Striking(options)
    by_fault = {name: {path for path in lost if striking.faults(Request(path))[0] == name} for name in names}
    assert all(len(paths) > (3 if len(names) == 1 else 0) for paths in by_fault.values())
    # What is gone is known, and no failure.
    _assert_ended_well(crawled, 0 if {*names} <= {"missing", "soft_404"} else 65)
    assert_true(crawled, truths)
    kept = {
        address.partition(replica.addresses["PORTAL_URL"])[2]: kept for address, kept in _kept_aside(crawled).items()
    }
    for name, paths in by_fault.items():
        reported = [line for line in crawled.log.splitlines() if _REPORTED[name] in line]
        assert [path for path in paths if not any(path in line for line in reported)] == []
        assert paths & kept.keys() == (paths if name in _KEPT_ASIDE else set())
        for reason, body in (kept[path] for path in paths & kept.keys()):
            assert reason and "\n" not in reason
            assert bool(body) == _KEPT_ASIDE[name]
    assert {path for path in kept if path.startswith("/p/")} <= lost


def _kept_aside(crawled: Crawled) -> dict[str, tuple[str, bytes]]:
    """Return reason and bytes of what is in quarantine, by address."""
    with closing(sqlite3.connect(crawled.folder / "data" / "zhanjiang.db")) as store:
        rows = store.execute("SELECT address, reason, body FROM quarantine").fetchall()
    return {address: (reason, zlib.decompress(body)) for address, reason, body in rows}


@pytest.mark.parametrize("name", _LISTINGS)
def test_a_listing_without_end_ends(tmp_path: Path, name: str) -> None:
    with running_replica(replace(_OPTIONS, faults=((name, 1.0),))) as replica:
        crawled = crawl(tmp_path, replica.addresses)
        truths = {truth["id"]: truth for truth in replica.truth()}
    _assert_ended_well(crawled)
    # An interface that ignores the page shows one page alone: nobody can learn of the rest.
    shown = set(truths) if name == "endless_listing" else {id for id in truths if truths[id]["channel"] != "minsheng"}
    assert crawled.feed.keys() >= shown
    assert_true(crawled, [truths[id] for id in crawled.feed])


@pytest.mark.parametrize("name", ["unavailable", pytest.param("truncated_gzip", marks=pytest.mark.soak)])
def test_what_never_heals_is_reported_and_not_stored(tmp_path: Path, everything: set[str], name: str) -> None:
    with running_replica(replace(_OPTIONS, faults=((name, 0.08),), heal="never")) as replica:
        crawled = crawl(tmp_path, replica.addresses, RETRY_TIMES="1")
        truths = replica.truth()
    lost = {id.removeprefix("portal/") for id in everything - {truth["id"] for truth in truths}}
    assert lost
    _assert_ended_well(crawled, 65)
    assert_true(crawled, truths)
    reported = [line for line in crawled.log.splitlines() if "Failed for good: " in line]
    assert {number for number in lost if any(f"/p/{number}.html" in line for line in reported)} == lost


def test_all_faults_at_once(tmp_path: Path) -> None:
    # One that is only slow, on every page of an article of many, would tell nothing more.
    faults = tuple((name, 0.03) for name in _USUAL if name not in ("page_ignored", "slow_drip"))
    with running_replica(replace(_OPTIONS, articles=120, faults=faults)) as replica:
        crawled = crawl(tmp_path, replica.addresses, **_NO_BROWSER)
        truths = replica.truth()
    assert len(truths) < 120
    _assert_ended_well(crawled, 65)
    assert_true(crawled, truths)


def test_a_fault_on_one_address_leaves_the_others(tmp_path: Path) -> None:
    with running_replica(_OPTIONS) as replica:
        numbers = [truth["id"].removeprefix("portal/") for truth in replica.truth() if truth["kind"] == "article"][:3]
    at = (("empty_body", f"/p/{numbers[0]}.html"), ("unavailable", f"/p/{numbers[1]}.html"))
    with running_replica(replace(_OPTIONS, faults_at=at)) as replica:
        crawled = crawl(tmp_path, replica.addresses, f"ids={','.join(numbers)}")
    _assert_ended_well(crawled, 65)
    assert crawled.feed.keys() == {f"portal/{number}" for number in numbers[1:]}
