"""What a retention deletes, and what it never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.building import as_previous, warcio_check
from tests.maintenance.conftest import add_run, listing, problems
from zhanjiang.archive import Capture
from zhanjiang.archive.reader import files_of
from zhanjiang.maintenance.retention import delete, superseded
from zhanjiang.store import Store, captures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The archive's folder."""
    return tmp_path / "archive"


def _delete(store: Store, folder: Path, days: int = 30) -> list[str]:
    """Delete, and return the days on which what goes was fetched."""
    with store.reading() as connection:
        rows = superseded(connection, folder, days)
    delete(store, folder, rows)
    assert problems(store, folder) == []
    return [row.taken_at[:10] for row in rows]


def _days(store: Store) -> list[str]:
    with store.reading() as connection:
        return [capture.taken_at[:10] for capture in captures.of_days(connection, "2000", "2100")]


def _three_listings(store: Store, folder: Path) -> list[Capture]:
    days = ("2020-01-01", "2020-02-01", "2020-03-01")
    return [
        one for run, day in enumerate(days, 1) for one in add_run(store, folder, run, [listing(run, day, day.encode())])
    ]


def test_listings_go_but_for_the_latest_with_their_requests(store: Store, folder: Path) -> None:
    _three_listings(store, folder)
    before = sum(path.stat().st_size for path in files_of(folder))
    assert _delete(store, folder) == ["2020-01-01", "2020-02-01"]
    assert _days(store) == ["2020-03-01"]
    assert sum(path.stat().st_size for path in files_of(folder)) < before * 0.7
    assert warcio_check(*files_of(folder))[0] == 0
    assert _delete(store, folder) == []


def test_what_is_younger_stays(store: Store, folder: Path) -> None:
    _three_listings(store, folder)
    assert _delete(store, folder, days=100_000) == []


def test_articles_stay_whatever_comes_after_them(store: Store, folder: Path) -> None:
    for run in (1, 2, 3):
        add_run(store, folder, run)
    assert _delete(store, folder, days=1) == []


def test_what_another_record_refers_to_stays(store: Store, folder: Path) -> None:
    [first] = add_run(store, folder, 1, [listing(1, "2020-01-01", b"one")])
    again = listing(2, "2020-02-01", b"one", previous=as_previous(first, b"one"))
    add_run(store, folder, 2, [again])
    add_run(store, folder, 3, [listing(3, "2020-03-01", b"three")])
    assert _delete(store, folder) == ["2020-02-01"]
    assert _delete(store, folder) == ["2020-01-01"]  # nothing refers to it any more


def test_where_the_latest_cannot_be_read_nothing_goes(store: Store, folder: Path) -> None:
    *_, last = _three_listings(store, folder)
    path = folder / last.file
    path.write_bytes(path.read_bytes()[: last.offset + 20])
    with store.reading() as connection:
        assert superseded(connection, folder, 30) == []


def test_other_records_of_the_same_file_stay_byte_by_byte(store: Store, folder: Path) -> None:
    article = {"url": "https://www.example/p/9.html", "body": "<h1>赤坎老街</h1>".encode()}
    add_run(store, folder, 1, [article, listing(1, "2020-01-01", b"one"), {**article, "body": b"2"}])
    add_run(store, folder, 2, [listing(2, "2020-02-01", b"two")])
    assert _delete(store, folder) == ["2020-01-01"]
    with store.reading() as connection:
        of_run = captures.of_run(connection, 1)
    assert [capture.url for capture in of_run] == ["https://www.example/p/9.html"] * 2
