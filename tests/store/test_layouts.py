"""The tables of learned layouts and of rules: what was learned, what is forgotten, and when it was used."""

from __future__ import annotations

from zhanjiang.store import Store, layout_counts, layouts
from zhanjiang.store.layout_counts import LayoutUse, RuleCount

_DATA = {"name": "湛江一号", "headline": "//h2", "shares": {"body": 0.95}}


def test_a_layout_is_stored_replaced_and_forgotten(store: Store) -> None:
    with store.transaction() as connection:
        layouts.save(connection, "a", {"pages": 1}, 1)
        layouts.save(connection, "a", _DATA, 2)
        layouts.save(connection, "b", {}, None)
        assert layouts.forget(connection, "b") and not layouts.forget(connection, "b")
        assert not layouts.forget(connection, "c")
        [kept] = layouts.stored(connection)
        assert (kept.name, kept.run, kept.forgotten_at, kept.data) == ("a", 2, None, _DATA)
        assert [one.name for one in layouts.stored(connection, with_forgotten=True)] == ["a", "b"]


def test_a_forgotten_layout_that_is_learned_again_is_in_use(store: Store) -> None:
    with store.transaction() as connection:
        layouts.save(connection, "a", {}, 1)
        layouts.forget(connection, "a")
        layouts.save(connection, "a", _DATA, 2)
        assert [one.data for one in layouts.stored(connection)] == [_DATA]


def test_it_is_known_when_layouts_changed_last(store: Store) -> None:
    with store.transaction() as connection:
        assert layouts.changed_at(connection) == ""
        for name, learned_at, forgotten_at in (("a", "2026-11-20", None), ("b", "2026-11-01", "2026-11-24")):
            row = {"name": name, "learned_at": learned_at, "forgotten_at": forgotten_at, "data": {}}
            connection.execute(layouts.layouts.insert().values(row))
        assert layouts.changed_at(connection) == "2026-11-24"
        layouts.save(connection, "c", {}, None)
        assert layouts.changed_at(connection) > "2026-11-24"


def test_the_counts_of_the_last_runs_are_returned(store: Store) -> None:
    count = RuleCount("stock", "2024", "article", "read", 7, "https://www.example/p/1.html")
    with store.transaction() as connection:
        layout_counts.save(connection, 1, [count, count._replace(field="source", rule="label")])
        layout_counts.save(connection, 2, [])
        layout_counts.save(connection, 3, [count])
        layout_counts.save(connection, 3, [count._replace(number=9)])
        layout_counts.save(connection, 4, [count])
        before = layout_counts.of_runs(connection, before=4, runs=1)
        assert before == {3: [count._replace(number=9)]}
        assert [*layout_counts.of_runs(connection, before=4, runs=5)] == [3, 1]
        layout_counts.save(connection, 5, [count._replace(layout="labels", year=year) for year in ("", "2023")])
        assert layout_counts.last_uses(connection) == {"stock": LayoutUse(4, 7), "labels": LayoutUse(5, 14)}
