"""``scrapy export``: the store's articles as a file of one of the formats of ``zhanjiang.export.formats``."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Final

import orjson
from sqlalchemy import Connection

from zhanjiang.console.article_options import (
    add_article_options,
    read_article_options,
    report_missing,
    with_whole_values,
)
from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.log_form import report
from zhanjiang.console.progress_bar import with_progress
from zhanjiang.console.typed_values import typed_values
from zhanjiang.export.cursor_file import CursorFile, check_output
from zhanjiang.export.formats import FORMATS, ExportFormat, format_of
from zhanjiang.export.output import open_output
from zhanjiang.export.schema import EXPORT_FIELDS, WITHDRAWN_AT
from zhanjiang.export.store_copy import copy_store
from zhanjiang.items import Script
from zhanjiang.pipelines.convert_script import ConvertScriptPipeline
from zhanjiang.processors.encodable import as_json
from zhanjiang.store import selection
from zhanjiang.store.articles import as_article
from zhanjiang.store.changes import WrongCursor, cursor_at, window_since, withdrawn
from zhanjiang.store.selection import ArticleFilter, Record

_FEED: Final = 50
"""How many articles a feed has unless ``--limit`` says otherwise."""


class Command(StoreCommand):
    """Writes the articles of the store that are asked for, in the order of their numbers; a feed has the newest."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "-o FILE [options]"

    def long_desc(self) -> str:
        """What is written, with an example."""
        return (
            "Write the latest revision of each article in the store (STORE_URL) in the order of the articles' numbers, "
            "in the format that the ending of FILE names: .jsonl (in the form of feeds), .csv, .xlsx, .parquet, .xml; "
            ".atom and feed.json are feeds of the newest, .db is a store of SQLite. FILE appears when it is complete. "
            "Example: scrapy export -o data/2022.jsonl.gz --since 2022-01-01 --until 2022-12-31 --channel shizheng"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="where to write; .gz compresses, - is the terminal")
        parser.add_argument("--format", choices=FORMATS, help="the format, whatever the ending of FILE")
        add_article_options(parser)
        parser.add_argument("--fields", metavar="NAMES", help="these fields alone, in this order: id,headline,authors")
        parser.add_argument("--script", choices=("hans", "hant"), help="texts in simplified or traditional script")
        parser.add_argument("--revisions", choices=("latest", "all"), default="latest", help="latest (default), or all")
        parser.add_argument(
            "--changed-since", metavar="CURSOR", help="what has changed since; prints the next; 0 is all"
        )
        parser.add_argument(
            "--cursor-file", metavar="F", help="what has changed since the call before, which F remembers"
        )
        parser.add_argument("--limit", type=int, metavar="N", help=f"so many articles at most; a feed has {_FEED}")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export. Exit codes: 1 without a store, 2 for a wrong option, 74 where the file cannot be written.

        75 where another export uses the cursor file.
        """
        self.refuse_arguments(args)
        if not opts.output:
            raise WrongArgument("say where to write, as in: scrapy export -o data/articles.jsonl")
        self.check_output(opts.output, opts.cursor_file)
        format = format_of(opts.output, opts.format)
        wanted = read_article_options(opts, all_revisions=opts.revisions == "all")
        fields = typed_values("fields", opts.fields, EXPORT_FIELDS)
        _check(format, opts)
        if format.is_store:
            self._copy(wanted, opts)
            return
        counted = _Counted()
        with self.reading() as connection, ExitStack() as stack:
            cursor_file = stack.enter_context(CursorFile.locked(opts.cursor_file)) if opts.cursor_file else None
            if cursor_file and cursor_file.take_up(opts.output):
                self.remark(f"{opts.output} is of an earlier call that was ended: take it, and call again for the rest")
                return
            wanted = with_whole_values(connection, wanted, opts)
            known = cursor_file.cursor if cursor_file else opts.changed_since
            cursor, wanted = _since(connection, wanted, known, opts.cursor_file)
            output = cursor_file.delivering(opts.output, cursor) if cursor_file else open_output(opts.output)
            with output as file:
                records = _in_script(opts.script)(counted(_records(connection, wanted, format, opts)))
                if WITHDRAWN_AT in fields:
                    records = _with_withdrawals(withdrawn(connection), records)
                remark = format.write(file, records, self.settings["PORTAL_URL"] if format.is_feed else fields)
            report_missing(connection, wanted, counted.number, self.remark)
        if remark:
            self.remark(remark)
        if cursor and not cursor_file:
            self._print_cursor(cursor, opts.output)

    def _print_cursor(self, cursor: str, output: str) -> None:
        """Report the next cursor on standard error; on standard output alone, for scripts, where that is free."""
        self.remark(f"next cursor: {cursor}")
        if output != "-":
            print(cursor)

    def _copy(self, wanted: ArticleFilter, opts: argparse.Namespace) -> None:
        """Write a store of the wanted articles."""
        with self.reading() as connection:
            wanted = with_whole_values(connection, wanted, opts)
            copied = copy_store(connection, wanted, Path(opts.output))
            report_missing(connection, wanted, copied, self.remark)

    def remark(self, message: str) -> None:
        """Report on standard error what is no failure."""
        report(self.name, message, "INFO")

    def code_of(self, error: Exception) -> ExitCode:
        """The exit code of an error: what fails here by itself is the file that is written."""
        return ExitCode.CANNOT_WRITE if isinstance(error, OSError) else super().code_of(error)


class _Counted:
    """Counts what passes."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            self.number += 1
            yield record


