"""The schedule as a crontab."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from zhanjiang.schedule.installation import CONTACT, Installation
from zhanjiang.schedule.jobs import JOBS, Job
from zhanjiang.times import PORTAL_TIME

_SOME_MONDAY = date(2026, 11, 30)


def crontab(installation: Installation) -> str:
    """The lines for ``crontab FILE``. Debian's cron reads times on the machine's clock, and a ``%`` as a new line."""
    return "\n".join(
        [
            "# Made by `scrapy schedule --format cron`. Install it: crontab FILE (in place of the one you have).",
            "# One job at a time: others wait or leave their turn (exit code 75). Times are in the machine's zone.",
            "SHELL=/bin/sh",
            *([] if CONTACT in installation.settings else [f"# {CONTACT}=you@example.org"]),
            *(f"{name}={value}" for name, value in installation.settings.items()),
            *(line for job in JOBS for line in _lines(installation, job)),
            "",
        ]
    )


def _lines(installation: Installation, job: Job) -> Iterator[str]:
    yield ""
    yield f"# {job.purpose[0].upper()}{job.purpose[1:]}"
    words = [shlex.quote(word) for word in installation.command(job)]
    log = shlex.quote(str(installation.log_of(job)))
    command = (
        f"cd {shlex.quote(str(installation.project))} && sleep $(shuf -i 0-{job.jitter} -n 1) && "
        f"exec {' '.join(words)} >> {log} 2>&1"
    )
    yield f"{_times(installation, job)} {command.replace('%', chr(92) + '%')}"


def _times(installation: Installation, job: Job) -> str:
    """Minute, hour, day of the month, month and day of the week on the machine's clock."""
    if job.hour is None:
        return f"{job.minute} * * * *"
    day = _SOME_MONDAY + timedelta(days=job.weekday or 0)
    there = datetime.combine(day, job.at, PORTAL_TIME)
    here = there.astimezone(installation.zone)
    clock = f"{here.minute} {here.hour}"
    if job.weekday is not None:
        return f"{clock} * * {here.isoweekday() % 7}"
    # A day earlier or later is as good for what is done once a month.
    return f"{clock} {job.day or '*'} * *"
