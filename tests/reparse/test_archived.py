"""The archive, read again: a store that was lost comes back, and better rules make revisions that say so."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.commands.quarantined import dump
from tests.end_to_end.running import UNHURRIED, Item, assert_clean, clean_environment, crawl, export, run_scrapy
from tests.forked import run_forked
from tests.stored import counting_commits
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.store import lock

_OPTIONS = ReplicaOptions(articles=36, seed=31)
_REVISIONS = "SELECT id, revision, revision_cause, content_hash, fetched_at, channel, via FROM articles ORDER BY 1, 2"
_SAID = "SELECT article, key, author, text, time_shown, published_at, likes, standing FROM comments ORDER BY 1, 2"
_PARTICULARS = "SELECT * FROM particulars ORDER BY article"
_PAGES = "SELECT * FROM newspaper_pages ORDER BY page"
_STATES = "SELECT page, state, reason FROM ledger WHERE kind IN ('article', 'link') AND state != 'alias' ORDER BY page"


def _rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "data" / "zhanjiang.db")) as store:
        return store.execute(query).fetchall()


def _sites(replica: RunningReplica) -> tuple[str, ...]:
    told = {name: address for name, address in replica.addresses.items() if name != "MIRROR_URL"}
    return tuple(part for name, address in told.items() for part in ("-s", f"{name}={address}"))


def _reparse(folder: Path, *options: str) -> list[str]:
    done = run_scrapy(folder, "reparse", *options)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.splitlines()


def _lose_store(folder: Path) -> None:
    for path in (folder / "data").glob("zhanjiang.db*"):
        path.unlink()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Crawl once; the portal is gone when the tests look. Gives the folder and the options that name the sites."""
    folder = tmp_path_factory.mktemp("crawled")
    with running_replica(_OPTIONS) as replica:
        assert_clean(crawl(folder, replica.addresses))
        sites = _sites(replica)
    yield folder, sites


def test_a_lost_store_is_read_back_without_the_portal(crawled: tuple[Path, tuple[str, ...]]) -> None:
    folder, sites = crawled
    stored, said, exported = _rows(folder, _REVISIONS), _rows(folder, _SAID), export(folder)
    particulars = _rows(folder, _PARTICULARS)
    states = _rows(folder, _STATES)
    _lose_store(folder)
    with counting_commits() as commits:
        assert _reparse(folder, *sites) == [
            f"{_OPTIONS.articles} visits: {_OPTIONS.articles} new articles, 0 edited by the newsroom, "
            "0 read otherwise, 0 as they were, 0 gone, 0 failed, 0 left as they are"
        ]
    assert len(commits) < 20
    assert _rows(folder, _REVISIONS) == stored
    assert _rows(folder, _SAID) == said != []
    assert _rows(folder, _PARTICULARS) == particulars != []
    assert _rows(folder, _STATES) == states
    assert export(folder) == exported


def test_what_reads_as_it_did_changes_nothing(crawled: tuple[Path, tuple[str, ...]]) -> None:
    folder, sites = crawled
    before = dump(folder)
    [told] = _reparse(folder, *sites)
    assert f"0 read otherwise, {_OPTIONS.articles} as they were" in told
    of_runs = 'INTO "crawls"'
    assert [line for line in dump(folder) if of_runs not in line] == [line for line in before if of_runs not in line]


def test_the_portal_may_have_moved_since(crawled: tuple[Path, tuple[str, ...]]) -> None:
    folder, _ = crawled
    hashes = _rows(folder, "SELECT id, content_hash, via FROM articles ORDER BY 1")
    _lose_store(folder)
    _reparse(folder)
    assert _rows(folder, "SELECT id, content_hash, via FROM articles ORDER BY 1") == hashes
    assert all(item["url"].startswith("https://www.gdzjdaily.com.cn/p/") for item in export(folder).values())


def test_only_what_is_asked_for_is_read(crawled: tuple[Path, tuple[str, ...]]) -> None:
    folder, sites = crawled
    exported = export(folder)
    first, second, *_ = sorted(exported)
    day = exported[first]["published_at"][:10]
    _lose_store(folder)
    number = first.removeprefix("portal/")
    _reparse(folder, *sites, "--ids", f"{number}-{number},{second}")
    assert sorted(export(folder)) == [first, second]
    _lose_store(folder)
    _reparse(folder, *sites, "--kind", "video")
    assert {item["kind"] for item in export(folder).values()} == {"video"}
    _lose_store(folder)
    _reparse(folder, *sites, "--since", day, "--until", day)
    assert {item["published_at"][:10] for item in export(folder).values()} == {day}


