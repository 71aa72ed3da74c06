"""What several mirrors of one article say together: where one's bytes leave a place open, another may show it.

Mirrors annotate different characters, so that different places are broken on each. What is read without a guess on one
settles the guess of the other; the same guess on both is no evidence, since both were made by the same language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from zhanjiang.items import Article, Guess

_CONTEXT: Final = 4
"""So many characters on either side tell that two articles are compared at the same place."""


def is_better(one: Article, other: Article) -> bool:
    """Say whether an article was read more surely than another: undamaged or proved, then with fewer guesses."""
    return _doubt(one) < _doubt(other)


def _doubt(article: Article) -> tuple[bool, int]:
    if article.repair is None:
        return False, 0
    return not article.repair.proved, len(article.repair.guessed)


def merge_mirrors(stands: Article, other: Article) -> Article:
    """Return an article with those of its guesses settled that another reading of it shows without a guess.

    Both are in one script. ``stands`` itself stays as it is.

    >>> from zhanjiang.items import RepairReport
    >>> report = RepairReport(1, 1, [Guess("text", "抱", ["报", "保"])], proved=True)
    >>> one = Article(text="据湛江日抱报道，渔船归港。", repair=report)
    >>> both = merge_mirrors(one, Article(text="据湛江日报报道，渔船归港。"))
    >>> both.text, both.repair.guessed
    ('据湛江日报报道，渔船归港。', [])
    """
    if stands.repair is None:
        return stands
    article = replace(stands, repair=replace(stands.repair, guessed=[]))
    assert article.repair is not None
    doubtful = {(guess.field, guess.text) for guess in (other.repair.guessed if other.repair else ())}
    for guess in stands.repair.guessed:
        settled = None if (guess.field, guess.text) in doubtful else _settled(article, other, guess)
        if settled is None or guess.field is None:
            article.repair.guessed.append(guess)
        else:
            setattr(article, guess.field, settled)
    return article


def _settled(article: Article, other: Article, guess: Guess) -> str | None:
    """Return the field with a guess settled as the other reading has it; None where it does not tell."""
    mine, theirs = (getattr(one, guess.field or "", None) for one in (article, other))
    if not (isinstance(mine, str) and isinstance(theirs, str) and guess.text):
        return None
    for start in _places(mine, guess.text):
        end = start + len(guess.text)
        before, behind = mine[max(0, start - _CONTEXT) : start], mine[end : end + _CONTEXT]
        for text in (guess.text, *guess.alternatives):
            if before + text + behind in theirs:
                return mine[:start] + text + mine[end:]
    return None


def _places(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)
