"""The layouts that read articles: what was learned of each, and when it was used last; and one as Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from zhanjiang.console.tables import print_table
from zhanjiang.pages.reading.learned import PARTS, LearnedLayout
from zhanjiang.processors.text import plain_line
from zhanjiang.report.clock import Clock
from zhanjiang.store import layout_counts, layouts
from zhanjiang.store.layouts import StoredLayout

_HEADER: Final = ("name", "learned", "pages", *PARTS, "last run", "articles")


@dataclass(frozen=True, slots=True)
class LayoutSummary:
    """A layout with its use: the last run in which it read articles, and how many; None where it read none yet.

    ``shares`` says of each learned part on which share of the ``pages`` learned from it agreed. A declared layout, and
    ``labels``, have neither, nor a time of learning.
    """

    name: str
    learned_at: str | None
    pages: int | None
    shares: dict[str, float]
    last_run: int | None
    articles: int | None
    forgotten_at: str | None


def layout_summaries(connection: Connection) -> list[LayoutSummary]:
    """The learned layouts, also forgotten ones, in the order of learning; then whatever else has read articles."""
    uses = layout_counts.last_uses(connection)
    learned = layouts.stored(connection, with_forgotten=True)
    others = sorted(uses.keys() - {layout.name for layout in learned})
    rows = [*((one.name, one) for one in learned), *((name, None) for name in others)]
    return [
        LayoutSummary(
            name,
            layout.learned_at if layout else None,
            layout.data.get("pages") if layout else None,
            layout.data.get("shares", {}) if layout else {},
            use.run if (use := uses.get(name)) else None,
            use.articles if use else None,
            layout.forgotten_at if layout else None,
        )
        for name, layout in rows
    ]


def print_layouts(summaries: list[LayoutSummary]) -> None:
    """Print layouts as a table, each share in per cent, times by the portal's clock."""
    print_table(_HEADER, [_row(summary) for summary in summaries])


def _row(summary: LayoutSummary) -> tuple[str, ...]:
    clock = Clock()
    learned = clock.show(summary.learned_at)
    if summary.forgotten_at:
        learned += f", forgotten {clock.show(summary.forgotten_at)}"
    shares = (f"{summary.shares[part]:.0%}" if part in summary.shares else "-" for part in PARTS)
    numbers = ("-" if number is None else str(number) for number in (summary.last_run, summary.articles))
    pages = "-" if summary.pages is None else str(summary.pages)
    return plain_line(summary.name), learned, pages, *shares, *numbers


def find_layout(connection: Connection, typed: str) -> StoredLayout | None:
    """A learned layout by its name, or by the number in it (``2`` for ``learned 2``); None where there is none."""
    names = (typed, f"learned {typed}")
    stored = layouts.stored(connection, with_forgotten=True)
    return next((layout for name in names for layout in stored if layout.name == name), None)


def describe(layout: StoredLayout) -> Iterator[str]:
    """Yield what was learned of a layout, line by line: where its parts stand, and what is furniture."""
    learned = LearnedLayout.from_data(layout.data)
    where = "by a command" if layout.run is None else f"in run {layout.run}"
    yield f"{layout.name}: learned at {layout.learned_at} {where} from {learned.pages} pages"
    if layout.forgotten_at:
        yield f"forgotten at {layout.forgotten_at}"
    for part in PARTS:
        path = getattr(learned, part)
        yield f"{part:<8}  {f'{learned.shares.get(part, 0):.0%}  {path}' if path else 'not learned'}"
    yield f"known by {len(learned.marks)} names of elements"
    yield f"{len(learned.repeats)} lines stand the same on many pages:"
    yield from (f"  {plain_line(line)}" for line in sorted(learned.repeats))


def as_python(layout: StoredLayout) -> str:
    """A learned layout as a declared one, for ``ARTICLE_LAYOUTS``: headline and body; the rest is read by labels."""
    data: dict[str, Any] = layout.data
    lines = ["Layout(", f"    {layout.name!r},"]
    lines += [f"    {part}=XPath({data[part]!r})," for part in ("headline", "body") if data.get(part)]
    if data.get("since"):
        lines.append(f"    since={data['since']!r},")
    return "\n".join([*lines, "),"])
