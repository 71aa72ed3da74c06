"""The tables of snapshots: an entry is recorded once for each moment."""

from __future__ import annotations

from sqlalchemy import select

from zhanjiang.items import RankingEntry
from zhanjiang.store import Store, rankings


def test_an_entry_that_is_recorded_stays_as_it_was(store: Store) -> None:
    first, second = (f"2022-05-3{day}T14:03:00Z" for day in (0, 1))
    with store.transaction() as connection:
        for taken_at, headline in ((first, "头条"), (first, "改了"), (second, "次日")):
            shown = {"headline": headline, "url": "https://www.example/p/7.html"}
            rankings.save(connection, RankingEntry(period="day", rank=1, taken_at=taken_at, **shown))
        columns = (rankings.rankings.c.taken_at, rankings.rankings.c.headline)
        rows = connection.execute(select(*columns).order_by(columns[0])).all()
    assert [tuple(row) for row in rows] == [(first, "头条"), (second, "次日")]


def test_the_last_snapshots_of_a_period(store: Store) -> None:
    moments = [f"2022-05-0{day}T14:03:00Z" for day in range(1, 6)]
    with store.transaction() as connection:
        assert rankings.snapshots(connection, 9) == []
        for taken_at in moments:
            for rank in (2, 1):
                entry = RankingEntry("week", rank, f"第{rank}条", "https://www.example/p/7.html", None, taken_at)
                rankings.save(connection, entry)
        assert rankings.snapshots(connection, 3) == moments[2:]
        found = rankings.of_snapshot(connection, moments[1], "week")
        assert [(entry.rank, entry.headline) for entry in found] == [(1, "第1条"), (2, "第2条")]
        assert rankings.of_snapshot(connection, moments[1], "day") == []
