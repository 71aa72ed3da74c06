"""The files of a schedule, by format."""

from __future__ import annotations

from typing import Final, Literal

from zhanjiang.schedule.cron import crontab
from zhanjiang.schedule.installation import Installation
from zhanjiang.schedule.rotation import rotation
from zhanjiang.schedule.systemd import units

ScheduleFormat = Literal["cron", "systemd", "logrotate"]

ROTATION: Final = "logrotate.conf"


def files_of(installation: Installation, format: ScheduleFormat) -> dict[str, str]:
    """The files of a format, by name, in the order in which they are printed."""
    if format == "cron":
        return {"crontab": crontab(installation)}
    return units(installation) if format == "systemd" else {ROTATION: rotation(installation)}
