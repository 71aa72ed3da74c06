"""``scrapy layouts``: learned layouts listed, shown, learned, forgotten, exported; held back edits confirmed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

import orjson

from zhanjiang.addresses.article_id import parse_article
from zhanjiang.archive.reader import files_of
from zhanjiang.console.actions import Action, ActionsCommand
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.standard_output import print_json
from zhanjiang.console.words import many
from zhanjiang.crawl.confirmation import confirm_held_back
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.crawl.visit_reader import VisitReader
from zhanjiang.processors.text import plain_line
from zhanjiang.reparse.archived_layouts import learn_from_archive
from zhanjiang.report.layouts import as_python, describe, find_layout, layout_summaries, print_layouts
from zhanjiang.store import held_back, layouts
from zhanjiang.store.layouts import StoredLayout

_KEYS: Final = "name, learned_at, pages, shares (by part), last_run, articles, forgotten_at"
_NAMED: Final = "NAME|NUMBER"


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print it as JSON")


_ACTIONS: Final = {
    "list": Action(
        "List each layout with the pages it was learned from, the share of them that agree on where headline, info "
        f"line, body and credits stand, and its last use; as JSON one array of objects with the keys {_KEYS}.",
        "scrapy layouts list",
        "[--json]",
        _add_json,
    ),
    "show": Action(
        "Show where a layout's parts stand, and which lines are furniture; as JSON the layout as it is stored.",
        "scrapy layouts show 1",
        f"{_NAMED} [--json]",
        _add_json,
    ),
    "learn": Action(
        "Learn from all pages of the archive (ARCHIVE_DIR) that no declared layout reads, if there are at least "
        "LAYOUT_PAGES of a layout.",
        "scrapy layouts learn",
        writes_store=True,
    ),
    "forget": Action("Read nothing by a layout any more.", "scrapy layouts forget 1", _NAMED, writes_store=True),
    "export": Action(
        "Print a layout as Python, to declare it in zhanjiang/pages/reading/selectors.py.",
        "scrapy layouts export 1",
        _NAMED,
    ),
    "confirm": Action(
        "Store articles that a run held back, all or by ID, as edited.",
        "scrapy layouts confirm",
        "[ID …]",
        writes_store=True,
    ),
}


class Command(ActionsCommand):
    """Commands on the layouts that were learned. Exit codes as of a crawl."""

    actions = _ACTIONS
    usual_action = "list"

    def act(self, action: str, opts: argparse.Namespace) -> None:
        """Do what is typed. Exit codes: 1 where there is nothing, 2, 74 and 75 as of a crawl."""
        actions: dict[str, Callable[[list[str], bool], None]] = {
            "list": self._list,
            "show": self._show,
            "learn": self._learn,
            "forget": self._forget,
            "export": self._export,
            "confirm": self._confirm,
        }
        actions[action](getattr(opts, "arguments", []), getattr(opts, "json", False))

    def _list(self, args: list[str], as_json: bool) -> None:
        if args:
            raise WrongArgument(f"list takes no argument: {_ACTIONS['list'].example}")
        with self.reading() as connection:
            summaries = layout_summaries(connection)
        if as_json:
            print_json(orjson.dumps(summaries).decode())
        elif summaries:
            print_layouts(summaries)
        else:
            print("No layout was learned or used yet.")

    def _show(self, args: list[str], as_json: bool) -> None:
        layout = self._named("show", args)
        if as_json:
            print_json(orjson.dumps(layout.data).decode())
            return
        for line in describe(layout):
            print(plain_line(line))

    def _learn(self, args: list[str], as_json: bool) -> None:
        if args:
            raise WrongArgument(f"learn takes no argument: {_ACTIONS['learn'].example}")
        folder = Path(self.settings["ARCHIVE_DIR"])
        if not files_of(folder):
            message = f"there is no archive at {folder} yet: crawl first, or set ARCHIVE_DIR"
            raise CommandError(ExitCode.COULD_NOT_START, message)
        fewest = self.settings.getint("LAYOUT_PAGES")
        with self.writing() as store:
            learned = learn_from_archive(store, VisitReader(folder, repair_config(self.settings)), fewest)
        for layout in learned:
            print(plain_line(f"{layout.name}  learned from {many(layout.pages, 'page')}"))
        print(
            f"{many(len(learned), 'layout')} learned: `scrapy reparse` reads the archive by them"
            if learned
            else f"Nothing to learn: declared layouts read the pages, or no layout has {fewest} of them."
        )

    def _export(self, args: list[str], as_json: bool) -> None:
        print(as_python(self._named("export", args)))

    def _forget(self, args: list[str], as_json: bool) -> None:
        layout = self._named("forget", args)
        with self.writing() as store, store.transaction() as connection:
            is_forgotten = layouts.forget(connection, layout.name)
        print(f"{layout.name} reads no page any more" if is_forgotten else f"{layout.name} was forgotten already")

    def _named(self, action: str, args: list[str]) -> StoredLayout:
        typed = " ".join(args)
        if not typed:
            raise WrongArgument(f"name a layout, as in: {_ACTIONS[action].example}")
        with self.reading() as connection:
            layout = find_layout(connection, typed)
        if layout is None:
            message = f"no layout was learned under the name {typed!r}: `scrapy layouts list` lists them"
            raise CommandError(ExitCode.COULD_NOT_START, message)
        return layout

    def _confirm(self, args: list[str], as_json: bool) -> None:
        ids = [self._held_id(typed) for typed in args]
        with self.writing() as store:
            with store.reading() as connection:
                waiting = {row.article_id for row in held_back.held(connection)}
            for id in ids:
                if id not in waiting:
                    message = f"{id} is not held back: `scrapy status --layouts` names those that are"
                    raise CommandError(ExitCode.COULD_NOT_START, message)
            with store.transaction() as connection:
                confirmed = confirm_held_back(connection, ids)
        for row in confirmed:
            print(plain_line(f"confirmed  {row.article_id}  {row.article.headline or ''}"))
        print(f"{many(len(confirmed), 'article')} stored as edited" if confirmed else "Nothing is held back.")

    def _held_id(self, typed: str) -> str:
        article_id = parse_article(typed)
        if article_id is None:
            raise WrongArgument(f"{typed!r} names no article: give IDs such as portal/2665093, or none for all")
        return article_id
