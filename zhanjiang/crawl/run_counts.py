"""What a run counts that its row tells, and the sum of what the workers of a fleet count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from scrapy.statscollectors import StatsCollector

_COUNTED: Final = (
    *("articles/", "pages/", "quarantine/", "ledger/", "limits/", "challenge/", "repair/"),
    *("downloader/response_count", "downloader/response_status_count/", "response_times/", "retry/count"),
)


def counts_of(stats: StatsCollector) -> dict[str, Any]:
    """The stats that a run's row tells."""
    return {name: value for name, value in stats.get_stats().items() if name.startswith(_COUNTED)}


def with_others(stats: Mapping[str, Any], others: Iterable[Mapping[str, Any] | None]) -> dict[str, Any]:
    """The stats of a run, to whose whole numbers those of other runs are added.

    >>> with_others({"articles/new": 2, "finish_reason": "finished"}, [{"articles/new": 3, "retry/count": 1}, None])
    {'articles/new': 5, 'finish_reason': 'finished', 'retry/count': 1}
    """
    summed = dict(stats)
    for counts in filter(None, others):
        for name, value in counts.items():
            if isinstance(value, int) and isinstance(summed.get(name, 0), int):
                summed[name] = summed.get(name, 0) + value
    return summed
