"""How a run ended is a state: a kill and three exit codes break it, a good end mends it, Ctrl-C says nothing."""

from __future__ import annotations

import pytest

from tests.monitors.judged import add_run
from zhanjiang.monitors.run_end import judge_end
from zhanjiang.store import Store, crawls


@pytest.mark.parametrize(
    ("exit_code", "now"),
    [
        (0, None),
        (65, None),
        (69, "run 1 found no site that lets it in (69)"),
        (74, "run 1 could not write (74)"),
        (1, "run 1 could not start (1)"),
    ],
)
def test_an_end_is_judged_by_its_exit_code(store: Store, exit_code: int, now: str | None) -> None:
    run = add_run(store, counts={}, exit_code=exit_code)
    with store.reading() as connection:
        [row] = crawls.of_numbers(connection, [run])
    judged = judge_end(row)
    assert judged and judged.name == "run (articles)"
    assert (judged.finding.now if judged.finding else None) == now


def test_a_killed_run_is_broken_and_one_that_a_user_ended_is_not_judged(store: Store) -> None:
    killed = add_run(store, exit_code=None)
    ended = [add_run(store, counts={}, exit_code=code) for code in (130, 143)]
    running = add_run(store, exit_code=None)
    with store.reading() as connection:
        rows = {row.id: judge_end(row) for row in crawls.of_numbers(connection, [killed, *ended, running])}
    judged = rows.pop(killed)
    assert judged and judged.finding and judged.finding.now == f"run {killed} was killed"
    assert set(rows.values()) == {None}
