"""Monitors of how pages are read: rules that fell, listings that give less, fields that fewer articles have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Final, NamedTuple

from zhanjiang.console.words import many
from zhanjiang.layouts.drift import (
    FAMILIES,
    OF_LISTING,
    Counts,
    FieldShares,
    fallen_fields,
    field_shares,
    is_judged,
    of_family,
)
from zhanjiang.monitors.baseline import measure, sound_runs
from zhanjiang.monitors.evidence import Judgement, RunEvidence, per_cent
from zhanjiang.store import crawls, drift
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.layout_counts import ARTICLE, MISSING

_NAMED: Final = 3
_OTHERS: Final = " (and "
_SIGMAS: Final = 4
"""A share that fell by fewer standard deviations may have fallen by chance."""
_LOOK: Final = "save the page, and see with `scrapy parse-file` why the field is empty"


def rules_fell(run: RunEvidence) -> Iterator[Judgement]:
    """Fail as long as drift stands, if this run is one that can see it; one judgement for each family."""
    standing, everything = drift.current(run.connection), measure(run.connection, run.run.id)
    for family in FAMILIES:
        before = _before(run, family)
        found = [one for one in standing if one.subject.endswith(f"({family})")]
        if not found:
            yield Judgement(f"rules ({family})", None)
        elif not run.is_typed and any(is_judged(one.subject, run.counts, everything) for one in found):
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
        if name not in standing or is_judged(name, run.counts, ()):
            yield Judgement(name, standing.get(name))


def fields_filled(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where far fewer articles of a layout have a field than in the last good runs.

    Where rules fell, that is said already. It is well again where the layout's articles have the field, or where none
    of many articles is of that layout any more.
    """
    standing = drift.current(run.connection)
    for family in FAMILIES if run.is_walk else ():
        name = f"fields ({family})"
        if any(one.subject.endswith(f"({family})") for one in standing):
            continue
        now = of_family(run.counts, family)
        earlier = [count for counts in _before(run, family) for count in counts]
        if not _are_enough(now, run.limits.least):
            continue
        compared = [*_compared(now, of_family(earlier, family))]
        falls = [*_falls(compared, now, run.limits.filled_drop)]
        if falls or _is_seen(run, name, compared, now):
            yield Judgement(name, _with_others(falls) if falls else None)


def _is_seen(run: RunEvidence, name: str, compared: Sequence[_Compared], now: Counts) -> bool:
    """Say whether a run without a fall shows that all is well: it compares what is broken, if anything is."""
    if run.broken_in(name) is None:
        return bool(compared)
    broken = run.states[name].finding.subject.partition(_OTHERS)[0]
    is_gone = not any(broken.endswith(_of_layout("", count.layout)) for count in now)
    return bool(compared) and (is_gone or broken in {_of_layout(one.field, one.layout) for one in compared})


def _before(run: RunEvidence, family: str) -> list[Counts]:
    """The counts of the last runs that took the same channels, and in which nothing of the family was broken."""
    by_run = sound_runs(run.connection, family, before=run.run.id)
    mine = run.run.arguments.get("channels")
    arguments = {one.id: one.arguments for one in crawls.of_numbers(run.connection, by_run)}
    return [counts for number, counts in by_run.items() if arguments.get(number, {}).get("channels") == mine]


def _are_enough(counts: Counts, least: float) -> bool:
    return sum(count.number for count in counts if count.field == ARTICLE) >= max(least, 1)


class _Compared(NamedTuple):
    """A field of a layout with its shares now and before."""

    layout: str
    field: str
    shares: FieldShares


def _compared(now: Counts, before: Counts) -> Iterator[_Compared]:
    """Yield what can be compared, in the order of the names."""
    for layout, field in sorted({(count.layout, count.field) for count in now if count.field != ARTICLE}):
        mine, theirs = ([count for count in counts if count.layout == layout] for counts in (now, before))
        if shares := field_shares(field, mine, theirs):
            yield _Compared(layout, field, shares)


def _falls(compared: Sequence[_Compared], now: Counts, limit: float) -> Iterator[DriftFinding]:
    for layout, field, shares in compared:
        filled, expected = (1 - part.get(MISSING, 0) for part in (shares.now, shares.expected))
        pooled = (filled * shares.articles + expected * shares.compared) / (shares.articles + shares.compared)
        noise = sqrt(pooled * (1 - pooled) * (1 / shares.articles + 1 / shares.compared))
        if expected - filled >= max(limit, _SIGMAS * noise):
            examples = (one.example for one in now if (one.layout, one.field, one.rule) == (layout, field, MISSING))
            was, is_now = (f"in {per_cent(share)} of articles" for share in (expected, filled))
            yield DriftFinding(_of_layout(field, layout), was, is_now, next(examples), _LOOK)


def _of_layout(field: str, layout: str) -> str:
    return f"{field} in the layout {layout}"


def _with_others(falls: Sequence[DriftFinding]) -> DriftFinding:
    """The first fall; its subject says how many there are beside it."""
    first, *others = falls
    if not others:
        return first
    subject = f"{first.subject}{_OTHERS}{many(len(others), 'field')} more: {', '.join(one.subject for one in others)})"
    return DriftFinding(subject, first.before, first.now, first.example, first.advice)
