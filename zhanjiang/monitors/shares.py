"""Monitors that compare two counts of a run with a limit, each declared in a few lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from zhanjiang.console.words import many
from zhanjiang.monitors.evidence import Judgement, RunEvidence, per_cent
from zhanjiang.monitors.limits import MonitorLimits
from zhanjiang.store import owed
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.ledger import BAD, State

_OUTCOMES: Final = ("stored", "unchanged", "alias", "read", "gone", "failed", "incomplete", "quarantined")
_PAGES: Final = tuple(f"ledger/{state}" for state in _OUTCOMES)
_ANSWERS: Final = ("downloader/response_count",)
_CHALLENGES: Final = tuple(f"downloader/response_status_count/{status}" for status in (403, 412, 429, 521))


@dataclass(frozen=True, slots=True)
class ShareMonitor:
    """Fails where ``part``, without ``apart``, is a larger share of ``whole`` than the limit; all are sums of stats.

    It says nothing of a run that counts fewer than ``MONITOR_LEAST``. An example is a page of one of ``states``.
    """

    name: str
    part: Sequence[str]
    whole: Sequence[str]
    limit: Callable[[MonitorLimits], float]
    advice: str
    states: Sequence[State] = ()
    apart: Sequence[str] = ()

    def __call__(self, run: RunEvidence) -> Iterator[Judgement]:
        """Judge a run that took what the site has."""
        whole, limit = run.sum(*self.whole), self.limit(run.limits)
        if whole < max(run.limits.least, 1) or not run.is_walk:
            return
        part = run.sum(*self.part) - run.sum(*self.apart)
        share = part / whole
        name = f"{self.name} ({run.run.spider})"
        example = _example(run, self.states) if share > limit else None
        now = f"{part} of {whole} ({per_cent(share)})"
        finding = DriftFinding(name, f"{per_cent(limit)} at most", now, example, self.advice)
        yield Judgement(name, finding if share > limit else None)


def _example(run: RunEvidence, states: Sequence[State]) -> str | None:
    """The address of a page that the run, or another of its fleet, left in one of the states."""
    found = (owed.example(run.connection, number, states) for number in (run.run.id, *sorted(run.others)) if states)
    return next(filter(None, found), None)


_BAD: Final = ("ledger/failed", "ledger/incomplete", "ledger/quarantined")
_LET_IN: Final = tuple(name for name in _PAGES if name != "ledger/failed")
_NEARLY_ALL: Final = 0.9
_FEW: Final = 3
"""So many new pages of articles are no chance, if all of them are bad."""
_NOT_READ: Final = "open the site: it may be closed for maintenance; `scrapy status --failed` has the reasons"

failed_pages: Final = ShareMonitor(
    "failed pages",
    ("ledger/failed", "ledger/incomplete"),
    _PAGES,
    lambda limits: limits.failed_share,
    "`scrapy status --failed` has the reasons; the next run tries them again",
    ("failed", "incomplete"),
)
quarantined_pages: Final = ShareMonitor(
    "quarantine",
    ("ledger/quarantined",),
    _PAGES,
    lambda limits: limits.quarantined_share,
    "`scrapy status --failed` has the reasons; mend the rules, then `scrapy reparse --quarantine`",
    ("quarantined",),
)
challenges: Final = ShareMonitor(
    "challenges",
    _CHALLENGES,
    _ANSWERS,
    lambda limits: limits.challenged_share,
    "crawl slower (-s DOWNLOAD_DELAY=5), set CONTACT, or ask the site to let us in",
    apart=("challenge/answered",),
)


def pages_read(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where nearly all pages of a run went wrong, front page and listings too, however few they are.

    Where there are enough for the monitors of shares, they say it; where the site lets nobody in, the run's end does.
    """
    bad, whole = run.sum(*_BAD), run.sum(*_PAGES)
    if run.is_typed or run.reason != "finished" or not run.sum(*_LET_IN):
        return
    name = f"pages read ({run.run.spider})"
    if bad < _NEARLY_ALL * whole:
        yield Judgement(name, None)
    elif run.broken_in(name) is not None or whole < run.limits.least or not run.is_walk:
        yield Judgement(name, _not_read(run, name, f"{whole - bad} of {many(whole, 'page')}"))


def articles_read(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where listings are read, and nearly none of the articles; well again only where articles are read.

    A run that only asks once more for pages that have long been bad says nothing, as long as all is well.
    """
    name = f"articles read ({run.run.spider})"
    is_broken = run.broken_in(name) is not None
    good = run.sum("ledger/stored", "ledger/unchanged", "ledger/alias")
    bad = run.sum(*_BAD) if is_broken else run.sum("ledger/newly_bad")
    if run.is_typed or run.reason != "finished" or not run.sum("ledger/read"):
        return
    has_failed = bad >= (1 if is_broken else _FEW) and bad >= _NEARLY_ALL * (bad + good)
    is_said = run.sum(*_PAGES) >= run.limits.least and run.is_walk and not is_broken
    if has_failed and not is_said:
        yield Judgement(name, _not_read(run, name, f"{good} of {many(bad + good, 'page')}"))
    elif good:
        yield Judgement(name, None)


def _not_read(run: RunEvidence, name: str, now: str) -> DriftFinding:
    example = _example(run, BAD)
    return DriftFinding(name, f"more than {per_cent(1 - _NEARLY_ALL)}", now, example, _NOT_READ)


def outcomes_missing(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where requests were lost: a page was leased, and nothing is known of what became of it."""
    lost, name = run.sum("ledger/lost"), f"outcomes missing ({run.run.spider})"
    if run.reason == "finished":
        example = _example(run, ("failed",)) if lost else None
        advice = "the next run fetches them; if it comes again, report it with the log at LOG_LEVEL=DEBUG"
        before = f"{run.limits.lost_most:g} at most"
        finding = DriftFinding(name, before, f"{lost} pages without an outcome", example, advice)
        yield Judgement(name, finding if lost > run.limits.lost_most else None)


def repair_guesses(run: RunEvidence) -> Iterator[Judgement]:
    """Fail where damaged texts are guessed at many places: the damage is another than the one that is known."""
    damaged, guesses = run.sum("repair/articles"), run.sum("repair/guesses")
    if damaged < max(run.limits.least, 1):
        return
    name, most = f"repair guesses ({run.run.spider})", run.limits.guesses_most
    now = f"{guesses / damaged:.1f} of an article"
    advice = "see one with `scrapy repair --explain`; `scrapy repair --learn` teaches words"
    finding = DriftFinding(name, f"{most:g} of an article at most", now, run.example, advice)
    yield Judgement(name, finding if guesses / damaged > most else None)
