"""Small files of small runs become larger ones; runs stay apart in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.maintenance.conftest import add_run, problems
from zhanjiang.archive import Capture
from zhanjiang.archive.reader import files_of, records_of
from zhanjiang.catalogue.visits import visits_of
from zhanjiang.maintenance.packing import Pack, pack, packs_of
from zhanjiang.store import Store, captures

_MOST = 1_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The archive's folder."""
    return tmp_path / "archive"


def _packs(store: Store, folder: Path, most: int = _MOST) -> list[Pack]:
    with store.reading() as connection:
        return packs_of(connection, folder, most)


def _captures(store: Store) -> list[Capture]:
    with store.reading() as connection:
        return captures.of_days(connection, "2026", "2027")


def test_small_files_become_one_in_the_order_of_the_runs(store: Store, folder: Path) -> None:
    taken = [capture for run in (3, 1, 2) for capture in add_run(store, folder, run)]
    [name] = pack(store, folder, _packs(store, folder))
    assert [path.name for path in files_of(folder)] == [name]
    assert [record.capture.run for record in records_of(folder / name)] == [1, 2, 3]
    assert {capture.digest for capture in _captures(store)} == {capture.digest for capture in taken}
    assert problems(store, folder) == []
    assert _packs(store, folder) == []


def test_what_is_packed_is_packed_again_with_what_came_after(store: Store, folder: Path) -> None:
    for runs in ((1, 2), (3,)):
        for run in runs:
            add_run(store, folder, run)
        [name] = pack(store, folder, _packs(store, folder))
    assert [record.capture.run for record in records_of(folder / name)] == [1, 2, 3]
    assert problems(store, folder) == []


def test_each_run_stays_a_visit_of_its_own(store: Store, folder: Path) -> None:
    for run in (1, 2, 3):
        add_run(store, folder, run)
    before = [visit.seen.run for visit in visits_of("portal/1", _captures(store))]
    pack(store, folder, _packs(store, folder))
    assert [visit.seen.run for visit in visits_of("portal/1", _captures(store))] == before == [1, 2, 3]


def test_runs_of_the_same_number_are_not_joined(store: Store, folder: Path) -> None:
    add_run(store, folder, 1)
    add_run(store, folder, 1, [{"body": b"<h1>later</h1>", "taken_at": "2026-11-09T01:00:00.000000Z"}])
    assert _packs(store, folder) == []


def test_a_new_file_is_no_larger_than_a_file_may_be(store: Store, folder: Path) -> None:
    for run in range(1, 13):
        add_run(store, folder, run)
    sizes = [path.stat().st_size for path in files_of(folder)]
    most = max(sizes) * 10 + 1
    assert [len(one.paths) for one in _packs(store, folder, most)] == [10, 2]
    assert _packs(store, folder, max(sizes) * 5) == []  # none is small


def test_what_the_store_does_not_know_and_what_is_damaged_stay(store: Store, folder: Path) -> None:
    for run in (1, 2, 3, 4):
        add_run(store, folder, run)
    first, second, *_ = files_of(folder)
    with store.transaction() as connection:
        captures.forget(connection, first.name, [*captures.of_file(connection, first.name)])
    second.write_bytes(second.read_bytes()[:-9])
    [one] = _packs(store, folder)
    assert {first, second}.isdisjoint(one.paths) and len(one.paths) == 2
