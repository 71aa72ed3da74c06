"""The thresholds of the monitors, as the settings give them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from scrapy.settings import BaseSettings

from zhanjiang.layouts.drift import DriftLimits


@dataclass(frozen=True, slots=True)
class MonitorLimits:
    """What ``docs/monitoring.md`` says of each; the setting is the name in upper case after ``MONITOR_``.

    Shares are from 0 to 1.
    """

    least: float
    found_share: float
    found_least: float
    found_weeks: float
    filled_drop: float
    rule_before: float
    rule_now: float
    missing_rise: float
    failed_share: float
    quarantined_share: float
    challenged_share: float
    lost_most: float
    guesses_most: float
    disk_mb: float
    disk_share: float
    newest_hours: float
    good_run_hours: float

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read the ``MONITOR_…`` settings, which ``console.setting_values`` has checked."""
        return cls(*(settings.getfloat(f"MONITOR_{field.name.upper()}") for field in fields(cls)))

    @property
    def of_drift(self) -> DriftLimits:
        """Those of the rules."""
        return DriftLimits(self.rule_before, self.rule_now, self.missing_rise)
