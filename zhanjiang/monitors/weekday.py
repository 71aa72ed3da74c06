"""The monitor of how much is found: the articles of a day, against those of the same weekday in the weeks before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Final

from zhanjiang.monitors.baseline import FOUND
from zhanjiang.monitors.evidence import Judgement, RunEvidence
from zhanjiang.store import crawls
from zhanjiang.store.crawls import BROKEN, Crawl
from zhanjiang.store.drift import DriftFinding
from zhanjiang.times import PORTAL_TIME, moment, parse_moment

_NEW: Final = "articles/new"
_SLACK: Final = timedelta(hours=1)
"""By how much later a run may start than a week ago, as timers do."""
_WEEKS: Final = 2
"""Fewer weeks say nothing."""
_DAYS: Final = ("since", "full")
"""Arguments that may differ between runs that are compared."""
_ADVICE: Final = "see whether the site has more: open the front page, and look at `scrapy status --runs`"


def articles_found(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where far fewer new articles were found so far on this day than usual on its weekday, up to this hour.

    So it does not matter how often a day the site is crawled. Days on which the monitor was broken are not usual.
    """
    if not run.is_walk or run.reason != "finished":
        return
    weeks, name = int(run.limits.found_weeks), f"{FOUND} ({run.run.spider})"
    started = parse_moment(run.run.started_at).astimezone(PORTAL_TIME)
    first = moment(started - timedelta(weeks=weeks, days=1))
    since = crawls.since(run.connection, run.run.spider, first)
    alike = [one for one in since if one.id not in run.others and _are_alike(one, run.run)]
    if any(one.counts is None and one.id != run.run.id and _day(one) == started.date() for one in alike):
        return  # what a killed run found is not known
    found = run.sum(_NEW) + (_found_on(alike, started, run.run.id) or 0)
    usual = [one for one in alike if one.id < (run.broken_in(name) or run.run.id)]
    apart = {_day(one) for one in usual if f"{BROKEN}{name}" in (one.counts or {})}
    weeks_ago = [started - timedelta(weeks=week) for week in range(1, weeks + 1)]
    days = [_found_on(usual, when) for when in weeks_ago if when.date() not in apart]
    known = [number for number in days if number is not None]
    if len(known) < _WEEKS or (expected := median_low(known)) < run.limits.found_least:
        return
    before, now = f"{expected} new articles by this hour of the weekday", f"{found} today"
    finding = DriftFinding(name, before, now, None, _ADVICE)
    yield Judgement(name, finding if found < expected * run.limits.found_share else None)


def _are_alike(one: Crawl, other: Crawl) -> bool:
    first, second = ({k: v for k, v in run.arguments.items() if k not in _DAYS} for run in (one, other))
    return first == second


def _found_on(runs: Sequence[Crawl], when: datetime, before: int | None = None) -> int | None:
    """How many new articles the runs of a day found that began by its hour; None where there were none."""
    of_day = [
        run.counts.get(_NEW, 0)
        for run in runs
        if run.counts is not None
        and (before is None or run.id < before)
        and _day(run) == when.date()
        and parse_moment(run.started_at) <= when + _SLACK
    ]
    return sum(of_day) if of_day else None


def _day(run: Crawl) -> date:
    """The portal's day on which a run started."""
    return parse_moment(run.started_at).astimezone(PORTAL_TIME).date()
