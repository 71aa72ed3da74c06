"""Texts without blanks, each character with its place: what all cleaning of a page's text leaves as it is.

A field is a piece of the page whose blanks, indents, widths and line breaks were cleaned and whose lines may stand
elsewhere. Without blanks, folded, the characters around a place are the same in both, so the place can be found again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise, takewhile
from typing import Final

from zhanjiang.processors.folding import fold_with_places

_TOKENS: Final = re.compile(
    r"(?P<unseen><!--.*?-->|<(?P<name>head|script|style|noscript|template|textarea|select)\b.*?</(?P=name)\s*>)"
    r"|(?P<inline></?(?:a|b|big|em|font|i|mark|s|small|span|strong|sub|sup|u)\b[^<>]*>)"
    r"|(?P<tag></?[a-zA-Z!][^<>]*>)|(?P<entity>&(?:#?\w{1,31});)",
    re.DOTALL | re.IGNORECASE,
)
_ENDS_VALUE: Final = re.compile("[\"'<>\\n]")
_AROUND: Final = 8
"""How many characters on either side show that a place is the same: enough to match once."""
_LEAST: Final = 3
"""A match of fewer characters, the place's own included, counts only where it is a whole line of the field."""
_END: Final = 12
"""How many characters of the ends of a story's lines are looked for on its page."""
_NEAR: Final = 60
"""How much of a page's source around a place within markup is looked at."""


@dataclass(frozen=True, slots=True)
class Letters:
    """A text without blanks, folded.

    ``places`` are those of its characters and of its end in the text; before the characters in ``breaks`` a line ends.
    """

    text: str
    places: list[int]
    breaks: frozenset[int]

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """The range of the characters that stand between two places."""
        return bisect_left(self.places, start), bisect_left(self.places, end)

    def lines(self) -> Iterator[str]:
        """Its lines."""
        for start, end in pairwise([0, *sorted(self.breaks), len(self.text)]):
            if start < end:
                yield self.text[start:end]

    def around(self, first: int, last: int) -> tuple[str, str]:
        """What stands before and after a range within its line, as far as it is looked at."""
        start, end = first, last
        while start > 0 and start not in self.breaks and first - start < _AROUND:
            start -= 1
        while end < len(self.text) and end not in self.breaks and end - last < _AROUND:
            end += 1
        return self.text[start:first], self.text[last:end]


def letters_of(text: str, offset: int = 0) -> Letters:
    """The letters of a plain text, which stands at an offset of a page; its lines end at line breaks.

    >>> letters_of("“会。”\\u3000２０\\n好").text
    '“会。”20好'
    """
    folded, places = fold_with_places(text)
    kept = [at for at, character in enumerate(folded) if character > " " and character.isprintable()]
    ends = [match.start() for match in re.finditer("\n", folded)]
    breaks = frozenset(bisect_left(kept, end) for end in ends)
    return Letters("".join(folded[at] for at in kept), [offset + places[at] for at in [*kept, -1]], breaks)


def letters_of_page(html: str) -> Letters:
    """The letters that a page shows; its lines end where elements do that stand in lines of their own.

    >>> letters_of_page("<h1>渔&nbsp;<b>港</b></h1><p>开 放</p>").text
    '渔港开放'
    """
    texts: list[str] = []
    places: list[int] = []
    breaks: set[int] = set()
    for text, start, ends_line in _texts(html):
        shown = letters_of(unescape(text), start) if ends_line is None else letters_of(text, start)
        texts.append(shown.text)
        places += [start] * len(shown.text) if ends_line is None else shown.places[:-1]
        if ends_line:
            breaks.add(len(places))
    return Letters("".join(texts), [*places, len(html)], frozenset(breaks))


def _texts(html: str) -> Iterator[tuple[str, int, bool | None]]:
    """Yield the texts of a page, each with its place, and whether a line ends after it; None for an entity."""
    done = 0
    for token in _TOKENS.finditer(html):
        is_entity = token["entity"] is not None
        yield html[done : token.start()], done, not is_entity and token["inline"] is None
        if is_entity:
            yield token[0], token.start(), None
        done = token.end()
    yield html[done:], done, True


def letters_in_markup(html: str, start: int, end: int) -> Letters:
    """The letters around a place that no reader sees, up to the next quotes or tags: of an attribute, or of data."""
    before = _ENDS_VALUE.split(html[max(0, start - _NEAR) : start])[-1]
    after = _ENDS_VALUE.split(html[end : end + _NEAR])[0]
    return letters_of(before + html[start:end] + after, start - len(before))


def found_in(field: Letters, page: Letters, first: int, last: int, allowance: Iterator[int]) -> Iterator[int]:
    """Yield where a range of a page's letters begins in a field: around it both are the same, as far as both lines go.

    Either line may end first: labels are cut off, and lines are joined. Each comparison costs one of the allowance.
    """
    guess = page.text[first:last]
    before, after = page.around(first, last)
    at = field.text.find(guess) if guess else -1
    while at >= 0 and next(allowance, None) is not None:
        ahead, past = field.around(at, at + len(guess))
        left, right = _alike(before[::-1], ahead[::-1]), _alike(after, past)
        is_same = left == min(len(before), len(ahead)) and right == min(len(after), len(past))
        is_whole = left == len(ahead) and right == len(past)
        if is_same and (is_whole or left + len(guess) + right >= _LEAST):
            yield at
        at = field.text.find(guess, at + 1)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in alike)


def region_of(page: Letters, headline: Letters, story: Iterable[Letters], *, is_whole: bool) -> range:
    """Where an article stands among the letters of its page: from its headline to its last line.

    Anywhere, where no line of its story is found on the page, or not every one though the page has the whole story.
    """
    lines = [line for text in story for line in text.lines()]
    found = [[(at, at + len(end)) for end in ends if (at := page.text.find(end)) >= 0] for ends in map(_ends, lines)]
    if not any(found) or (is_whole and not all(found)):
        return range(len(page.text) + 1)
    start = min(at for places in found for at, _ in places)
    last = max(at for places in found for _, at in places)
    return range(max(0, page.text.rfind(headline.text, 0, start)), last + 1)


def _ends(line: str) -> tuple[str, str]:
    return line[:_END], line[-_END:]
