"""The verdict in words: the first lines of ``scrapy status``, and the one line of ``scrapy status --check``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from zhanjiang.console.words import many
from zhanjiang.layouts.drift import OF_LISTING
from zhanjiang.processors.text import plain_line
from zhanjiang.report.clock import Clock, age
from zhanjiang.report.health import Ailment, Health

COLUMNS: Final = 80
_OF_READING: Final = ("rules (", "fields (", OF_LISTING)


def verdict_lines(found: Health, clock: Clock, width: int = COLUMNS) -> Iterator[str]:
    """Yield the verdict and each ailment with its next step; no line but one of an address is wider than that."""
    known = f"newest article {age(found.newest)} old" if found.newest else "no dated article of the portal"
    count = many(len(found.ailments), "problem")
    is_well = found.verdict == "well"
    yield from _wrapped(
        f"Well: {known}, {_good(found)}." if is_well else f"Not well: {count}; {_good(found)}.", "", width
    )
    if found.running:
        yield from _wrapped(f"{_going_on(found)}.", "", width)
    for ailment in found.ailments:
        yield ""
        yield from _ailment(ailment, clock, width)


def _ailment(ailment: Ailment, clock: Clock, width: int) -> Iterator[str]:
    finding = ailment.finding
    since = f", since {clock.show(ailment.since)}" if ailment.since else ""
    what = f": {finding.subject}" if finding.subject != ailment.name else ""
    yield from _wrapped(f"{ailment.name}{since}{what}", "", width)
    parts = {"before": finding.before, "now": finding.now, "as at": finding.example, "do": finding.advice}
    for name, text in parts.items():
        if text:
            yield from _wrapped(text, f"  {f'{name}:':<8}", width)


def _wrapped(text: str, label: str, width: int) -> list[str]:
    indent = " " * (len(label) or 2)
    return textwrap.wrap(
        plain_line(text),
        width,
        initial_indent=label,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def check_line(found: Health) -> str:
    """Whether all is well in one line, with what a monitoring wants to know in any case; the first ailment whole."""
    last, before = found.newly_bad
    trend = "rising" if last > before else "not rising"
    drift = [one.name for one in found.ailments if one.name.startswith(_OF_READING)]
    facts = [
        _good(found),
        f"newest article {age(found.newest)} old" if found.newest else "no dated article of the portal",
        f"failures {trend} ({last} new, {before} before)",
        f"drift: {', '.join(drift) or 'none'}",
        f"{found.disk_left / 1e9:.1f} GB left on the disk" if found.disk_left is not None else "disk elsewhere",
    ]
    if found.running:
        facts.append(_going_on(found).lower())
    ailments = [_in_line(one) for one in found.ailments[:1]] + [one.name for one in found.ailments[1:]]
    return plain_line("; ".join([f"{found.verdict}: {', '.join(facts)}", *ailments]))


def _in_line(ailment: Ailment) -> str:
    sentence = ailment.finding.sentence
    return sentence if ailment.finding.subject == ailment.name else f"{ailment.name}: {sentence}"


def _good(found: Health) -> str:
    if found.last_good is None:
        return "no run has ended well yet"
    return f"last good run {age(found.last_good.ended_at)} ago (run {found.last_good.run})"


def _going_on(found: Health) -> str:
    numbers = ", ".join(map(str, found.running))
    return f"Run {numbers} goes on" if len(found.running) == 1 else f"Runs {numbers} go on"
