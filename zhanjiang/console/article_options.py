"""The options by which commands choose articles of the store, and what they report where nothing fits."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, get_args

from sqlalchemy import Connection

from zhanjiang.addresses.article_id import ArticleIds
from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.console.command import add_days, read_day
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.typed_values import typed_values
from zhanjiang.console.words import many, nearest
from zhanjiang.items import Kind
from zhanjiang.store import selection
from zhanjiang.store.selection import ArticleFilter

_CHOICES: Final = (
    ("channel", "channels", "channel"),
    ("source", "sources", "source"),
    ("author", "authors", "authors"),
    ("kind", "kinds", "kind"),
)
"""The options whose values are found in articles: option, choice of ``ArticleFilter``, field."""
_NAMED: Final = 5
"""How many IDs a message names."""


def add_article_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose articles; several values of one are parted by commas, and any of them fits.

    See also ``with_whole_values``.
    """
    add_days(parser)
    parser.add_argument("--channel", metavar="NAMES", help="of these channels, such as shizheng,shehui")
    parser.add_argument("--source", metavar="NAMES", help="of these sources, as printed, such as 湛江日报")
    parser.add_argument("--author", metavar="NAMES", help="by one of these people, by whole name")
    parser.add_argument("--kind", metavar="KINDS", help=f"of these kinds: {', '.join(get_args(Kind))}")
    parser.add_argument("--paper", metavar="PAPERS", help=f"of these newspapers: {', '.join(PAPERS)}")
    parser.add_argument("--ids", metavar="IDS", help="by ID or number, also ranges: 2665000-2665999,2690507")


def read_article_options(options: argparse.Namespace, *, all_revisions: bool = False) -> ArticleFilter:
    """Read what ``add_article_options`` added. Raises WrongArgument for what no article can have."""
    since, until = read_day("since", options.since), read_day("until", options.until)
    if since and until and since > until:
        raise WrongArgument(f"--since {since} is after --until {until}: give the earlier day first")
    try:
        ids = None if options.ids is None else ArticleIds.parse(options.ids)
    except ValueError as error:
        raise WrongArgument(f"--ids {str(error)!r} is no ID: give such as 2665093, 7-9, zjrb/2018-07-17/1") from None
    return ArticleFilter(
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        channels=typed_values("channel", options.channel),
        sources=typed_values("source", options.source),
        authors=typed_values("author", options.author),
        kinds=typed_values("kind", options.kind, get_args(Kind)),
        papers=typed_values("paper", options.paper, PAPERS),
        ids=ids,
        all_revisions=all_revisions,
    )


def with_whole_values(connection: Connection, wanted: ArticleFilter, options: argparse.Namespace) -> ArticleFilter:
    """What is wanted, where a value that an article has with a comma in it, such as a source, is not parted there."""
    whole: dict[str, Any] = {}
    for option, choice, field in _CHOICES:
        typed = getattr(options, option)
        if typed and "," in typed and option != "kind":
            whole[choice] = selection.parted_values(connection, field, typed)
    return replace(wanted, **whole)


def report_missing(connection: Connection, wanted: ArticleFilter, chosen: int, report: Callable[[str], None]) -> None:
    """Report what nothing in the store has, of what was typed; ``chosen`` is how many articles fitted."""
    missing = [*missing_values(connection, wanted, chosen)]
    if not chosen and not missing and not wanted.changed:  # nothing new is what a program often finds
        is_all = wanted == ArticleFilter(all_revisions=wanted.all_revisions)
        missing = ["the store has no articles" if is_all else "no article fits all that is asked for"]
    for line in missing:
        report(line)


def missing_values(connection: Connection, wanted: ArticleFilter, chosen: int) -> Iterator[str]:
    """Yield a line for each value that was typed and that no article has; ``chosen`` as in ``report_missing``."""
    for option, choice, field in _CHOICES:
        values: tuple[str, ...] = getattr(wanted, choice)
        if chosen and len(values) == 1:
            continue  # it is there
        for value in values:
            alone: dict[str, Any] = {choice: (value,), "all_revisions": wanted.all_revisions}
            if not selection.has_any(connection, ArticleFilter(**alone)):
                known = selection.known_values(connection, field)
                yield f"no article has the {option} {value!r}{nearest(value, known)}"
    yield from _missing_ids(connection, wanted)
    if not chosen:
        yield from _missing_days(connection, wanted)


def _missing_ids(connection: Connection, wanted: ArticleFilter) -> Iterator[str]:
    single = sorted(wanted.ids.single) if wanted.ids else []
    known = selection.stored_ids(connection, single) if single else set()
    if missing := [id_ for id_ in single if id_ not in known]:
        named = ", ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
        yield f"{many(len(missing), 'article')} of --ids {'is' if len(missing) == 1 else 'are'} not stored: {named}"


def _missing_days(connection: Connection, wanted: ArticleFilter) -> Iterator[str]:
    if wanted.since or wanted.until:
        first, last = selection.days(connection)
        if first and last and ((wanted.since or first) > last or (wanted.until or last) < first):
            yield f"no article is of these days: the first is of {first}, the last of {last}"
