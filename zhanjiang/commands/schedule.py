"""``scrapy schedule``: a crontab, or systemd's units, for the crawls of a day on this machine."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final, get_args

from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.log_form import report
from zhanjiang.console.project_command import ProjectCommand
from zhanjiang.environment import PREFIX, env_file
from zhanjiang.schedule.files import ROTATION, ScheduleFormat, files_of
from zhanjiang.schedule.installation import CONTACT, LOGS, Installation
from zhanjiang.schedule.rotation import rotation
from zhanjiang.schedule.settings import why_left_out

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
            f"folder, this Python, the folder of the logs ({LOGS}, which is made). Settings of the environment "
            "and of -s are taken over, but for what may be secret by its name (a password, token or key) or as an "
            "address with a password: put that into the file .env of the folder, which the jobs read. "
            "Examples: scrapy schedule --format cron > crontab.txt; "
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
        given = self._given(opts.set)
        taken = {name: value for name, value in given.items() if not why_left_out(name, value)}
        installation = Installation.here(opts.logs, taken)
        installation.make_folders()
        files = files_of(installation, opts.format)
        if opts.output:
            self._write(Path(opts.output), {**files, ROTATION: rotation(installation)})
            print(f"Install it with: {_INSTALL[opts.format].format(folder=shlex.quote(opts.output))}")
        else:
            for name, text in files.items():
                print(text if len(files) == 1 else f"# --- {name}\n{text}", end="" if len(files) == 1 else "\n")
        if of_environment := sorted(taken.keys() & os.environ.keys() - {CONTACT}):
            report(self.name, f"taken over from the environment: {', '.join(of_environment)}", "INFO")
        for name in sorted(given.keys() - taken.keys()):
            report(self.name, f"{name} is left out, as it {why_left_out(name, given[name])}", "WARNING")

    def _given(self, typed: Sequence[str]) -> dict[str, str]:
        """The settings of the environment and of ``-s``, as variables; jobs read themselves what ``.env`` gives."""
        of_file, _ = env_file()
        given = {CONTACT: str(self.settings["CONTACT"] or "")}
        given |= {name: value for name, value in sorted(os.environ.items()) if name.startswith(PREFIX)}
        given = {name: value for name, value in given.items() if name == CONTACT or of_file.get(name) != value}
        given |= {PREFIX + name: value for name, _, value in (pair.partition("=") for pair in typed)}
        return {name: value for name, value in given.items() if value}

    def _write(self, folder: Path, files: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")

    def code_of(self, error: Exception) -> ExitCode:
        """The exit code of an error: files and folders that cannot be written are 74."""
        return ExitCode.CANNOT_WRITE if isinstance(error, OSError) else super().code_of(error)
