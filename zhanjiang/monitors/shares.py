"""Monitors that compare two counts of a run with a limit, each declared in a few lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from zhanjiang.monitors.evidence import Judgement, RunEvidence, per_cent
from zhanjiang.monitors.limits import MonitorLimits
from zhanjiang.store import owed
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.ledger import State

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
