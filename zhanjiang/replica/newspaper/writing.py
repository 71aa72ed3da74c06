"""Writes a newspaper's pieces: kicker, headline, decks, byline in grey, body; and prints the portal's stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from zhanjiang.replica.bylines import by_role
from zhanjiang.replica.grammar import Phrases, general_rules, topics
from zhanjiang.replica.newspaper.edition import NewspaperArticle
from zhanjiang.replica.newspaper.words import printed_number, words
from zhanjiang.replica.story import Block, Picture, PrintedPerson, Story

_WITH_KICKER = 0.45
_DECKS = (0, 0, 1, 1, 2)
_WITH_BYLINE, _WITH_DATELINE = 0.55, 0.75
_PICTURES = (0, 0, 0, 1, 1, 2)
_WITH_CAPTION = 0.85
_PAPER_HEAD, _PORTAL_HEAD = "本报讯", "湛江云媒讯"
_HEADS = (_PAPER_HEAD, _PORTAL_HEAD, "新华社")
_LEAST_CHARACTERS = 120


class NewspaperWriter:
    """Writes one piece from a chance of its own."""

    def __init__(self, chance: Random) -> None:
        topic = topics()[chance.choice(list(topics()))]
        self._chance = chance
        self._phrases = Phrases({**general_rules(), **topic, "kicker": words()["kicker"]}, chance)

    def write(self, paper: str, day: date, number: int) -> NewspaperArticle:
        """Write the piece of a number."""
        byline, dateline, authors = self._draw_authors()
        return NewspaperArticle(
            number=number,
            kicker=self._phrases.draw("kicker") if self._chance.random() < _WITH_KICKER else None,
            headline=self._phrases.draw("headline"),
            decks=tuple(self._phrases.draw("deck") for _ in range(self._chance.choice(_DECKS))),
            byline=byline,
            authors=authors,
            blocks=self._body(paper, day, dateline),
        )

    def _draw_authors(self) -> tuple[str | None, str, tuple[PrintedPerson, ...]]:
        """Return the byline, the dateline that opens the text, and the people: at most one of the two is printed."""
        drawn = self._chance.random()
        if drawn >= _WITH_DATELINE:
            return None, "", ()
        form = self._chance.choice(words()["bylines"])
        names = dict(zip("ABC", self._people(3), strict=True))
        authors = tuple(PrintedPerson(role, names[letter]) for role, letter in form["authors"])
        if drawn < _WITH_BYLINE:
            return form["print"].format(**names), "", authors
        return None, f"{_PAPER_HEAD}（{' '.join(_with_roles(authors))}）", authors

    def _people(self, count: int) -> list[str]:
        names: dict[str, None] = {}
        while len(names) < count:
            names[self._phrases.draw("person")] = None
        return list(names)

    def _body(self, paper: str, day: date, dateline: str) -> tuple[Block, ...]:
        draw = self._phrases.draw
        texts = [dateline + draw("lead"), *(draw("paragraph") for _ in range(self._chance.randint(2, 7)))]
        blocks = [Block("paragraph", text) for text in [*texts, draw("closing")]]
        for _ in range(self._chance.choice(_PICTURES)):
            blocks.insert(self._chance.randint(0, len(blocks)), Block("picture", picture=self._picture(paper, day)))
        return tuple(blocks)

    def _picture(self, paper: str, day: date) -> Picture:
        caption = self._phrases.draw("caption").rstrip("。") + "。" + self._phrases.draw("photographer")
        return _picture(paper, day, caption if self._chance.random() < _WITH_CAPTION else None, self._chance)


def torn(piece: NewspaperArticle, number: int, page: str, next_page: str) -> tuple[NewspaperArticle, NewspaperArticle]:
    """Tear a piece of a page in two; the rest stands on a later page, under a number of its own.

    The rest has the headline alone. The two point to each other at the end of the one and the head of the other.
    """
    middle = max(place for place, block in enumerate(piece.blocks) if block.kind == "paragraph")
    last = max(place for place, block in enumerate(piece.blocks[:middle]) if block.kind == "paragraph")
    first = [*piece.blocks[:last], _paragraph(piece.blocks[last].text + f"（下转第{printed_number(next_page)}版）")]
    rest = [*piece.blocks[last + 1 : middle], *piece.blocks[middle + 1 :]]
    opening = _paragraph(f"（紧接第{printed_number(page)}版）{piece.blocks[middle].text}")
    continued = NewspaperArticle(number, None, piece.headline, (), None, (), (opening, *rest), continues=piece.number)
    return replace(piece, blocks=tuple(first)), continued


def may_stand_in_paper(story: Story) -> bool:
    """Say whether the paper of the day before may have printed a story of the portal: one page of plain text."""
    written = story.kind == "article" and len(story.pages) == 1 and len(story.text) >= _LEAST_CHARACTERS
    plain = not story.credits_printed_inside and not story.text.endswith(")") and story.duplicate_of is None
    return written and plain and not story.text.startswith(_HEADS[1:])


def from_portal(story: Story, paper: str, day: date, number: int) -> NewspaperArticle:
    """Return a portal's story as the paper printed it the day before: the head is changed, the rest is the same.

    Where the portal opens with ``本报讯（记者A）``, the paper has the people in its byline; elsewhere the paper
    opens with ``本报讯``, and names nobody.
    """
    chance = Random(f"in paper {number}")
    blocks = [
        replace(block, picture=_picture(paper, day, block.picture.caption, chance)) if block.picture else block
        for block in story.blocks
        if block.kind in ("paragraph", "picture")
    ]
    place = next(place for place, block in enumerate(blocks) if block.kind == "paragraph")
    text = blocks[place].text
    named = text.startswith(_PAPER_HEAD)
    blocks[place] = _paragraph(
        text[text.replace("(", "（").replace(")", "）").index("）") + 1 :] if named else f"{_PAPER_HEAD} {text}"
    )
    byline = "本报记者 " + " ".join(_with_roles(story.authors)).removeprefix("记者") if named else None
    return NewspaperArticle(
        number=number,
        kicker=None,
        headline=story.headline,
        decks=(story.deck,) if story.deck else (),
        byline=byline,
        authors=story.authors if named else (),
        blocks=tuple(blocks),
        reprinted_as=story.number,
    )


def _with_roles(people: tuple[PrintedPerson, ...]) -> list[str]:
    """Return the people by role, each role printed once: ``记者A B``, ``通讯员C``."""
    return [f"{role}{' '.join(names)}" for role, names in by_role(people).items()]


def _paragraph(text: str) -> Block:
    return Block("paragraph", text)


def _picture(paper: str, day: date, caption: str | None, chance: Random) -> Picture:
    """Return a picture at an address of the paper's: a day and nine more digits."""
    extension = chance.choice(("jpg", "jpg", "jpg", "png"))
    return Picture(f"/{paper}/res/1/{day:%Y%m%d}/{day:%Y%m%d}{chance.randrange(10**9):09d}.{extension}", caption)
