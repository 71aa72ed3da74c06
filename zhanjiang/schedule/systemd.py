"""The schedule as systemd's units: a service and a timer for each job."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from zhanjiang.schedule.installation import CONTACT, Installation
from zhanjiang.schedule.jobs import JOBS, Job

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SLACK: Final = 300
"""Seconds after its own time limit in which a job has ended, or something is wrong with it."""


def units(installation: Installation) -> dict[str, str]:
    """The units by file name."""
    files = {}
    for job in JOBS:
        files[f"zhanjiang-{job.name}.service"] = _service(installation, job)
        files[f"zhanjiang-{job.name}.timer"] = _timer(job)
    return files


def _service(installation: Installation, job: Job) -> str:
    log = _path(installation.log_of(job))
    settings = [f"Environment={_quoted(f'{name}={value}')}" for name, value in installation.settings.items()]
    if CONTACT not in installation.settings:
        settings.insert(0, f"# Environment={CONTACT}=you@example.org")
    environment = "\n".join(settings)
    return f"""\
# Made by `scrapy schedule --format systemd`.
[Unit]
Description=Zhanjiang news: {job.purpose}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={installation.user}
WorkingDirectory={_path(installation.project)}
{environment}
ExecStart={" ".join(map(_word, installation.command(job)))}
# Another job has the turn (75), or the time is over (143): the next one goes on.
SuccessExitStatus=75 143
TimeoutStartSec={job.wait + job.limit + _SLACK}
# The crawl alone gets the first signal, and ends what it has started.
KillMode=mixed
StandardOutput=append:{log}
StandardError=append:{log}
Nice=10
"""


def _timer(job: Job) -> str:
    return f"""\
# Made by `scrapy schedule --format systemd`.
[Unit]
Description=Zhanjiang news: {job.purpose}

[Timer]
OnCalendar={_calendar(job)}
RandomizedDelaySec={job.jitter}
Persistent={"false" if job.hour is None else "true"}

[Install]
WantedBy=timers.target
"""


def _calendar(job: Job) -> str:
    """Systemd's name of a job's times; it knows the portal's zone."""
    if job.hour is None:
        return f"*:{job.minute:02}"
    weekday = f"{_DAYS[job.weekday]} " if job.weekday is not None else ""
    day = "*" if job.day is None else f"{job.day:02}"
    return f"{weekday}*-*-{day} {job.at:%H:%M}:00 Asia/Shanghai"


def _path(path: Path) -> str:
    r"""A path as the rest of a line, in which only a percent sign means anything.

    >>> _path(Path("/srv/the 100% project"))
    '/srv/the 100%% project'
    """
    return str(path).replace("%", "%%")


def _word(word: str) -> str:
    r"""A word of a command as systemd reads it: no variable's value is put into it.

    >>> _word("/srv/the 100% $project"), _word("flock")
    ('"/srv/the 100%% $$project"', 'flock')
    """
    return _quoted(word.replace("$", "$$"))


def _quoted(word: str) -> str:
    r"""A word as systemd reads it: quoted, since it may have blanks, with nothing to be replaced in it.

    >>> _quoted(r'A="b" 100% $c \d')
    '"A=\\"b\\" 100%% $c \\\\d"'
    """
    if word.isascii() and all(letter.isalnum() or letter in "/._=:@+-" for letter in word):
        return word
    for letter, meant in (("\\", r"\\"), ('"', r"\""), ("%", "%%")):
        word = word.replace(letter, meant)
    return f'"{word}"'
