"""The monitor of how runs end: killed, without a site, without a disk, or not at all."""

from __future__ import annotations

from typing import Final

from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.monitors.evidence import Judgement
from zhanjiang.store.crawls import KILLED, Crawl
from zhanjiang.store.drift import DriftFinding

_BROKEN: Final = {
    ExitCode.COULD_NOT_START: ("could not start", "the log says why"),
    ExitCode.UNAVAILABLE: ("found no site that lets it in", "check network and PORTAL_URL, or wait for the site"),
    ExitCode.CANNOT_WRITE: ("could not write", "the log says what: free some space, or mend the rights of the folder"),
}
_WELL: Final = (ExitCode.DONE, ExitCode.INCOMPLETE)
_ENDS_WELL: Final = "ends with 0"


def judge_end(run: Crawl) -> Judgement | None:
    """Judge a run by its end; None where a user ended it, and for one that goes on."""
    name = f"run ({run.spider})"
    if run.outcome == KILLED and run.exit_code is None:
        advice = "run it again, it goes on from there; see whether memory or a time limit ended it"
        return Judgement(name, DriftFinding(name, _ENDS_WELL, f"run {run.id} was killed", None, advice))
    if run.exit_code in _WELL:
        return Judgement(name, None)
    for code, (what, advice) in _BROKEN.items():
        if run.exit_code == code:
            return Judgement(name, DriftFinding(name, _ENDS_WELL, f"run {run.id} {what} ({code:d})", None, advice))
    return None
