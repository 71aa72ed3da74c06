"""What a user types to search: words that all have to stand in an article, phrases in quotes, and exclusions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

from zhanjiang.processors.folding import fold, fold_with_places
from zhanjiang.processors.text import clean_line

Span = tuple[int, int]
"""Where in a text something stands: its start and end."""

_PART: Final = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


class WrongQuery(ValueError):
    """Nothing can be searched by what was typed; the text is one line that says what can."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """The folded runs of characters that have to stand in an article, and those that must not.

    A run stands in one paragraph, headline, caption or name; the runs may stand in several.
    """

    words: tuple[str, ...]
    excluded: tuple[str, ...] = ()

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read what was typed. Raises WrongQuery.

        >>> SearchQuery.parse('湛江港 "New 航線" -客運')
        SearchQuery(words=('湛江港', 'new 航线'), excluded=('客运',))
        """
        typed = clean_line(typed)
        if typed.count('"') % 2:
            raise WrongQuery('a quote is not closed: type a phrase as in "湛江港 航线"')
        parts = [(bool(part["minus"]), _run(part)) for part in _PART.finditer(typed)]
        words, excluded = (
            tuple(dict.fromkeys(run for is_excluded, run in parts if is_excluded == wanted)) for wanted in (False, True)
        )
        if excluded and not words:
            raise WrongQuery("all words are excluded: add one that has to stand in the articles, as in 湛江港 -客运")
        if not words:
            raise WrongQuery("there is nothing to search for: type words, as in 湛江港 航线")
        return cls(words, excluded)

    def spans(self, text: str) -> list[Span]:
        """Where the words stand in a text as it was written, rising, none over another.

        >>> SearchQuery.parse("湛江 江港").spans("《湛江港》與湛江")
        [(1, 4), (6, 8)]
        """
        folded, places = fold_with_places(text)
        merged: list[Span] = []
        for start, end in sorted(found for word in self.words for found in _occurrences(word, folded)):
            first, last = places[start], places[end - 1] + 1
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged


def shorten(text: str, spans: Sequence[Span], around: int = 40) -> tuple[str, list[Span]]:
    """A text cut to what stands around its first span, with the spans in it; … stands for what is cut off.

    >>> shorten("今日，湛江港开通一条新的航线。", [(3, 6)], 2)
    ('…日，湛江港开通…', [(3, 6)])
    """
    first, last = spans[0] if spans else (0, 0)
    start, end = max(first - around, 0), min(last + around, len(text))
    shift = start - (start > 0)
    kept = [(at - shift, min(to, end) - shift) for at, to in spans if at < end]
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}", kept


def _run(part: re.Match[str]) -> str:
    """The folded run of a part of what was typed; the blanks at the ends of a phrase are a part of it."""
    run = fold(part["word"] or part["phrase"] or "")
    if not run.strip() or part[0] == "-":
        raise WrongQuery(f"{part[0]} has nothing in it: leave it out, or add a word")
    return run


def _occurrences(word: str, folded: str) -> Iterator[Span]:
    at = folded.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = folded.find(word, at + 1)
