"""What a store wants is done, and said; what it does not want is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.maintenance.conftest import add_run, listing
from zhanjiang.maintenance.house_keeping import HouseKeeping
from zhanjiang.store import Store, tuning
from zhanjiang.store.captures import captures


def _lines(store: Store, folder: Path, *, days: int = 0, is_rehearsal: bool = False) -> list[str]:
    return [*HouseKeeping(store, folder, 1_000_000, days, is_rehearsal).keep()]


def _fill(store: Store, rows: int) -> None:
    row = {"file": "x-run1-1-1.warc.gz", "length": 9, "type": "response", "digest": "d" * 999, "is_further": False}
    row |= {"taken_at": "2026-11-25T01:00:00.000000Z"}
    with store.transaction() as connection:
        connection.execute(captures.insert(), [{**row, "offset": at, "url": f"https://x/{at}"} for at in range(rows)])


def test_a_rehearsal_says_what_the_real_one_does(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    for run, day in enumerate(("2020-01-01", "2020-02-01", "2020-03-01"), 1):
        add_run(store, folder, run, [listing(run, day, day.encode())])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    said = _lines(store, folder, days=30, is_rehearsal=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert said[0].startswith("retention: 2 records of superseded listings older than 30 days would be deleted (")
    assert said[1] == "  /shizheng/  2 records, 2020-01-01 to 2020-02-01"
    assert said[2].startswith("archive: 3 small files would be joined into 1 (")
    done = _lines(store, folder, days=30)
    assert done[0].startswith("retention: 2 records of superseded listings older than 30 days deleted (")
    assert done[1].startswith("archive: 3 small files joined into 1 (")
    assert [line for line in done if "would" in line] == []
    assert len([*folder.iterdir()]) == 1
    again = _lines(store, folder, days=30)
    assert again[:2] == [
        "retention: no record of superseded listings older than 30 days",
        "archive: no small files to join",
    ]


def test_without_the_setting_nothing_goes(store: Store, tmp_path: Path) -> None:
    assert _lines(store, tmp_path)[0] == "retention: nothing is ever deleted (RETENTION_LISTINGS is 0)"


def test_an_unused_part_of_the_file_is_given_back(local_store: Store, tmp_path: Path) -> None:
    _fill(local_store, 3000)
    path = tmp_path / "data/store.db"
    with local_store.transaction() as connection:
        connection.execute(captures.delete().where(captures.c.offset > 50))
    said = _lines(local_store, tmp_path, is_rehearsal=True)
    assert said[-2].endswith("unused, would be written anew")
    assert _lines(local_store, tmp_path)[-2].endswith("unused, written anew")
    assert path.stat().st_size < 1 << 20
    assert _lines(local_store, tmp_path)[-2].endswith("not worth writing it anew")


def test_statistics_are_made_once_and_again_when_a_table_has_grown(local_store: Store, tmp_path: Path) -> None:
    _fill(local_store, 1500)
    assert "captures" in _lines(local_store, tmp_path)[-1]
    with local_store.reading() as connection:
        assert tuning.need_of(connection).tables == ()
        counted = connection.exec_driver_sql("SELECT max(stat) FROM sqlite_stat1 WHERE tbl = 'captures'").scalar()
    assert str(counted).startswith("1500 ")
    with local_store.transaction() as connection:
        connection.execute(captures.update().values(file="y-run1-1-1.warc.gz", offset=captures.c.offset + 9999))
    _fill(local_store, 1800)
    with local_store.reading() as connection:
        assert tuning.need_of(connection).tables == ("captures",)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_postgresql_is_vacuumed(store: Store, tmp_path: Path) -> None:
    _fill(store, 100)
    assert _lines(store, tmp_path)[-1] == "store: VACUUM (ANALYZE) done"
    with store.reading() as connection:
        query = "SELECT reltuples FROM pg_class WHERE relname = 'captures'"
        assert connection.exec_driver_sql(query).scalar() == 100