def _check(format: ExportFormat, opts: argparse.Namespace) -> None:
    """Raise WrongArgument for options that a format has no use for."""
    if opts.limit is not None and opts.limit < 1:
        raise WrongArgument(f"--limit {opts.limit} is no number from 1")
    if format.is_feed and (opts.fields or opts.revisions == "all"):
        raise WrongArgument(f"{format.name} has its own fields, and each article once: no --fields or --revisions all")
    if opts.changed_since is not None and opts.cursor_file:
        raise WrongArgument("--changed-since and --cursor-file exclude each other: leave one out")
    if opts.limit and (opts.changed_since is not None or opts.cursor_file):
        raise WrongArgument("--limit would leave out changes that no later call gives: leave it out")
    if opts.cursor_file:
        check_output(opts.output, opts.cursor_file)
    if format.is_store and (opts.output == "-" or opts.fields or opts.script or opts.limit or opts.revisions == "all"):
        options = "--fields, --script, --limit or --revisions"
        raise WrongArgument(f"{format.name} is a whole store: give a file, and no {options}")
    if format.is_packed and opts.output == "-" and sys.stdout.isatty():
        raise WrongArgument(f"a terminal cannot show {format.name}: give a file, or send it to another program")


def _since(
    connection: Connection, wanted: ArticleFilter, cursor: str | None, file: str | None
) -> tuple[str, ArticleFilter]:
    """The next cursor, and what is wanted of the changes since one; '' and all of it without one.

    Raises WrongArgument, which names the file that the cursor is of.
    """
    if cursor is None:
        return "", wanted
    try:
        window = window_since(connection, cursor)
    except WrongCursor as error:
        raise WrongArgument(f"the cursor file {file}: {error}" if file else str(error)) from None
    return cursor_at(connection, window.until), dataclasses.replace(wanted, changed=window)


def _records(
    connection: Connection, wanted: ArticleFilter, format: ExportFormat, opts: argparse.Namespace
) -> Iterable[Record]:
    if format.is_feed:
        return selection.newest(connection, wanted, opts.limit or (None if wanted.changed else _FEED))
    records = islice(selection.records(connection, wanted, alone=True), opts.limit)
    if opts.output == "-" and sys.stdout.isatty():
        return records  # which show themselves how far it is
    total = min(selection.count(connection, wanted), opts.limit or sys.maxsize) if sys.stderr.isatty() else None
    return with_progress(records, "Exporting", total, name=_id)


def _id(record: Record) -> str:
    return str(record["id"])


def _with_withdrawals(since: Mapping[str, str], records: Iterable[Record]) -> Iterator[Record]:
    yield from ({**record, WITHDRAWN_AT: since.get(record["id"])} for record in records)


def _in_script(script: Script | None) -> Callable[[Iterable[Record]], Iterable[Record]]:
    if script is None:
        return lambda records: records
    pipeline = ConvertScriptPipeline(script)

    def converted(record: Record) -> Record:
        """An article with its texts in the script; ``script`` stays that of the page."""
        article = as_article({**record, "script": None}, record["addresses"])
        data: Record = orjson.loads(as_json(pipeline.process_item(article)))
        return {**data, "script": record["script"]}

    return lambda records: map(converted, records)
