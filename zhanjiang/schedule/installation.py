"""Where a project is installed: what a schedule has to name, since cron and systemd know nothing of a user's shell."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Final, Self

from scrapy.utils.conf import closest_scrapy_cfg

from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.schedule.jobs import Job

LOCK: Final = "data/schedule.lock"
"""The file that the job which is running has locked, below the project's folder."""
LOGS: Final = "data/logs"
CONTACT: Final = "ZHANJIANG_CONTACT"
"""The variable that every schedule should have: it stands in the User-Agent, for complaints."""
_GRACE: Final = 120
"""Seconds that a job gets to finish what is under way, once its time is over."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The project's folder, the Python with all it needs, the logs' folder, user and group, and the machine's zone.

    ``zone`` is None for the zone that the machine has. ``settings`` are variables of the jobs' environment.
    """

    project: Path
    python: Path
    logs: Path
    user: str
    group: str
    settings: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo | None = None
    flock: str = "/usr/bin/flock"
    timeout: str = "/usr/bin/timeout"

    @classmethod
    def here(cls, logs: str | None, settings: Mapping[str, str]) -> Self:
        """This installation. Raises WrongArgument for paths that no schedule can name, CommandError without flock."""
        found = {name: shutil.which(name) for name in ("flock", "timeout")}
        for name, place in found.items():
            if place is None:
                package = "util-linux" if name == "flock" else "coreutils"
                message = f"the schedule needs {name}, which is not here: apt-get install {package}"
                raise CommandError(ExitCode.COULD_NOT_START, message)
        configuration = closest_scrapy_cfg()
        project = Path(configuration).parent if configuration else Path.cwd()
        # Not resolved: the name of an environment's Python is what makes it one.
        installation = cls(
            project.absolute(),
            Path(sys.executable).absolute(),
            Path(logs).absolute() if logs else project.absolute() / LOGS,
            pwd.getpwuid(os.getuid()).pw_name,
            grp.getgrgid(os.getgid()).gr_name,
            settings,
            flock=found["flock"] or "",
            timeout=found["timeout"] or "",
        )
        for path in (installation.project, installation.python, installation.logs):
            if not str(path).isprintable():
                raise WrongArgument(f"no schedule can name the path {str(path)!r}: move it to one of printable letters")
        return installation

    def make_folders(self) -> None:
        """Make the folders of the logs and of the lock: neither cron nor systemd would. Raises OSError."""
        self.logs.mkdir(parents=True, exist_ok=True)
        (self.project / LOCK).parent.mkdir(parents=True, exist_ok=True)

    def log_of(self, job: Job) -> Path:
        """The file to which a job's lines go."""
        return self.logs / f"{job.name}.log"

    def command(self, job: Job) -> list[str]:
        """A job's command, word by word: alone by its lock, ended by SIGTERM after its time, exit codes as they are.

        ``timeout`` sends the signal to the crawl alone, since a crawl that gets two of them stops without finishing.
        """
        wait = ["--nonblock"] if job.wait == 0 else ["--timeout", str(job.wait)]
        lock = [self.flock, "--no-fork", "--conflict-exit-code", str(int(ExitCode.BUSY)), *wait, LOCK]
        limit = [self.timeout, "--foreground", "--preserve-status", f"--kill-after={_GRACE}", str(job.limit)]
        return [*lock, *limit, str(self.python), "-m", "scrapy", *job.arguments]
