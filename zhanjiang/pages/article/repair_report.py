"""What text repair did to an article's pages, in terms of the article: each guess in every field where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from zhanjiang.items import Article, Guess, RepairReport, fields_of
from zhanjiang.pages.article.letters_of_page import (
    Letters,
    found_in,
    letters_in_markup,
    letters_of,
    letters_of_page,
    region_of,
)
from zhanjiang.textrepair import GuessedSpan, Repaired

_BLANKS: Final = re.compile(r"\s+")
_MARKUP: Final = '<&"'
"""Characters of markup that a lead byte swallowed: certain, and no text."""
_MOST_COMPARED: Final = 100_000
"""How many places in fields are compared with guesses, some tenths of a second's work; a news page needs hundreds."""


def report_repair(repairs: Sequence[Repaired], article: Article) -> RepairReport | None:
    """Report the repair of an article's pages; None where none was damaged.

    A guess that stands in the article and in none of its fields as it is has no field, and the article is not proved.
    """
    if not repairs:
        return None
    placing = _Placing(article)
    for repaired in repairs:
        placing.place(repaired)
    return RepairReport(
        readings=sum(repaired.readings for repaired in repairs),
        restored=sum(repaired.restored for repaired in repairs),
        guessed=[*(placing.placed[place] for place in sorted(placing.placed)), *placing.unplaced],
        proved=not placing.unplaced and all(repaired.proved for repaired in repairs),
    )


class _Value(NamedTuple):
    """A text of the article, and the name of its field."""

    field: str
    text: str
    letters: Letters


class _Placing:
    """The guesses of an article's pages, placed in its fields.

    ``placed`` has them by value and place, so that what ``<title>`` and ``<h1>`` have guessed alike is one guess;
    ``unplaced`` are those that belong to the article and stand in no field.
    """

    def __init__(self, article: Article) -> None:
        self.placed: dict[tuple[int, int, int], Guess] = {}
        self.unplaced: list[Guess] = []
        self._values = [_Value(name, text, letters_of(text)) for name, text in _texts(article) if text]
        self._headline = letters_of(article.headline or "")
        self._is_one_page = article.pages in (None, 1)
        self._is_of_data = "data" in (article.extracted_by or {}).values()
        self._allowance = iter(range(_MOST_COMPARED))

    def place(self, repaired: Repaired) -> None:
        """Place the guesses of a page. Those in its menus and boxes concern nobody."""
        page = letters_of_page(repaired.text)
        story = [value.letters for value in self._values if value.field in ("text", "images")]
        region = region_of(page, self._headline, story, is_whole=self._is_one_page)
        for guess in repaired.guesses:
            first, last = page.range_of(guess.start, guess.end)
            if first == last and letters_of(guess.text.strip(_MARKUP)).text:
                value = letters_in_markup(repaired.text, guess.start, guess.end)
                concerns = not self._place(guess, value, *value.range_of(guess.start, guess.end)) and self._is_of_data
            else:
                concerns = not self._place(guess, page, first, last) and first in region
            if concerns:
                self.unplaced.append(Guess(None, _BLANKS.sub(" ", guess.text), _alternatives(guess)))

    def _place(self, guess: GuessedSpan, page: Letters, first: int, last: int) -> bool:
        """Place a guess wherever it stands in a field, and say whether it does; a mere blank with what is beside it."""
        ahead = int(first == last and first > 0 and first not in page.breaks)
        past = int(first == last < len(page.text) and last not in page.breaks)
        is_placed = False
        for number, (field, text, letters) in enumerate(self._values):
            for at in found_in(letters, page, first - ahead, last + past, self._allowance):
                start, end = letters.places[at], letters.places[at + ahead + last - first + past - 1] + 1
                others = [f"{text[start:][:ahead]}{other}{text[end - past : end]}" for other in _alternatives(guess)]
                end += len(guess.text) > len(guess.text.rstrip()) and text[end : end + 1] == " "
                self.placed.setdefault((number, start, end), Guess(field, text[start:end], others))
                is_placed = True
        return is_placed


def _texts(article: Article) -> Iterator[tuple[str, str | None]]:
    """Yield each text of the article, with the name of its field."""
    for name in fields_of("prose", form="text", item=type(article)):
        yield name, getattr(article, name)
    for name in fields_of("prose", form="people", item=type(article)):
        for person in getattr(article, name):
            yield from ((name, person.role), (name, person.name))
    yield from (("images", image.caption) for image in article.images)
    if article.newspaper_page:
        yield "newspaper_page", article.newspaper_page.name


def _alternatives(guess: GuessedSpan) -> list[str]:
    """What else a guess might be, blanks as fields have them, without markup that is swallowed whatever it is."""
    markup = guess.text[-1:] if guess.text[-1:] and guess.text[-1:] in _MARKUP else ""
    return [_BLANKS.sub(" ", other.text.removesuffix(markup)) for other in guess.alternatives]
