"""Articles that a user names as arguments of a command, and what is said of those that the store lacks."""

from __future__ import annotations

from zhanjiang.addresses.article_id import PORTAL, parse_article, split_article_id
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode


def one_article(args: list[str], command: str) -> str:
    """The ID of the only article that was typed: an ID, a number or an address. Raises WrongArgument."""
    if len(args) != 1:
        raise WrongArgument(f"give one article, as in: {command} portal/2665093")
    return article_named(args[0])


def article_named(typed: str) -> str:
    """The ID of an article that was typed: an ID, a number or an address. Raises WrongArgument."""
    article_id = parse_article(typed)
    if article_id is None:
        raise WrongArgument(f"{typed!r} names no article: give an ID such as portal/2665093, its number or its address")
    return article_id


def not_stored(article_id: str) -> CommandError:
    """The error for an article that the store lacks, with what to do."""
    series, number = split_article_id(article_id)
    next_step = "check the ID; `scrapy export -o -` prints all that the store has"
    if series == PORTAL:
        next_step = f"check the number, or fetch it with `scrapy crawl articles -a ids={number}`"
    return CommandError(ExitCode.COULD_NOT_START, f"the store has no article {article_id}: {next_step}")