def test_every_revision_comes_back_with_its_cause(tmp_path: Path) -> None:
    with running_replica(_OPTIONS) as replica:
        assert_clean(crawl(tmp_path, replica.addresses))
    with running_replica(replace(_OPTIONS, generation=2)) as replica:
        assert crawl(tmp_path, replica.addresses, REVISIT="all").code == 0
        sites = _sites(replica)
    stored = _rows(tmp_path, _REVISIONS)
    assert {cause for _, _, cause, *_ in stored} == {None, "edited"}
    _lose_store(tmp_path)
    [told] = _reparse(tmp_path, *sites)
    assert _rows(tmp_path, _REVISIONS) == stored
    assert f"{sum(revision == 2 for _, revision, *_ in stored)} edited by the newsroom" in told


def test_better_rules_make_revisions_of_ours(tmp_path: Path) -> None:
    with running_replica(_OPTIONS) as replica:
        right = tmp_path / "right"
        right.mkdir()
        assert_clean(crawl(right, replica.addresses))
        told = {**UNHURRIED, **replica.addresses}
        given = [part for name, value in told.items() if name != "MIRROR_URL" for part in ("-s", f"{name}={value}")]
        command = ["tests.reparse.broken_rules", "crawl", "articles", *given]
        assert run_forked(tmp_path, command, clean_environment(), 300).returncode == 0
        sites = _sites(replica)
    assert all(item["authors"] == [] or item["byline"] is None for item in export(tmp_path).values())
    before = dump(tmp_path)
    *changes, summary, dry = _reparse(tmp_path, *sites, "--dry-run")
    assert dry == "This was a dry run: nothing is changed." and dump(tmp_path) == before
    assert [line for line in changes if line.startswith("authors: ")] and not any(
        "failed  " in line for line in changes
    )
    assert _reparse(tmp_path, *sites)[-1] == summary
    mended, expected = export(tmp_path), export(right)
    of_us = {id for id, item in mended.items() if item["revision_cause"] == "reparsed"}
    assert of_us and all(mended[id]["revision"] == 2 for id in of_us)
    assert [*map(_without_revision, mended.values())] == [*map(_without_revision, expected.values())]
    assert "0 read otherwise" in _reparse(tmp_path, *sites)[-1]


def _without_revision(item: Item) -> Item:
    return {name: value for name, value in item.items() if name not in ("revision", "revision_cause")}


def test_what_a_crawl_kept_aside_is_kept_aside_again(tmp_path: Path) -> None:
    faults = (("empty_body", 0.1), ("truncated_gzip", 0.1), ("unavailable", 0.1), ("soft_404", 0.1))
    with running_replica(replace(_OPTIONS, faults=faults, heal="never")) as replica:
        assert crawl(tmp_path, replica.addresses, RETRY_TIMES="1").code == 65
        sites = _sites(replica)
    stored = _rows(tmp_path, _REVISIONS)
    aside = "SELECT address, stage, reason FROM quarantine ORDER BY 1"
    kept = _rows(tmp_path, aside)
    assert kept
    _lose_store(tmp_path)
    done = run_scrapy(tmp_path, "reparse", *sites)
    assert done.returncode == 65 and done.stdout.count("failed  ") == len(kept)
    assert _rows(tmp_path, _REVISIONS) == stored
    assert _rows(tmp_path, aside) == kept
    # What is known to be kept aside is told, and no failure of this run.
    assert run_scrapy(tmp_path, "reparse", *sites).returncode == 0


def test_mirrors_are_read_back(tmp_path: Path) -> None:
    with running_replica(_OPTIONS) as replica:
        mirror, sites = replica.addresses["MIRROR_URL"], _sites(replica)
        urls = [f"{mirror}/p/{truth['id'].removeprefix('portal/')}.html" for truth in replica.truth()[:12]]
        assert crawl(tmp_path, replica.addresses, f"urls={','.join(urls)}").code == 0
    stored, exported = _rows(tmp_path, _REVISIONS), export(tmp_path)
    assert stored and all(via for *_, via in stored)
    _lose_store(tmp_path)
    _reparse(tmp_path, *sites)
    assert _rows(tmp_path, _REVISIONS) == stored
    assert export(tmp_path) == exported


