"""``scrapy reparse --quarantine``: what a crawl could not read is read again from its bytes, as a crawl reads it."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from tests.commands.quarantined import OPTIONS, Site, dump, reparse, rows
from tests.commands.terminal import run_on_terminal
from tests.end_to_end.running import assert_true, crawl, run_scrapy
from zhanjiang import settings
from zhanjiang.replica.launch import running_replica
from zhanjiang.store import Store, open_store
from zhanjiang.store.lock import lock_store

_FAILING = json.dumps(settings.ITEM_PIPELINES | {"tests.commands.failing.FailingPipeline": 350})


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A replica without faults."""
    with running_replica(OPTIONS) as replica:
        yield Site(replica, replica.truth())


@pytest.fixture(scope="module")
def refused(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl with a pipeline that fails on every third article; tests work on copies."""
    folder = tmp_path_factory.mktemp("refused")
    assert crawl(folder, site.replica.addresses, ITEM_PIPELINES=_FAILING).code == 65
    return folder


@pytest.fixture
def folder(tmp_path: Path, refused: Path) -> Path:
    """A copy of the folder of the crawl that failed on every third article."""
    return shutil.copytree(refused, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in the working folder."""
    opened = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    yield opened
    opened.close()


# --- A whole crawl ----------------------------------------------------------------------------------------------------


def test_what_is_read_again_is_what_a_crawl_reads(folder: Path, site: Site) -> None:
    kept = [address for (address,) in rows(folder, "SELECT address FROM quarantine")]
    further = [address for address in kept if "_" in address]
    assert len(kept) - len(further) > 10 and further
    told = reparse(folder, site)
    read = len(kept) - len(further)
    assert told[-1] == f"{read} read ({read} stored), 0 still fail, {len(further)} left as they are"
    assert {line for line in told if line.startswith("stored")} == {
        f"stored  {address}" for address in kept if address not in further
    }
    assert {line.split("  ")[1] for line in told if line.startswith("left")} == set(further)
    assert [address for (address,) in rows(folder, "SELECT address FROM quarantine")] == further
    assert run_scrapy(folder, "export", "-o", "all.jsonl").returncode == 0
    exported = {
        (item := json.loads(line))["id"]: item for line in (folder / "all.jsonl").read_text("utf-8").splitlines()
    }
    assert len(exported) == len(site.truths) - len(further)
    with closing(sqlite3.connect(folder / "data/zhanjiang.db")) as opened, opened:
        opened.execute("UPDATE ledger SET due = last_fetched WHERE state = 'quarantined'")  # a day later
    crawled = crawl(folder, site.replica.addresses)
    assert crawled.feed.keys() == {truth["id"] for truth in site.truths} - exported.keys()
    assert all(item["revision"] == 1 for item in crawled.feed.values())
    fed = crawled.feed | exported
    assert_true(dataclasses.replace(crawled, lines=[*fed.values()]), site.truths)


def test_its_run_and_its_rows_are_in_the_tables(folder: Path, site: Site) -> None:
    reparse(folder, site)
    [run] = rows(
        folder, "SELECT spider, outcome, exit_code, json_extract(counts, '$.\"articles/new\"') FROM crawls WHERE id = 2"
    )
    assert run[:3] == ("reparse", "finished", 0)
    visits = "SELECT state, attempts, reason, content_hash IS NOT NULL FROM ledger WHERE run = 2"
    read = rows(folder, visits)
    assert set(read) == {("stored", 0, None, 1)}
    assert len(read) == run[3] > 10
    later = "SELECT count(*) FROM ledger JOIN crawls ON crawls.id = 1 WHERE run = 2 AND last_fetched > ended_at"
    assert rows(folder, later) == [(0,)]


def test_a_dry_run_tells_the_same_and_changes_nothing(folder: Path, site: Site) -> None:
    before = dump(folder)
    told = reparse(folder, site, "--dry-run")
    assert told[-1] == "This was a dry run: nothing is changed."
    assert dump(folder) == before
    assert reparse(folder, site) == told[:-1]
    assert dump(folder) != before


def test_with_the_mistake_still_there_nothing_is_lost(folder: Path, site: Site) -> None:
    columns = "SELECT page, state, reason, attempts, due FROM ledger ORDER BY page"
    before, kept = rows(folder, columns), rows(folder, "SELECT * FROM quarantine WHERE traceback IS NULL")
    told = reparse(folder, site, "-s", f"ITEM_PIPELINES={_FAILING}")
    assert told[-1].startswith("0 read (0 stored), ")
    assert "no such role: 港长" in told[0] or "nobody of that name" in told[0]
    assert rows(folder, columns) == before
    assert rows(folder, "SELECT * FROM quarantine WHERE traceback IS NULL") == kept


def test_a_bar_on_a_terminal_and_every_line_whole(folder: Path, site: Site) -> None:
    plain = reparse(folder, site, "--dry-run")
    code, shown = run_on_terminal(folder, 40, "reparse", "--quarantine", "--dry-run", *site.options)
    assert code == 0
    assert "Reading" in shown
    assert [line for line in plain if line not in shown.splitlines()] == []


# --- Mistakes ---------------------------------------------------------------------------------------------------------


def test_nothing_in_quarantine_is_nothing_to_do(tmp_path: Path, store: Store, site: Site) -> None:
    before = dump(tmp_path)
    assert reparse(tmp_path, site) == ["Nothing is in quarantine."]
    assert dump(tmp_path) == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("portal/7",), "there is nothing to do with 'portal/7': see scrapy reparse --help"),
        (("--quarantine", "portal/7"), "there is nothing to do with 'portal/7': see scrapy reparse --help"),
        (("--quarantine", "--kind", "video"), "--quarantine goes with --ids alone: what a page holds is not known yet"),
    ],
)
def test_what_is_not_understood_is_refused(scrapy: Scrapy, tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    done = scrapy("reparse", *options)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"scrapy reparse: {told}\n")
    assert list(tmp_path.iterdir()) == []


