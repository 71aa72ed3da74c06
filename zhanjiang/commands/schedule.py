"""``scrapy schedule``: a crontab, or systemd's units, for the crawls of a day on this machine."""

from __future__ import annotations

import argparse
import os
import shlex
from pathlib import Path
from typing import Final, get_args

from zhanjiang import settings as project
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.log_form import report
from zhanjiang.console.project_command import ProjectCommand
from zhanjiang.schedule.files import ROTATION, ScheduleFormat, files_of
from zhanjiang.schedule.installation import LOGS, Installation
from zhanjiang.schedule.rotation import rotation

_TAKEN: Final = f"{project.prefix}CONTACT"
_INSTALL: Final = {
    "cron": "crontab {folder}/crontab",
    "systemd": "cp {folder}/zhanjiang-* /etc/systemd/system/ && systemctl daemon-reload && "
    "systemctl enable --now zhanjiang-{{frontpage,articles,newspaper,full,verify}}.timer",
    "logrotate": "cp {folder}/logrotate.conf /etc/logrotate.d/zhanjiang",
}


class Command(ProjectCommand):
    """Prints a schedule, or writes it into a folder; starts nothing."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[--format cron|systemd|logrotate] [--logs FOLDER] [--output FOLDER]"

    def long_desc(self) -> str:
        """What is printed, with an example."""
        return (
            "Print what runs the crawls of a day without anybody: articles and front page each hour, the newspapers at "
            "dawn, every listing to its end once a week, `archive verify` once a month; one job at a time, each with a "
            "time limit and some seconds of delay by chance. Paths are those of this installation: the project's "
            f"folder, this Python, the folder of the logs ({LOGS}, which is made). CONTACT is taken over where it is "
            "set. Examples: scrapy schedule --format cron > crontab.txt; "
            "scrapy schedule --format systemd --output data/units"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        formats = get_args(ScheduleFormat)
        parser.add_argument("--format", choices=formats, default="cron", help="for which program (default: cron)")
        parser.add_argument("--logs", metavar="FOLDER", help=f"where the logs go (default: {LOGS} of the project)")
        parser.add_argument(
            "--output", metavar="FOLDER", help="write files there, with logrotate.conf, in place of printing"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print or write. Exit codes: 1 where this machine lacks flock, 2 for a wrong option, 74 for a failed write."""
        self.refuse_arguments(args)
        installation = Installation.here(opts.logs, self.settings["CONTACT"])
        installation.make_folders()
        files = files_of(installation, opts.format)
        if opts.output:
            self._write(Path(opts.output), {**files, ROTATION: rotation(installation)})
            print(f"Install it with: {_INSTALL[opts.format].format(folder=shlex.quote(opts.output))}")
        else:
            for name, text in files.items():
                print(text if len(files) == 1 else f"# --- {name}\n{text}", end="" if len(files) == 1 else "\n")
        given = {name for name, value in os.environ.items() if value and name.startswith(project.prefix)}
        if left := sorted(given - {_TAKEN}):
            names = ", ".join(left)
            message = f"left out, as settings may be secret: {names}; set what runs need yourself"
            report(self.name, message, "WARNING")

    def _write(self, folder: Path, files: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")

    def code_of(self, error: Exception) -> ExitCode:
        """The exit code of an error: files and folders that cannot be written are 74."""
        return ExitCode.CANNOT_WRITE if isinstance(error, OSError) else super().code_of(error)
