"""Rules that fell and fields that fewer articles have: one judgement for each family, with fields and an example."""

from __future__ import annotations

from collections.abc import Mapping

from tests.monitors.judged import add_run, judge
from zhanjiang.layouts.drift import RuleCounter, find_drift
from zhanjiang.monitors.judging import record
from zhanjiang.monitors.rules import fields_filled, listings_fell, rules_fell
from zhanjiang.store import Store, drift, layout_counts, monitor_states
from zhanjiang.store.layout_counts import RuleCount

_READ = {"headline": "selector", "source": "label", "byline": "label"}
_LABELS = _READ | {"headline": "label", "source": "missing"}


def _counts(number: int, rules: Mapping[str, str] = _READ, layout: str = "stock") -> list[RuleCount]:
    counter = RuleCounter()
    for one in range(number):
        counter.add(layout, "2024", f"https://www.example/p/{one}.html", rules)
    return counter.counts


def _mixed(have: int, lack: int, layout: str = "stock") -> list[RuleCount]:
    """Articles with a source, and without one."""
    counter = RuleCounter()
    for one in range(have + lack):
        rules = _READ if one < have else _READ | {"source": "missing"}
        counter.add(layout, "2024", f"https://www.example/p/{one}.html", rules)
    return counter.counts


def _ran(store: Store, counts: list[RuleCount], **more: object) -> int:
    run = add_run(store, **more)  # type: ignore[arg-type]
    with store.transaction() as connection:
        layout_counts.save(connection, run, counts)
    return run


def _drift(store: Store, run: int, now: list[RuleCount], before: list[RuleCount]) -> None:
    with store.transaction() as connection:
        drift.save(connection, run, find_drift(now, [before]))


def test_what_fell_is_one_finding_with_its_fields_before_and_now(store: Store) -> None:
    _ran(store, _counts(40))
    run, now = add_run(store), _counts(30, _LABELS, "labels")
    _drift(store, run, now, _counts(40))
    said = judge(store, rules_fell, run, counts=now)
    failed = said["rules (portal)"].finding
    assert failed and failed.subject == "headline, source"
    assert failed.before == "headline selector 100 %; source label 100 %"
    assert failed.now == "headline label 100 %; source missing 100 %"
    assert failed.example == "https://www.example/p/0.html" and "scrapy parse-file" in failed.advice
    assert said["rules (newspapers)"].finding is None
    assert "rules (portal)" not in judge(store, rules_fell, add_run(store), counts=_counts(5))
    typed = add_run(store, arguments={"urls": "https://www.example/p/1.html"})
    assert "rules (portal)" not in judge(store, rules_fell, typed, counts=now)


def test_a_layout_whose_fields_are_as_good_is_named_itself(store: Store) -> None:
    _ran(store, _counts(40))
    run, now = add_run(store), _counts(30, layout="learned 1")
    _drift(store, run, now, _counts(40))
    failed = judge(store, rules_fell, run, counts=now)["rules (portal)"].finding
    assert failed and (failed.subject, failed.now) == ("layout learned 1 (portal)", "learned 1 100 %")


def test_the_fields_that_labels_gave_until_a_layout_was_learned_are_named(store: Store) -> None:
    _ran(store, _counts(40, {"headline": "selector", "source": "label"}))
    learned = _counts(25, {"headline": "learned", "source": "label"}, "learned 1")
    now = [*_counts(15, {"headline": "label", "source": "label"}, "labels"), *learned]
    run = add_run(store)
    _drift(store, run, now, _counts(40, {"headline": "selector", "source": "label"}))
    failed = judge(store, rules_fell, run, counts=now)["rules (portal)"].finding
    assert failed and (failed.subject, failed.now) == ("headline", "headline label 38 %")


def test_when_drift_stands_no_more_it_is_well(store: Store) -> None:
    run = add_run(store)
    assert {one.finding for one in judge(store, rules_fell, run).values()} == {None}


