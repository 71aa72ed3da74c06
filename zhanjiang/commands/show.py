"""``scrapy show``: an article of the store, as a reader wants it."""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import Final

from zhanjiang.console.article_argument import not_stored, one_article
from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import CommandError
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.standard_output import print_json
from zhanjiang.presentation.shown_article import ShownArticle, find_shown, shown_json, shown_lines
from zhanjiang.versions import terminal

_WIDTH_MAX: Final = 80
"""Columns: forty Chinese characters, beyond which lines are hard to read."""


class Command(StoreCommand):
    """Shows an article on the terminal or as JSON."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[options] ID"

    def long_desc(self) -> str:
        """What is shown, with an example."""
        return (
            "Show an article of the store (STORE_URL): kicker, headline, deck, byline, text, captions and credits, and "
            "what the store has around it: comments, revisions, reprints. ID is an article's ID (portal/2665093), its "
            "number or its address. Example: scrapy show 2665093 --script hant"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--script", choices=("hans", "hant"), help="texts in simplified or traditional script")
        parser.add_argument("--revision", type=int, metavar="N", help="an earlier revision, and not the latest")
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object: the article, and what is around"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Show the article. Exit codes: 1 where there is none, 2 for a wrong argument."""
        shown = self._find(one_article(args, self.name), opts.revision)
        if opts.script:
            shown.in_script(opts.script)
        if opts.json:
            print_json(shown_json(shown))
            return
        width = min(shutil.get_terminal_size().columns, _WIDTH_MAX)
        terminal.write_coloured(shown_lines(shown, width), sys.stdout)

    def _find(self, article_id: str, revision: int | None) -> ShownArticle:
        with self.reading() as connection:
            shown = find_shown(connection, article_id, revision)
            latest = find_shown(connection, article_id) if shown is None else shown
        if latest is None:
            raise not_stored(article_id)
        if shown is None:
            there = ", ".join(str(article.revision) for article in latest.revisions)
            message = f"{article_id} has no revision {revision}: there are {there}"
            raise CommandError(ExitCode.COULD_NOT_START, message)
        return shown
