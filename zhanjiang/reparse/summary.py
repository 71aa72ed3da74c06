"""What became of the pages that were read again, in plain lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypedDict

from zhanjiang.console.progress_bar import with_progress
from zhanjiang.processors.text import plain_line
from zhanjiang.reparse.archived import ArchiveOutcome
from zhanjiang.reparse.quarantined import QuarantineOutcome, QuarantineState
from zhanjiang.versions.differences import FieldDifference
from zhanjiang.versions.terminal import signed

_EXAMPLES: Final = 3


class _OfOutcomes(TypedDict):
    """How the progress of reading again names and counts what is read."""

    name: Callable[[ArchiveOutcome | QuarantineOutcome], str]
    state: Callable[[ArchiveOutcome | QuarantineOutcome], str]


OF_OUTCOMES: Final = _OfOutcomes(name=lambda outcome: outcome.address, state=lambda outcome: outcome.state)


def print_outcomes(outcomes: Sequence[ArchiveOutcome]) -> None:
    """Print what cannot be read, what is read otherwise, and how many visits became what."""
    counts = Counter(outcome.state for outcome in outcomes)
    for outcome in outcomes:
        if outcome.state in ("failed", "left"):
            print(plain_line(f"{outcome.state}  {outcome.address}  {outcome.reason}"))
    _print_changes([outcome for outcome in outcomes if outcome.state == "reparsed"])
    print(
        f"{sum(counts.values())} visits: {counts['new']} new articles, {counts['edited']} edited by the newsroom, "
        f"{counts['reparsed']} read otherwise, {counts['known']} as they were, {counts['gone']} gone, "
        f"{counts['failed']} failed, {counts['left']} left as they are"
    )


def _print_changes(outcomes: Iterable[ArchiveOutcome]) -> None:
    """Print field by field in how many articles it is read otherwise, with the first few of them."""
    by_field: dict[str, list[tuple[str, FieldDifference]]] = {}
    for outcome in outcomes:
        for difference in outcome.changes:
            by_field.setdefault(difference.field, []).append((outcome.article, difference))
    for field, differences in by_field.items():
        print(f"{field}: {len(differences)} articles")
        for article_id, difference in differences[:_EXAMPLES]:
            print(plain_line(f"  {article_id}: {signed(difference.pieces)}"))


def print_each(outcomes: Iterable[QuarantineOutcome], total: int) -> Counter[QuarantineState]:
    """Print what becomes of each page in one line, once a terminal's bar is full; return how many became what."""
    lines: list[str] = []
    counts: Counter[QuarantineState] = Counter()
    try:
        for outcome in with_progress(outcomes, "Reading", total, **OF_OUTCOMES):
            lines.append("  ".join(filter(None, (outcome.state, outcome.address, outcome.reason))))
            counts[outcome.state] += 1
    finally:
        print(*map(plain_line, lines), sep="\n")
    return counts