def test_a_listing_that_gives_nothing_fails_until_it_gives_rows_again(store: Store) -> None:
    counter, full = RuleCounter(), RuleCounter()
    counter.add_listing("shehui", 0, "https://www.example/shehui/")
    full.add_listing("shehui", 20, "https://www.example/shehui/")
    run = add_run(store)
    _drift(store, run, counter.counts, full.counts)
    failed = judge(store, listings_fell, run, counts=counter.counts)["listing shehui"]
    assert failed.finding and failed.finding.now == "0 rows"
    assert judge(store, listings_fell, add_run(store)) == {}
    with store.transaction() as connection:
        monitor_states.fail(connection, run, {"listing shehui": failed.finding})
        drift.remove(connection, ["listing shehui"])
    assert judge(store, listings_fell, run)["listing shehui"].finding is None


def test_a_field_that_far_fewer_articles_of_a_layout_have_fails(store: Store) -> None:
    for _ in range(2):
        _ran(store, _mixed(60, 0) + _mixed(10, 50, "rich"))
    run = add_run(store)
    failed = judge(store, fields_filled, run, counts=_mixed(25, 20) + _mixed(4, 20, "rich"))["fields (portal)"].finding
    assert failed and failed.subject == "source in the layout stock"
    assert (failed.before, failed.now) == ("in 100 % of articles", "in 56 % of articles")
    assert failed.example == "https://www.example/p/25.html"
    assert judge(store, fields_filled, run, counts=_mixed(40, 5))["fields (portal)"].finding is None


def test_what_may_be_chance_or_is_said_already_is_no_finding(store: Store) -> None:
    _ran(store, _mixed(13, 11))
    run = add_run(store)
    assert judge(store, fields_filled, run, counts=_mixed(5, 17))["fields (portal)"].finding is None
    assert judge(store, fields_filled, run, counts=_mixed(2, 17)) == {}
    now = _counts(30, _READ | {"source": "missing"})
    _drift(store, run, now, _counts(40))
    assert judge(store, fields_filled, run, counts=now) == {}


def _judged(store: Store, counts: list[RuleCount]) -> str | None:
    """Let a run end, and record what it says of the fields: what is broken then."""
    run = add_run(store, counts={})
    said = judge(store, fields_filled, run, counts=counts)
    with store.transaction() as connection:
        record(connection, run, [*said.values()])
        broken = monitor_states.broken(connection)
    return broken[0].finding.subject if broken else None


def test_a_field_is_well_again_only_where_it_is_compared_and_what_was_broken_is_no_measure(store: Store) -> None:
    good, bad = _mixed(40, 0), _mixed(20, 25)
    source = "source in the layout stock"
    assert [_judged(store, counts) for counts in (good, good, *[bad] * 6)] == [None, None, *[source] * 6]
    of_other_years = [count._replace(year="2012") for count in good]
    assert [_judged(store, counts) for counts in (of_other_years, _mixed(5, 0))] == [source, source]
    assert [_judged(store, counts) for counts in (good, bad)] == [None, source]


def test_a_layout_that_is_gone_is_broken_no_more(store: Store) -> None:
    both = _mixed(40, 0) + _mixed(40, 0, "rich")
    assert [_judged(store, counts) for counts in (both, _mixed(20, 25) + _mixed(40, 0, "rich"))][1]
    assert _judged(store, _mixed(10, 0) + _mixed(40, 0, "rich")) == "source in the layout stock"
    assert _judged(store, _mixed(40, 0, "rich")) is None


def test_runs_are_compared_with_those_of_the_same_channels_before_it_broke(store: Store) -> None:
    _ran(store, _mixed(40, 0), arguments={"channels": "tiyu"})
    _ran(store, _mixed(0, 40))
    of_tiyu = add_run(store, arguments={"channels": "tiyu"})
    failed = judge(store, fields_filled, of_tiyu, counts=_mixed(10, 30))["fields (portal)"].finding
    assert failed
    whole = add_run(store)
    assert judge(store, fields_filled, whole, counts=_mixed(10, 30))["fields (portal)"].finding is None
    with store.transaction() as connection:
        monitor_states.fail(connection, of_tiyu, {"fields (portal)": failed})
    again = add_run(store, arguments={"channels": "tiyu"})
    assert judge(store, fields_filled, again, counts=_mixed(10, 30))["fields (portal)"].finding
    typed = add_run(store, arguments={"ids": "1-99"})
    assert judge(store, fields_filled, typed, counts=_mixed(0, 40)) == {}
