"""``scrapy maintain``: what a store needs now and then."""

from __future__ import annotations

import argparse

from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.console.words import many
from zhanjiang.store import Store, reindexing


class Command(StoreCommand):
    """Does the work on a store that is asked for, each an option."""

    writes_store = True

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "--reindex"

    def long_desc(self) -> str:
        """What is done, with an example."""
        return (
            "Look after the store (STORE_URL). --reindex makes the full-text index of `scrapy search` for the articles "
            "that it lacks, or, where it lacks none, the whole of it anew; killed, it goes on at the next call. "
            "Example: scrapy maintain --reindex"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--reindex", action="store_true", help="complete the full-text index, or make it anew")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was asked for. Exit codes: 1 without a store, 2 for wrong options, 74 if it cannot be written, 75."""
        self.refuse_arguments(args)
        if not opts.reindex:
            raise WrongArgument("say what to do, as in: scrapy maintain --reindex")
        with self.writing() as store:
            _reindex(store)


def _reindex(store: Store) -> None:
    with store.reading() as connection:
        number = reindexing.lacking(connection)
    if not number:
        reindexing.empty(store)
        with store.reading() as connection:
            number = reindexing.lacking(connection)
    with progress_bar("Indexing", number) as show:
        for done in reindexing.reindex(store):
            show(done)
    print(f"{many(number, 'article')} indexed: `scrapy search` finds them")
