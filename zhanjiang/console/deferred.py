"""Commands that are loaded when they are typed: Scrapy imports the modules of all commands for each of them."""

from __future__ import annotations

import argparse
import gc
from functools import cached_property
from importlib import import_module
from typing import Any, ClassVar, Final

from scrapy.commands import ScrapyCommand

from zhanjiang.console.interrupts import EndingPlainly
from zhanjiang.console.log_form import use_log_form
from zhanjiang.console.standard_output import print_whatever_comes

_COLLECT_EVERY: Final = 50_000
"""So many new objects are made before the garbage collector looks for cycles."""


class DeferredCommand(ScrapyCommand):
    """Stands for the command of the same name in ``zhanjiang.commands``, and passes on what Scrapy asks of it."""

    requires_project = True
    words: ClassVar[str]
    """The command in a few words, for the list of all commands."""

    @cached_property
    def _command(self) -> ScrapyCommand:
        # Nearly all that is loaded stays, and a page makes some thousand objects that go at once: looking through all
        # objects that often finds nothing.
        gc.set_threshold(_COLLECT_EVERY)
        print_whatever_comes()
        self._ending.begin()
        command: ScrapyCommand = import_module(f"zhanjiang.commands.{self._name}").Command()
        if getattr(command, "ends_by_itself", False):
            self._ending.leave()
        return command

    @cached_property
    def _ending(self) -> EndingPlainly:
        return EndingPlainly(f"scrapy {self._name}")

    @property
    def _name(self) -> str:
        return type(self).__module__.rpartition(".")[2]

    @property
    def default_settings(self) -> dict[str, Any]:  # type: ignore[override]
        """The command's own defaults of settings."""
        return self._command.default_settings

    @property
    def requires_crawler_process(self) -> bool:  # type: ignore[override]
        """Whether Scrapy makes a crawler process for it."""
        return self._command.requires_crawler_process

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return self._command.syntax()

    def short_desc(self) -> str:
        """The command in a few words."""
        return self.words

    def long_desc(self) -> str:
        """The command in some sentences."""
        return self._command.long_desc()

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        self._command.settings = self.settings
        self._command.add_options(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Set what the options say."""
        # Before anything is checked: what is wrong is reported in this form, too.
        given = dict(pair.partition("=")[::2] for pair in getattr(opts, "set", None) or ())
        assert self.settings is not None
        use_log_form(given.get("LOG_FORM") or self.settings["LOG_FORM"])
        self._command.process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the command, and take over its exit code."""
        self._command.crawler_process = self.crawler_process
        try:
            self._command.run(args, opts)
        finally:
            self._ending.leave()
        self.exitcode = self._command.exitcode
