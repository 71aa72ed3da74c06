"""An article as a reader wants it, and its revisions."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from zhanjiang.browse.answers import NotThere, Reply
from zhanjiang.browse.reading import Reading
from zhanjiang.items import Article, Guess, Script
from zhanjiang.pages.article.doubt_reasons import explain
from zhanjiang.processors.script_conversion import convert_article
from zhanjiang.store import articles, captures, comments, doubts, headlines, particulars, similar
from zhanjiang.versions.differences import changes, shorten

_PARAGRAPH: Final = "\n\n"
_LANGUAGES: Final[dict[Script, str]] = {"hans": "zh-Hans", "hant": "zh-Hant"}
Marked = list[tuple[str, int | None]]
"""A text in pieces, each with the number of the guess that it is, from 1, or None."""


@dataclass(frozen=True, slots=True)
class Texts:
    """An article's texts with the guesses of its repair marked; each guess stands in the first place that fits."""

    kicker: Marked
    headline: Marked
    subheadline: Marked
    paragraphs: list[Marked]


def article_page(reading: Reading, article_id: str) -> Reply:
    """The latest revision of an article with all that belongs to it. Raises NotThere."""
    revisions = _revisions(reading, article_id)
    stored = revisions[-1]
    script = _script(reading)
    article = in_script(stored, script) if script else stored
    connection = reading.connection
    reprints = similar.reprints(connection, stored)
    related = headlines.brief(connection, [*reprints, *filter(None, [stored.duplicate_of])])
    reasons = doubts.reasons(connection, [article_id]).get(article_id)
    return reading.page(
        "article.html.j2",
        article=article,
        texts=_texts(article),
        script=script or "hans",
        language=_LANGUAGES[script or "hans"],
        revisions=len(revisions),
        pictures=reading.pictures(image.url for image in article.images),
        comments=comments.of_article(connection, article_id),
        extra=particulars.of_article(connection, article_id),
        original=related.get(stored.duplicate_of or ""),
        reprints=[related[one] for one in reprints if one in related],
        captures=len(captures.of_articles(connection, [article_id])),
        doubt=explain(reasons) if reasons else None,
    )


def revisions_page(reading: Reading, article_id: str) -> Reply:
    """The revisions of an article and what each changed. Raises NotThere."""
    revisions = _revisions(reading, article_id)
    by_revision = {change.later.revision: change for change in changes(revisions)}
    return reading.page(
        "revisions.html.j2", revisions=revisions, latest=revisions[-1], changes=by_revision, shorten=shorten
    )


def _revisions(reading: Reading, article_id: str) -> Sequence[Article]:
    revisions = articles.revisions(reading.connection, article_id)
    if not revisions:
        raise NotThere(f"存档里没有文章 {article_id}")
    return revisions


def _script(reading: Reading) -> Script | None:
    match reading.query.get("script"):
        case "hant":
            return "hant"
        case "hans":
            return "hans"
    return None


def in_script(article: Article, script: Script) -> Article:
    """An article with its texts in a script; ``script`` stays that of the page."""
    converted = copy.deepcopy(article)
    converted.script = None
    convert_article(converted, script)
    converted.script = article.script
    return converted


def _texts(article: Article) -> Texts:
    guesses = [*enumerate(article.repair.guessed, 1)] if article.repair else []

    def marked(field: str, text: str | None) -> list[Marked]:
        """The paragraphs of a field with its guesses."""
        of_field = [(number, guess) for number, guess in guesses if guess.field == field]
        return [pieces for pieces in _mark((text or "").split(_PARAGRAPH), of_field) if pieces]

    kicker, headline, deck = (
        [piece for pieces in marked(name, text) for piece in pieces]
        for name, text in (
            ("kicker", article.kicker),
            ("headline", article.headline),
            ("subheadline", article.subheadline),
        )
    )
    return Texts(kicker, headline, deck, marked("text", article.text))


def _mark(texts: Iterable[str], guesses: list[tuple[int, Guess]]) -> Iterator[Marked]:
    """Yield texts in pieces; the guesses come in the order in which they stand there.

    >>> [*_mark(["新盐外运", "盐民增收"], [(1, Guess("text", "盐民"))])]
    [[('新盐外运', None)], [('盐民', 1), ('增收', None)]]
    """
    left = list(guesses)
    for text in texts:
        pieces: Marked = []
        start = 0
        for number, guess in [*left]:
            at = text.find(guess.text, start) if guess.text else -1
            if at >= 0 and guess.text:
                pieces += [(text[start:at], None), (guess.text, number)]
                start = at + len(guess.text)
                left.remove((number, guess))
        yield [(piece, number) for piece, number in [*pieces, (text[start:], None)] if piece]