def test_newspapers_are_read_back_with_their_pages(tmp_path: Path) -> None:
    with running_replica(replace(_OPTIONS, newspaper_days=3)) as replica:
        told = {**UNHURRIED, **{n: a for n, a in replica.addresses.items() if n != "MIRROR_URL"}}
        given = [part for name, value in told.items() for part in ("-s", f"{name}={value}")]
        ids = [truth["id"] for truth in replica.newspaper_truth()]
        day = max(id.split("/")[1] for id in ids if id.startswith("zjwb"))
        done = run_scrapy(tmp_path, "crawl", "newspaper", "-a", f"since={day}", "-a", f"until={day}", *given)
        assert done.returncode == 0, done.stderr
        sites = _sites(replica)
    stored, pages, exported = _rows(tmp_path, _REVISIONS), _rows(tmp_path, _PAGES), export(tmp_path)
    assert stored and pages
    _lose_store(tmp_path)
    _reparse(tmp_path, *sites)
    assert _rows(tmp_path, _REVISIONS) == stored
    assert _rows(tmp_path, _PAGES) == pages
    assert export(tmp_path) == exported
    assert run_scrapy(tmp_path, "archive", "wacz", "-o", "day.wacz", "--run", "1").returncode == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = run_scrapy(elsewhere, "archive", "import", str(tmp_path / "day.wacz"), *sites)
    assert done.returncode == 0, done.stdout
    assert _rows(elsewhere, _PAGES) == pages
    places = {id: item["newspaper_page"] for id, item in export(elsewhere).items()}
    assert places == {id: item["newspaper_page"] for id, item in exported.items()}


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--ids", "x"], 2, "--ids x: give IDs and rising ranges, such as 2665000-2665999,zjrb/2018-07-17/2108598"),
        (["--ids", "9-7"], 2, "--ids 9-7: give IDs and rising ranges, such as 2665000-2665999,zjrb/2018-07-17/2108598"),
        (["--since", "May"], 2, "--since 'May' is no day: give one such as 2022-05-31"),
        ([], 1, "there is no archive at data/archive yet: crawl first, or set ARCHIVE_DIR"),
    ],
)
def test_mistakes_are_told_in_one_line(tmp_path: Path, options: list[str], code: int, told: str) -> None:
    done = run_scrapy(tmp_path, "reparse", *options)
    assert (done.returncode, done.stderr, done.stdout) == (code, f"scrapy reparse: {told}\n", "")
    assert list(tmp_path.iterdir()) == []


def test_a_run_at_work_is_not_disturbed(crawled: tuple[Path, tuple[str, ...]]) -> None:
    folder, sites = crawled
    with lock.lock_store(f"sqlite:///{folder}/data/zhanjiang.db"):
        done = run_scrapy(folder, "reparse", *sites)
    assert done.returncode == 75 and "another run is writing the store" in done.stderr


def test_the_run_is_told_by_status(crawled: tuple[Path, tuple[str, ...]]) -> None:
    folder, sites = crawled
    _reparse(folder, *sites)
    [run, *_] = json.loads(run_scrapy(folder, "status", "--json", *sites).stdout)["runs"]
    assert (run["spider"], run["outcome"], run["exit_code"]) == ("reparse", "finished", 0)


def test_runs_of_two_stores_are_told_apart_though_both_were_the_first(tmp_path: Path) -> None:
    for generation in (1, 2):
        _lose_store(tmp_path)
        with running_replica(replace(_OPTIONS, generation=generation)) as replica:
            assert_clean(crawl(tmp_path, replica.addresses))
            sites, edited = _sites(replica), replica.changes()["edited"]
    _lose_store(tmp_path)
    _reparse(tmp_path, *sites)
    revised = _rows(tmp_path, "SELECT id FROM articles WHERE revision = 2 AND revision_cause = 'edited' ORDER BY id")
    assert [id for (id,) in revised] == sorted(edited) != []
