"""The table of monitors that failed: a state keeps its beginning and its notices, until it is mended and forgotten."""

from __future__ import annotations

from dataclasses import replace

from zhanjiang.store import Store, monitor_states
from zhanjiang.store.drift import DriftFinding

_FINDING = DriftFinding("source", "label 98 %", "missing 90 %", "https://www.example/p/1.html", "mend the rule")
_DISK = DriftFinding("disk", "500 MB or more", "3 MB left", None, "free some space")


def test_a_state_keeps_its_beginning_and_takes_what_is_found_now(store: Store) -> None:
    with store.transaction() as connection:
        monitor_states.fail(connection, 3, {"rules (portal)": _FINDING})
        monitor_states.fail(connection, 2, {"disk": _DISK})
        monitor_states.note_sent(connection, "1 JSON", {"rules (portal)": "broken"})
        since = monitor_states.current(connection)["rules (portal)"].since
        monitor_states.fail(connection, 4, {"rules (portal)": replace(_FINDING, now="missing 95 %")})
    with store.reading() as connection:
        disk, rules = monitor_states.broken(connection)
    assert (disk.run, disk.notices, disk.line) == (2, {}, disk.finding.sentence)
    assert (rules.run, rules.since, rules.finding.now, rules.mended_at) == (3, since, "missing 95 %", None)
    assert rules.notices["1 JSON"].kind == "broken"
    assert rules.line.startswith("rules (portal): source: before label 98 %, now missing 95 %, as at https://")


def test_what_is_mended_breaks_anew_and_what_is_forgotten_is_gone(store: Store) -> None:
    with store.transaction() as connection:
        monitor_states.fail(connection, 1, {"disk": _DISK, "rules (portal)": _FINDING})
        monitor_states.mend(connection, ["disk", "nothing of this name"])
        assert [state.name for state in monitor_states.broken(connection)] == ["rules (portal)"]
        assert monitor_states.current(connection)["disk"].mended_at
        monitor_states.fail(connection, 5, {"disk": _DISK})
        again = monitor_states.current(connection)["disk"]
        assert (again.run, again.mended_at) == (5, None)
        monitor_states.forget(connection, ["disk"])
        assert [*monitor_states.current(connection)] == ["rules (portal)"]
