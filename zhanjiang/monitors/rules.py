"""Monitors of how pages are read: rules that fell, listings that give less, fields that fewer articles have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Final

from zhanjiang.console.words import many
from zhanjiang.layouts.drift import FAMILIES, OF_LISTING, Counts, fallen_fields, field_shares, is_judged, of_family
from zhanjiang.monitors.evidence import Judgement, RunEvidence, per_cent
from zhanjiang.store import crawls, drift, layout_counts
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.layout_counts import ARTICLE, MISSING

RUNS: Final = 5
"""With how many of the last runs a run is compared."""
_NAMED: Final = 3
_SIGMAS: Final = 4
"""A share that fell by fewer standard deviations may have fallen by chance."""
_LOOK: Final = "save the page, and see with `scrapy parse-file` why the field is empty"


def rules_fell(run: RunEvidence) -> Iterator[Judgement]:
    """Fail as long as drift stands, if this run is one that can see it; one judgement for each family."""
    standing = drift.current(run.connection)
    before = _before(run, drift.first_run(run.connection))
    for family in FAMILIES:
        found = [one for one in standing if one.subject.endswith(f"({family})")]
        if not found:
            yield Judgement(f"rules ({family})", None)
        elif not run.is_typed and is_judged(found[0].subject, run.counts):
            fields = fallen_fields(run.counts, before, family, run.limits.of_drift)
            yield Judgement(f"rules ({family})", _in_one(found, fields, family))


def _in_one(found: Sequence[DriftFinding], fields: Sequence[DriftFinding], family: str) -> DriftFinding:
    """All that is found in one: by fields where any fell, each of the first with what was so before and is so now."""
    if not fields:
        return found[0]
    names = [one.subject.removesuffix(f" ({family})") for one in fields]
    shown = [*zip(names, fields, strict=True)][:_NAMED]
    before, now = ("; ".join(f"{name} {getattr(one, when)}" for name, one in shown) for when in ("before", "now"))
    return DriftFinding(", ".join(names), before, now, fields[0].example, fields[0].advice)


def listings_fell(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where a channel's listing gives no rows, or far fewer than ever."""
    standing = {one.subject: one for one in drift.current(run.connection) if one.subject.startswith(OF_LISTING)}
    for name in {*standing, *(name for name in run.states if name.startswith(OF_LISTING))}:
        if name not in standing or is_judged(name, run.counts):
            yield Judgement(name, standing.get(name))


def fields_filled(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where far fewer articles of a layout have a field than in the last good runs.

    Where rules fell, that is said already.
    """
    standing = drift.current(run.connection)
    for family in FAMILIES if run.is_walk else ():
        name = f"fields ({family})"
        if any(one.subject.endswith(f"({family})") for one in standing):
            continue
        now = of_family(run.counts, family)
        earlier = [count for counts in _before(run, run.broken_in(name)) for count in counts]
        if not _are_enough(now, run.limits.least):
            continue
        falls = [*_falls(now, of_family(earlier, family), run.limits.filled_drop)]
        yield Judgement(name, _with_others(falls) if falls else None)


def _before(run: RunEvidence, broken_in: int | None) -> list[Counts]:
    """The counts of the last runs that took the same channels, before something broke."""
    by_run = layout_counts.of_runs(run.connection, before=broken_in or run.run.id, runs=RUNS)
    mine = run.run.arguments.get("channels")
    arguments = {one.id: one.arguments for one in crawls.of_numbers(run.connection, by_run)}
    return [counts for number, counts in by_run.items() if arguments.get(number, {}).get("channels") == mine]


def _are_enough(counts: Counts, least: float) -> bool:
    return sum(count.number for count in counts if count.field == ARTICLE) >= max(least, 1)


def _falls(now: Counts, before: Counts, limit: float) -> Iterator[DriftFinding]:
    for layout, field in sorted({(count.layout, count.field) for count in now if count.field != ARTICLE}):
        mine, theirs = ([count for count in counts if count.layout == layout] for counts in (now, before))
        shares = field_shares(field, mine, theirs)
        if shares is None:
            continue
        filled, expected = (1 - part.get(MISSING, 0) for part in (shares.now, shares.expected))
        pooled = (filled * shares.articles + expected * shares.compared) / (shares.articles + shares.compared)
        noise = sqrt(pooled * (1 - pooled) * (1 / shares.articles + 1 / shares.compared))
        if expected - filled >= max(limit, _SIGMAS * noise):
            example = next(one.example for one in mine if (one.field, one.rule) == (field, MISSING))
            was, is_now = (f"in {per_cent(share)} of articles" for share in (expected, filled))
            yield DriftFinding(f"{field} in the layout {layout}", was, is_now, example, _LOOK)


def _with_others(falls: Sequence[DriftFinding]) -> DriftFinding:
    """The first fall; its subject says how many there are beside it."""
    first, *others = falls
    if not others:
        return first
    subject = f"{first.subject} (and {many(len(others), 'field')} more: {', '.join(one.subject for one in others)})"
    return DriftFinding(subject, first.before, first.now, first.example, first.advice)
