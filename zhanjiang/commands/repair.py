"""``scrapy repair``: damaged text from files or standard input, repaired; and the learning of the portal's words."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from typing import Final

from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.console.project_command import ProjectCommand
from zhanjiang.console.standard_output import print_json
from zhanjiang.crawl.repair_settings import learned_words, repair_with_learned_words
from zhanjiang.inspection.repaired_text import (
    RepairedText,
    print_explanation,
    print_marked,
    read_text,
    repaired_in,
    repaired_json,
)

_LARGE: Final = 1_000_000
"""Characters from which on a repair takes long enough to be shown."""


class Command(ProjectCommand):
    """Repairs what it is given and prints it; a file that is no text costs one line and the exit code 1."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[options] [FILE ...]"

    def long_desc(self) -> str:
        """What is printed, with an example."""
        return (
            "Take out the pinyin that mirrors put between the characters, bring broken characters back, and print "
            "the text, simplified, from each FILE or from standard input. Text that is not damaged comes back as it "
            "is. On a terminal, guesses are underlined. Example: scrapy repair --explain page.html"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument(
            "--script", choices=("hans", "hant", "none"), default="hans", help="script to print in (default: hans)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object a file")
        parser.add_argument("--explain", action="store_true", help="print a table of all changes and their reasons")
        parser.add_argument(
            "--learn", action="store_true", help="count the words of the store's clean articles for later repairs"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Repair every file, going on after one that cannot be read, which sets the exit code to 1."""
        if opts.json and opts.explain:
            raise WrongArgument("--json and --explain exclude each other: leave one out")
        if opts.learn and args:
            raise WrongArgument("--learn reads the store and takes no FILE: leave the files out")
        if opts.learn:
            self._learn()
            return
        config = repair_with_learned_words(self.settings)
        for name in args or ["-"]:
            try:
                text = read_text(name)
                with progress_bar(f"Repairing {name}", None) if len(text) > _LARGE else nullcontext():
                    repaired = repaired_in(text, opts.script, config)
            except (OSError, ValueError) as error:
                reason = f"{error.strerror}: check the name" if isinstance(error, OSError) else str(error)
                self.fail(ExitCode.COULD_NOT_START, f"{name}: {reason}")
            else:
                _print(name, repaired, opts)

    def _learn(self) -> None:
        # Loads the store, which the repair of a file does not need.
        from zhanjiang.export.learned_words import learn_words

        path = learned_words(self.settings)
        archive = str(self.settings["ARCHIVE_DIR"] or "")
        print(f"{learn_words(self.store_url, path, archive)} words learned, stored in {path}")


def _print(name: str, repaired: RepairedText, opts: argparse.Namespace) -> None:
    if opts.json:
        print_json(repaired_json(repaired))
    elif opts.explain:
        print_explanation(name, repaired.repaired)
    elif sys.stdout.isatty():
        print_marked(repaired)
    else:
        sys.stdout.write(repaired.text)
