"""``scrapy versions``: the revisions of an article, and what each changed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zhanjiang.console.article_argument import not_stored, one_article
from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.standard_output import print_json
from zhanjiang.console.words import many
from zhanjiang.store import articles
from zhanjiang.versions import terminal
from zhanjiang.versions.differences import changes
from zhanjiang.versions.html import versions_page
from zhanjiang.versions.json_object import versions_json


class Command(StoreCommand):
    """Shows how an article came to be what it is, on the terminal, as a page or as JSON."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[options] ID"

    def long_desc(self) -> str:
        """What is shown, with an example."""
        return (
            "List the revisions of an article in the store (STORE_URL), and show by characters, field by field, what "
            "each changed of the one before, with its cause: edited by the newsroom, reparsed by better rules, or "
            "collated with another copy of the article, such as the portal's own after a mirror's. "
            "ID is an article's ID (portal/2665093), its number or its address. "
            "Example: scrapy versions 2665093 --html changes.html"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--html", metavar="FILE", help="write a page that needs no other file, for any browser")
        parser.add_argument("--json", action="store_true", help="print one JSON object: all revisions, and changes")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Show an article's revisions. Exit codes: 1 where there are none, 2 for a wrong argument."""
        article_id = one_article(args, self.name)
        if opts.html and opts.json:
            raise WrongArgument("--html and --json exclude each other: leave one out")
        self.check_output(opts.html)
        with self.reading() as connection:
            revisions = articles.revisions(connection, article_id)
        if not revisions:
            raise not_stored(article_id)
        changed = changes(revisions)
        if opts.html:
            path = Path(opts.html)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(versions_page(revisions, changed), encoding="utf-8")
            print(f"{many(len(revisions), 'revision')}, written to {path}")
        elif opts.json:
            print_json(versions_json(revisions, changed))
        else:
            terminal.write_coloured(terminal.lines(revisions, changed), sys.stdout)
