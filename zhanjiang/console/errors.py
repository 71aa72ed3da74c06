"""Why a command of ours cannot do its work: one line for the user, and the exit code."""

from __future__ import annotations

from zhanjiang.console.exit_codes import ExitCode


class WrongArgument(ValueError):
    """What the user typed cannot be used; the text is one line that says what can. Exit code 2."""


class CommandError(Exception):
    """A command cannot do its work; the text is one line that says why and what to do."""

    def __init__(self, code: ExitCode, message: str) -> None:
        """Take the exit code and the line."""
        super().__init__(message)
        self.code = code
