"""``scrapy cite``: references to articles of the store."""

from __future__ import annotations

import argparse
from typing import Final

from zhanjiang.console.article_argument import article_named, not_stored
from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.standard_output import print_json
from zhanjiang.presentation.citation import JSON_STYLE, STYLES
from zhanjiang.presentation.reference import Reference
from zhanjiang.processors.text import plain_line
from zhanjiang.store import articles

_DEFAULT: Final = "gbt7714"


class Command(StoreCommand):
    """Prints references to articles, in the order in which they are named."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[options] ID [ID ...]"

    def long_desc(self) -> str:
        """What is printed, with an example."""
        return (
            "Print references to articles of the store (STORE_URL) by GB/T 7714-2015, as BibTeX or as CSL-JSON "
            "(Zotero, pandoc). ID is an article's ID (portal/2665093), its number or its address. "
            "Example: scrapy cite 2665093 --style bibtex"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--style", choices=STYLES, default=_DEFAULT, help=f"the style ({_DEFAULT} by default)")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the references. Exit codes: 1 where an article is not stored, 2 for a wrong argument."""
        if not args:
            raise WrongArgument("give the articles to cite, as in: scrapy cite portal/2665093")
        ids = list(dict.fromkeys(map(article_named, args)))
        with self.reading() as connection:
            stored = articles.latest(connection, ids)
        for article_id in ids:
            if article_id not in stored:
                raise not_stored(article_id)
        written = STYLES[opts.style]([Reference.of(stored[article_id]) for article_id in ids])
        show = print_json if opts.style == JSON_STYLE else print
        show("\n".join(map(plain_line, written.split("\n"))))
