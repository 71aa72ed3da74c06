"""What our commands share: settings that are checked, work, and an error in one line with its exit code."""

from __future__ import annotations

import argparse
import errno
import sys
from abc import abstractmethod
from typing import ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from zhanjiang.console.closed_output import leave_output, reader_may_leave
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.log_form import report
from zhanjiang.console.plain_usage import plain_usage, report_environment, report_plainly
from zhanjiang.console.setting_values import check_tables, check_values

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What a disk answers that is full or fails, whatever the name of the file."""


class ProjectCommand(ScrapyCommand):
    """A command of ours. A subclass has its options, its words, and ``work``; it has no crawler, and logs nothing."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}
    settings: Settings
    reported: ClassVar[tuple[type[Exception], ...]] = (WrongArgument, CommandError, OSError)
    """The errors that are reported in one line."""
    beside_options: ClassVar = ""
    """What a mistake in an option's name is told beside the help: how an argument can begin with two hyphens."""

    def short_desc(self) -> str:
        """Nothing: Scrapy lists the words of the namesake in ``scrapy_commands``, without loading this."""
        return ""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options; a mistake in any is reported in one line."""
        super().add_options(parser)
        report_plainly(parser, self.name)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take Scrapy's options, and check the settings. A mistake ends the process."""
        with plain_usage(self.name):
            check_tables(opts.set)
            super().process_options(args, opts)
            self.check_settings()
        report_environment(self.name)

    def check_settings(self) -> None:
        """Raise WrongSetting for a setting that cannot be used."""
        check_values(self.settings)

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was typed; ``exitcode`` stays 0 unless it is set. Raises what ``run`` reports."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Work, report an error in one line, and set the exit code."""
        try:
            self.refuse_options(args)
            with reader_may_leave():
                self.work(args, opts)
        except self.reported as error:
            self.fail(self.code_of(error), _sentence(error))
            try:
                sys.stdout.flush()
            except OSError:
                leave_output()

    def fail(self, code: ExitCode, message: str) -> None:
        """Report an error, and set the exit code."""
        report(self.name, message)
        self.exitcode = code

    def code_of(self, error: Exception) -> ExitCode:
        """The exit code of an error."""
        if isinstance(error, CommandError):
            return error.code
        if isinstance(error, OSError) and error.errno in _FULL:
            return ExitCode.CANNOT_WRITE
        return ExitCode.WRONG_ARGUMENTS if isinstance(error, WrongArgument) else ExitCode.COULD_NOT_START

    # --- What is given --------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The command as it is typed, such as ``scrapy export``."""
        return f"scrapy {type(self).__module__.rpartition('.')[2]}"

    @property
    def store_url(self) -> str:
        """The setting ``STORE_URL``."""
        return str(self.settings["STORE_URL"])

    def refuse_options(self, args: list[str]) -> None:
        """Raise WrongArgument for an option that there is not: Scrapy takes it for an argument."""
        before = args[: args.index("--")] if "--" in args else args
        if mistyped := [arg for arg in before if arg.startswith("--")]:
            raise WrongArgument(f"{mistyped[0]!r} is no option: see {self.name} --help{self.beside_options}")

    def refuse_arguments(self, args: list[str]) -> None:
        """Raise WrongArgument for a command that has options alone."""
        if args:
            raise WrongArgument(f"{args[0]!r} is no option: see {self.name} --help")


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"{error.filename or 'the output'} cannot be written ({error.strerror}): free some space on its disk"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'the output'} cannot be used ({error.strerror}): check the name, or choose another"
    return str(error)
