"""Copies of one article on several mirrors, merged: where one copy's bytes leave a span open, another may show it.

Mirrors annotate different characters, so different spans are broken in each copy. What one copy shows without a guess
resolves the guess of the other. The same guess in both is no evidence: one language model made both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from zhanjiang.items import Article, Guess

_CONTEXT: Final = 4
"""How many characters on either side have to agree before two copies are compared at a guess."""


def is_better(one: Article, other: Article) -> bool:
    """Say whether a copy is more certain than another: undamaged or proved first, then the one with fewer guesses."""
    return _doubt(one) < _doubt(other)


def _doubt(article: Article) -> tuple[bool, int]:
    if article.repair is None:
        return False, 0
    return not article.repair.proved, len(article.repair.guessed)


def merge_mirrors(copy: Article, other: Article) -> Article:
    """The first copy, with those of its guesses resolved that the other copy shows without a guess.

    Both are in one script. Neither copy is changed.

    >>> from zhanjiang.items import RepairReport
    >>> report = RepairReport(1, 1, [Guess("text", "抱", ["报", "保"])], proved=True)
    >>> one = Article(text="据湛江日抱报道，渔船归港。", repair=report)
    >>> both = merge_mirrors(one, Article(text="据湛江日报报道，渔船归港。"))
    >>> both.text, both.repair.guessed
    ('据湛江日报报道，渔船归港。', [])
    """
    if copy.repair is None:
        return copy
    article = replace(copy, repair=replace(copy.repair, guessed=[]))
    assert article.repair is not None
    doubtful = {(guess.field, guess.text) for guess in (other.repair.guessed if other.repair else ())}
    for guess in copy.repair.guessed:
        resolved = None if (guess.field, guess.text) in doubtful else _resolved(article, other, guess)
        if resolved is None or guess.field is None:
            article.repair.guessed.append(guess)
        else:
            setattr(article, guess.field, resolved)
    return article


def _resolved(article: Article, other: Article, guess: Guess) -> str | None:
    """The field with a guess resolved as in the other copy; None where that does not show it."""
    mine, theirs = (getattr(one, guess.field or "", None) for one in (article, other))
    if not (isinstance(mine, str) and isinstance(theirs, str) and guess.text):
        return None
    for start in _positions(mine, guess.text):
        end = start + len(guess.text)
        before, after = mine[max(0, start - _CONTEXT) : start], mine[end : end + _CONTEXT]
        for text in (guess.text, *guess.alternatives):
            if before + text + after in theirs:
                return mine[:start] + text + mine[end:]
    return None


def _positions(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)