def test_some_of_the_quarantine(folder: Path, site: Site) -> None:
    query = "SELECT address FROM quarantine WHERE address NOT LIKE '%\\_%' ESCAPE '\\'"
    first, second, *_ = [re.findall(r"/p/([0-9]+)", address)[0] for (address,) in rows(folder, query)]
    told = reparse(folder, site, "--ids", f"{first},{second}")
    assert told[-1] == "2 read (2 stored), 0 still fail, 0 left as they are"


def test_without_a_store_one_line_says_what_to_do(scrapy: Scrapy, tmp_path: Path) -> None:
    done = scrapy("reparse", "--quarantine")
    assert (done.returncode, done.stdout) == (1, "")
    assert "run `scrapy crawl articles` first" in done.stderr and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_another_run_has_the_store(scrapy: Scrapy, tmp_path: Path, store: Store, options: tuple[str, ...]) -> None:
    with lock_store(f"sqlite:///{tmp_path}/data/zhanjiang.db"):
        done = scrapy("reparse", "--quarantine", *options)
    assert (done.returncode, done.stdout) == (75, "")
    assert "another run is writing the store" in done.stderr and done.stderr.count("\n") == 1


def test_a_store_that_cannot_be_written(scrapy: Scrapy, folder: Path) -> None:
    address = f"sqlite:///file:{folder}/data/zhanjiang.db?mode=ro&uri=true"
    done = scrapy("reparse", "--quarantine", STORE_URL=address)
    assert done.returncode == 74
    assert "readonly" in done.stderr and done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_help_has_an_example(scrapy: Scrapy) -> None:
    told = " ".join(scrapy("reparse", "--help").stdout.split())
    assert "scrapy reparse --dry-run --since 2022-05-01" in told and "scrapy reparse --quarantine" in told
