"""``scrapy search``: the articles in which words stand, on the terminal or as lines of JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from zhanjiang.console.article_options import (
    add_article_options,
    read_article_options,
    report_missing,
    with_whole_values,
)
from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.standard_output import print_json
from zhanjiang.console.styled import write_styled
from zhanjiang.console.words import many
from zhanjiang.processors.encodable import as_json
from zhanjiang.processors.search_query import SearchQuery, WrongQuery
from zhanjiang.processors.text import plain_line
from zhanjiang.search.terminal import STYLES, lines
from zhanjiang.store import search
from zhanjiang.store.search import Hit
from zhanjiang.store.selection import ArticleFilter

_LIMIT: Final = 20
_QUOTES: Final = frozenset("“”‘’「」『』《》'")
_COUNTED: Final = 1000
"""More hits are not counted: a common word would be looked up in every article."""


class Command(StoreCommand):
    """Shows the articles in which all words of a query stand, headlines first."""

    beside_options = ", or type words after --"

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "WORDS [options]"

    def long_desc(self) -> str:
        """What is found, with an example."""
        return (
            "Find the articles of the store (STORE_URL) that have all WORDS in headlines, text, captions or names. A "
            "word is any run of characters, in either script; a phrase with blanks stands in double quotes within "
            'single ones, and -WORD excludes. Example: scrapy search 湛江港 "新航线" -客运 --since 2022-01-01 --limit 5'
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        add_article_options(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object a line: id, headline and more")
        parser.add_argument("--limit", type=int, default=_LIMIT, metavar="N", help=f"so many articles ({_LIMIT})")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Search. Exit codes: 0 also where nothing is found, 1 without a complete index, 2 for a wrong query."""
        query = _read_query(args)
        if opts.limit < 1:
            raise WrongArgument(f"--limit {opts.limit} is no number from 1")
        wanted = read_article_options(opts)
        with self.reading() as connection:
            if search.is_incomplete(connection):
                message = "the full-text index lacks articles: run `scrapy maintain --reindex` first"
                raise CommandError(ExitCode.COULD_NOT_START, message)
            wanted = with_whole_values(connection, wanted, opts)
            hits = search.find(connection, query, wanted, limit=opts.limit)
            number = len(hits)
            if len(hits) == opts.limit and not opts.json:
                number = search.count(connection, query, wanted, most=_COUNTED)
            if wanted != ArticleFilter():
                report_missing(connection, wanted, number, self.remark)
        if opts.json:
            for hit in hits:
                print_json(as_json(hit).decode())
        else:
            _print(hits, query, number)

    def remark(self, message: str) -> None:
        """Report on standard error what is no failure."""
        print(plain_line(f"{self.name}: {message}"), file=sys.stderr)


def _read_query(args: Sequence[str]) -> SearchQuery:
    """Read the words that were typed, in one argument or several. Raises WrongArgument."""
    words = [arg for arg in args if arg != "--"]
    if not words:
        raise WrongArgument("say what to search, as in: scrapy search 湛江港")
    try:
        return SearchQuery.parse(" ".join(words))
    except WrongQuery as error:
        raise WrongArgument(str(error)) from None


def _print(hits: Sequence[Hit], query: SearchQuery, number: int) -> None:
    if not write_styled(lines(hits, query), sys.stdout, STYLES):
        for line in lines(hits, query):
            print("".join(text for _, text in line).rstrip())
    if not hits:
        print("No article has all of this: try fewer or shorter words")
        if any(set(word) & _QUOTES for word in query.words):
            print("Quotes such as “ are searched for as they stand: write a phrase as in '\"新 航线\"'")
        return
    counted = f"more than {_COUNTED} articles" if number > _COUNTED else many(number, "article")
    shown = f", the first {len(hits)} shown (--limit)" if number > len(hits) else ""
    print(f"{counted}{shown}; to read one: scrapy show {hits[0].id}")
