"""Commands that are loaded when they are typed: Scrapy imports the modules of all commands for each of them."""

from __future__ import annotations

import argparse
from functools import cached_property
from importlib import import_module
from typing import Any

from scrapy.commands import ScrapyCommand


class DeferredCommand(ScrapyCommand):
    """Stands for the command of the same name in ``zhanjiang.commands``, and passes on what Scrapy asks of it."""

    requires_project = True

    @cached_property
    def _command(self) -> ScrapyCommand:
        name = type(self).__module__.rpartition(".")[2]
        command: ScrapyCommand = import_module(f"zhanjiang.commands.{name}").Command()
        return command

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
        return self._command.short_desc()

    def long_desc(self) -> str:
        """The command in some sentences."""
        return self._command.long_desc()

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        self._command.settings = self.settings
        self._command.add_options(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Set what the options say."""
        self._command.process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the command, and take over its exit code."""
        self._command.crawler_process = self.crawler_process
        self._command.run(args, opts)
        self.exitcode = self._command.exitcode
