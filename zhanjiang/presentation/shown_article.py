"""An article with what the store has around it, as lines for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import orjson
from sqlalchemy import Connection

from zhanjiang.addresses.article_id import split_article_id
from zhanjiang.addresses.newspapers import PAPERS
from zhanjiang.console.wrapping import wrap
from zhanjiang.items import Article, Particulars, Person, Script
from zhanjiang.processors.encodable import as_json
from zhanjiang.processors.script_conversion import convert_article, converted
from zhanjiang.processors.text import marked_text
from zhanjiang.store import changes, particulars, similar
from zhanjiang.store.articles import revisions
from zhanjiang.versions.terminal import Style, Styled

_INDENT: Final = "\u3000\u3000"
"""What begins a paragraph in print."""


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """A revision of an article; its other revisions, what reprints it, and what only its kind has.

    ``withdrawn_at`` is None while the site still has it.
    """

    article: Article
    revisions: list[Article]
    reprints: list[str]
    particulars: Particulars | None
    withdrawn_at: str | None

    def in_script(self, script: Script) -> None:
        """Convert the texts; ``script`` stays that of the page."""
        fetched, self.article.script = self.article.script, None
        convert_article(self.article, script)
        self.article.script = fetched
        for entry in self.particulars.entries if self.particulars else ():
            entry.text = converted(entry.text or "", script)


def find_shown(connection: Connection, article_id: str, revision: int | None = None) -> ShownArticle | None:
    """Read an article in its latest revision, or in another one; None where the store has none such."""
    all_revisions = revisions(connection, article_id)
    wanted = [article for article in all_revisions if revision in (None, article.revision)]
    if not wanted:
        return None
    return ShownArticle(
        wanted[-1],
        all_revisions,
        similar.reprints_of(connection, all_revisions[-1]),
        particulars.of_article(connection, article_id),
        changes.withdrawn_at(connection, article_id),
    )


def shown_json(shown: ShownArticle) -> str:
    """One line: the article in the form of feeds, and after its fields what the store has around it."""
    around = {
        "revisions": [
            {"revision": one.revision, "revision_cause": one.revision_cause, "fetched_at": one.fetched_at}
            for one in shown.revisions
        ],
        "reprints": shown.reprints,
        "particulars": shown.particulars,
        "withdrawn_at": shown.withdrawn_at,
    }
    return orjson.dumps(orjson.loads(as_json(shown.article)) | orjson.loads(as_json(around))).decode()


def shown_lines(shown: ShownArticle, width: int) -> Iterator[list[Styled]]:
    """Yield the lines of an article, none wider than so many columns but for addresses."""
    article = shown.article
    yield from _wrapped(article.kicker, width)
    yield from _wrapped(article.headline or article.id, width, "heading")
    yield from _wrapped(article.subheadline, width)
    yield from _wrapped("  ".join(_printed(article)), width)
    for paragraph in (article.text or "").split("\n\n") if article.text else ():
        yield []
        for line in paragraph.split("\n"):
            yield from _wrapped(_INDENT + line, width)
    yield from _pictures(article, width)
    yield from _of_kind(shown.particulars, width)
    yield []
    for line in _around(shown):
        yield from _wrapped(line, width, "omitted")
    yield [("omitted", article.url or "")]


def _wrapped(text: str | None, width: int, style: Style = "equal") -> Iterator[list[Styled]]:
    for line in wrap(marked_text(text), width) if text else ():
        yield [(style, line)]


def _printed(article: Article) -> Iterator[str]:
    """What stands in the line below a headline: source, byline, date, and the newspaper's page."""
    paper = PAPERS.get(split_article_id(article.id or "portal/0")[0].partition("/")[0])
    source = article.source or paper
    byline = article.byline or _people(article.authors)
    yield from filter(None, (source, byline, (article.published_at or "")[:16].replace("T", " ")))
    if (page := article.newspaper_page) and (page.number or page.name):
        number = f"第{page.number}版" if page.number else None
        yield ("" if paper == source else paper or "") + "：".join(filter(None, (number, page.name)))


def _people(people: list[Person]) -> str:
    return "、".join(" ".join(filter(None, (person.role, person.name))) for person in people)


def _pictures(article: Article, width: int) -> Iterator[list[Styled]]:
    for number, image in enumerate(article.images, 1):
        yield []
        yield from _wrapped(f"Picture {number}: {image.caption or ''}".rstrip(), width)
        yield [("omitted", image.path or image.url or "")]


def _of_kind(found: Particulars | None, width: int) -> Iterator[list[Styled]]:
    """The entries of a live page, and the addresses of a player and of a link's target."""
    for entry in found.entries if found else ():
        yield []
        yield from _wrapped(f"{entry.time or ''}  {entry.text or ''}".strip(), width)
    if found and (found.player or found.target):
        yield []
        for address in filter(None, (found.player, found.target)):
            yield [("equal", address)]


def _around(shown: ShownArticle) -> Iterator[str]:
    article = shown.article
    if article.credits:
        yield f"Credits: {_people(article.credits)}"
    if article.comment_count is not None or article.comment_participants is not None:
        yield f"Comments: {article.comment_count or 0}, by {article.comment_participants or 0} readers"
    if len(shown.revisions) > 1:
        yield f"Revision {article.revision} of {len(shown.revisions)}: scrapy versions {article.id}"
    if article.duplicate_of:
        yield f"Reprint of {article.duplicate_of}"
    if shown.reprints:
        yield f"Reprinted as {', '.join(shown.reprints)}"
    if shown.withdrawn_at:
        yield f"Withdrawn: the site has not had it since {shown.withdrawn_at}"
    guessed = len(article.repair.guessed) if article.repair else 0
    if guessed:
        yield f"Repaired, with {guessed} guesses: see `repair` in --json"
    yield f"{article.id}, fetched {article.fetched_at or 'at an unknown time'}"
