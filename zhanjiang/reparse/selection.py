"""What is to be reparsed, as a user says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhanjiang.addresses.article_id import ArticleIds
from zhanjiang.console.errors import WrongArgument
from zhanjiang.items import Article
from zhanjiang.processors.dates import portal_day
from zhanjiang.times import parse_day


class WrongSelection(WrongArgument):
    """The selection makes no sense; the text is one line that says what is allowed."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be read: of the IDs (all without them), published from ``since`` to ``until``, of a kind."""

    ids: ArticleIds | None = None
    since: date | None = None
    until: date | None = None
    kind: str | None = None

    def among(self, known: Iterable[str]) -> set[str]:
        """Those of the articles' IDs that are selected.

        >>> sorted(read_selection("2665000-2665999").among(["portal/2665093", "portal/7"]))
        ['portal/2665093']
        """
        known = set(known)
        return known & set(self.ids.among(known)) if self.ids else known

    def holds(self, article: Article) -> bool:
        """Say whether an article that was read is selected. One without a date is not, if days are given."""
        if self.kind and article.kind != self.kind:
            return False
        if self.since is None and self.until is None:
            return True
        day = portal_day(article.published_at) if article.published_at else None
        return day is not None and (self.since or day) <= day <= (self.until or day)


def read_selection(
    ids: str | None = None, since: str | None = None, until: str | None = None, kind: str | None = None
) -> Selection:
    """Read the options of a command. Raises WrongSelection."""
    try:
        named = ArticleIds.parse(ids) if ids else None
    except ValueError as error:
        message = f"--ids {error}: give IDs and rising ranges, such as 2665000-2665999,zjrb/2018-07-17/2108598"
        raise WrongSelection(message) from None
    return Selection(named, _day("since", since), _day("until", until), kind)


def _day(name: str, value: str | None) -> date | None:
    try:
        return None if value is None else parse_day(value)
    except ValueError as error:
        raise WrongSelection(f"--{name} {error}") from None
