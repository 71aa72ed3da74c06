"""``scrapy versions``: the revisions of an article, and what each changed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand

from zhanjiang.addresses.article_id import PORTAL, parse_article, split_article_id
from zhanjiang.console.exit_codes import ExitCode

if TYPE_CHECKING:
    from zhanjiang.items import Article
    from zhanjiang.versions.differences import Change


class Command(ScrapyCommand):
    """Shows how an article came to be what it is, on the terminal, as a page or as JSON."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "[options] ID"

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Show the revisions of an article and what changed"

    def long_desc(self) -> str:
        """Say what is shown, with an example."""
        return (
            "List the revisions of an article in the store (STORE_URL), and show by characters, field by field, what "
            "each changed of the one before. ID is an article's ID (portal/2665093), its number or its address. "
            "Example: scrapy versions 2665093 --html changes.html"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--html", metavar="FILE", help="write a page that needs no other file, for any browser")
        parser.add_argument("--json", action="store_true", help="print one JSON object: all revisions, and changes")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Show an article's revisions, and set the exit code: 2 for a wrong argument, 1 where there are none."""
        from zhanjiang.store import StoreError

        if mistake := _mistake(args, opts):
            self._end(ExitCode.WRONG_ARGUMENTS, mistake)
            return
        try:
            self._show(args[0], opts)
        except BrokenPipeError:  # the reader of `scrapy versions ID | head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except StoreError as error:
            self._end(ExitCode.COULD_NOT_START, str(error))
        except OSError as error:
            message = f"{error.filename or 'the output'} cannot be written ({error.strerror}): choose another FILE"
            self._end(ExitCode.COULD_NOT_START, message)

    def _end(self, code: ExitCode, message: str) -> None:
        print(f"scrapy versions: {message}", file=sys.stderr)
        self.exitcode = code

    def _show(self, typed: str, opts: argparse.Namespace) -> None:
        from zhanjiang.versions.differences import changes

        article_id = parse_article(typed)
        assert self.settings is not None and article_id is not None
        if revisions := _stored(self.settings["STORE_URL"], article_id):
            _write(revisions, changes(revisions), opts)
        else:
            self._end(ExitCode.COULD_NOT_START, f"the store has no article {article_id}: {_next_step(article_id)}")


def _mistake(args: Sequence[str], opts: argparse.Namespace) -> str | None:
    """Return what is wrong with the arguments, or None."""
    if len(args) != 1:
        return "give one article, as in: scrapy versions portal/2665093"
    if parse_article(args[0]) is None:
        return f"{args[0]!r} names no article: give an ID such as portal/2665093, its number or its address"
    if opts.html and opts.json:
        return "--html and --json exclude each other: leave one out"
    return None


def _next_step(article_id: str) -> str:
    series, number = split_article_id(article_id)
    if series == PORTAL:
        return f"check the number, or fetch it with `scrapy crawl articles -a ids={number}`"
    return "check the ID; `scrapy export -o -` prints all that the store has"


def _stored(store_url: str, article_id: str) -> list[Article]:
    from zhanjiang.store import articles, open_read_only

    store = open_read_only(store_url)
    try:
        with store.transaction() as connection:
            return articles.revisions(connection, article_id)
    finally:
        store.close()


def _write(revisions: Sequence[Article], found: Sequence[Change], opts: argparse.Namespace) -> None:
    """Write in the form asked for. OSError where the page cannot be written."""
    from zhanjiang.versions import html as page
    from zhanjiang.versions import terminal

    if opts.html:
        path = Path(opts.html)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.versions_page(revisions, found), encoding="utf-8")
        print(f"{len(revisions)} revisions, written to {path}")
    elif opts.json:
        sys.stdout.write(_as_json(revisions, found))
    else:
        write = terminal.write_coloured if sys.stdout.isatty() else terminal.write_plain
        write(terminal.lines(revisions, found), sys.stdout)
    sys.stdout.flush()


def _as_json(revisions: Sequence[Article], found: Sequence[Change]) -> str:
    """Return one line: the revisions in the form of feeds, and the pieces of each changed field, none omitted."""
    import orjson

    differences = [
        {
            "from": change.earlier.revision,
            "to": change.later.revision,
            "fields": {
                difference.field: [{piece.kind: piece.text} for piece in difference.pieces]
                for difference in change.fields
            },
        }
        for change in found
    ]
    told = {"id": revisions[-1].id, "revisions": revisions, "differences": differences}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE).decode()
