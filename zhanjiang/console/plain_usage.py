"""A mistake in what was typed is one line on standard error, and exit code 2, whatever command was typed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from scrapy.exceptions import UsageError

from zhanjiang import settings as project
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.log_form import report
from zhanjiang.console.setting_values import UnwritablePlace, WrongSetting


def refuse(command: str, message: str, code: ExitCode = ExitCode.WRONG_ARGUMENTS) -> NoReturn:
    """Report a mistake and end the process."""
    report(command, message)
    raise SystemExit(code)


def environment_warnings() -> Iterator[str]:
    """Yield a line for what of the environment and of ``.env`` cannot be used; in one process each once."""
    while project.warnings:
        yield project.warnings.pop(0)


def report_environment(command: str) -> None:
    """Report on standard error what of the environment cannot be used."""
    for warning in environment_warnings():
        report(command, warning)


@contextmanager
def plain_usage(command: str) -> Iterator[None]:
    """Refuse what Scrapy or the check of settings does not take while the block runs."""
    try:
        yield
    except UnwritablePlace as error:
        refuse(command, str(error), ExitCode.CANNOT_WRITE)
    except (UsageError, WrongSetting) as error:
        refuse(command, str(error))
    except OSError as error:  # of --pidfile
        refuse(command, f"{error.filename} cannot be written ({error.strerror}): give another name")


def report_plainly(parser: argparse.ArgumentParser, command: str) -> None:
    """Let a parser report a mistake in one line; its own report has the usage above it."""

    def error(message: str) -> NoReturn:
        """Refuse what was typed."""
        refuse(command, f"{message}: see {command} --help")

    parser.error = error  # type: ignore[method-assign]
