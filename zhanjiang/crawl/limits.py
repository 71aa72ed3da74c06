"""Limits of what would have no end: each is a setting, is reported, and makes the exit code 65."""

from __future__ import annotations

import logging
from typing import Final

from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

LIMITS: Final = "limits/"
"""How the stats begin that count, by setting, what a limit cut short."""
_MOST_NAMED: Final = 20


def limit_reason(crawler: Crawler, setting: str, what: str) -> str:
    """Count that a setting's limit was reached; why what it cut short is not whole, in one line."""
    crawler.stats.inc_value(f"{LIMITS}{setting}")
    return f"{what} than {setting}={crawler.settings[setting]}"


def report_limit(crawler: Crawler, setting: str, what: str) -> None:
    """Count that a setting's limit was reached, and log what it cut short, as long as that is not too much."""
    reason = limit_reason(crawler, setting, what)
    if crawler.stats.get_value(f"{LIMITS}{setting}") <= _MOST_NAMED:
        logger.warning("%s: the rest is left to the next run; -s %s=N raises the limit", reason, setting)
