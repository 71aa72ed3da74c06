"""The table of drift: a finding stands until it no longer holds."""

from __future__ import annotations

from dataclasses import replace

from zhanjiang.store import Store, drift
from zhanjiang.store.drift import DriftFinding

_FINDING = DriftFinding("stock, source", "label 98 %", "missing 90 %", "https://www.example/p/1.html", "learn")


def test_a_finding_stands_until_it_is_removed(store: Store) -> None:
    other = replace(_FINDING, subject="stock, byline", example=None)
    with store.transaction() as connection:
        drift.save(connection, 2, [_FINDING])
        drift.save(connection, 1, [other])
        assert drift.current(connection) == [other, _FINDING]
        drift.save(connection, 3, [replace(_FINDING, now="missing 95 %")])
        drift.remove(connection, [other.subject])
        assert drift.current(connection) == [replace(_FINDING, now="missing 95 %")]
        drift.save(connection, 3, [])
