"""``scrapy export``: the store's articles as JSON lines."""

from __future__ import annotations

import argparse
import gzip
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, ClassVar, cast

from scrapy.commands import ScrapyCommand

from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.times import parse_day

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from zhanjiang.items import Article


class Command(ScrapyCommand):
    """Writes the latest revision of every article in the store, in the order of their numbers."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "-o FILE [options]"

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Write the store's articles as JSON lines"

    def long_desc(self) -> str:
        """Say what is written, with an example."""
        return (
            "Write the latest revision of each article in the store (STORE_URL) as JSON lines, in the form of feeds "
            "and in the order of the articles' numbers. FILE appears when it is complete. Example: "
            "scrapy export -o data/2022.jsonl.gz --since 2022-01-01 --until 2022-12-31 --channel shizheng"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="where to write; .gz compresses, - is the terminal")
        parser.add_argument("--since", metavar="DAY", help="the first day of publication, such as 2022-05-01")
        parser.add_argument("--until", metavar="DAY", help="the last day of publication, such as 2022-05-31")
        parser.add_argument("--channel", metavar="NAME", help="articles of one channel alone, such as shizheng")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export, and set the exit code: 2 for a wrong option, 1 when the store or the file cannot be had."""
        from zhanjiang.store import StoreError

        if mistake := _mistake(args, opts):
            self._end(ExitCode.WRONG_ARGUMENTS, mistake)
            return
        try:
            self._export(opts)
        except BrokenPipeError:  # the reader of `-o - | head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (StoreError, OSError) as error:
            self._end(ExitCode.COULD_NOT_START, str(error))

    def _end(self, code: ExitCode, message: str) -> None:
        print(f"scrapy export: {message}", file=sys.stderr)
        self.exitcode = code

    def _export(self, opts: argparse.Namespace) -> None:
        from zhanjiang.export.json_lines import json_line
        from zhanjiang.store import open_read_only

        assert self.settings is not None
        store = open_read_only(self.settings["STORE_URL"])
        try:
            with _output(opts.output) as file, store.reading() as connection:
                for article in _with_progress(connection, opts.since, opts.until, opts.channel):
                    file.write(json_line(article))
        finally:
            store.close()


def _mistake(args: list[str], opts: argparse.Namespace) -> str | None:
    """Return what is wrong with the options, or None."""
    if args:
        return f"{args[0]!r} is no option: see scrapy export --help"
    if not opts.output:
        return "say where to write, as in: scrapy export -o data/articles.jsonl"
    for name in ("since", "until"):
        value = getattr(opts, name)
        try:
            if value is not None:
                parse_day(value)
        except ValueError as error:
            return f"--{name} {error}"
    return None


@contextmanager
def _output(target: str) -> Iterator[IO[bytes]]:
    """Open what is written to: a file is made under another name, and takes its own when it is complete."""
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with gzip.open(unfinished, "wb") if path.suffix == ".gz" else unfinished.open("wb") as file:
            yield cast("IO[bytes]", file)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _with_progress(
    connection: Connection, since: str | None, until: str | None, channel: str | None
) -> Iterable[Article]:
    """Yield the articles, with a bar on a terminal."""
    from zhanjiang.store import articles

    found = articles.current(connection, since=since, until=until, channel=channel)
    if not sys.stderr.isatty():
        return found
    from rich.console import Console
    from rich.progress import track

    total = articles.count(connection, since=since, until=until, channel=channel)
    return track(found, "Exporting", total=total, console=Console(stderr=True))
