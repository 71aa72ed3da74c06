"""Whether a newsroom edited an article, or we only read it otherwise: what two of its pages show, compared by letters.

An edit changes what stands on the page. So every piece of either extraction is looked for on the other page, wherever
it stands there: what both pages show was not edited, whichever field it was read into. Of a piece that is not there
only what is left is a difference, once the beginning and the end that are there, and lines that are links, are cut off.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from zhanjiang.items import Article, content_hash
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.learned import alike, marks_of
from zhanjiang.pages.reading.lines import Line, read_lines
from zhanjiang.processors.text import letters

_SAME_MARKUP: Final = 0.8
"""How much of two pages' markup is the same at least where both are of one template: boxes come and go."""
_SHORTEST_LINK: Final = 4
_SENTENCE_ENDS: Final = re.compile(r"[。！？!?\n]+")
_PARTS_OF_HEADLINE: Final = re.compile(r"[。！？!?\s]+")
_SHORTEST_OVERLAP: Final = {"source": 2, "byline": 2, "credits": 2}
"""How many letters a beginning or end has at least that the other page shows, else by chance; 4 in prose."""
_HEADLINES: Final = ("kicker", "headline", "subheadline")
_PRINTED_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?")
_BETWEEN_NUMBERS: Final = r"\D{1,8}"


class ComparedPage(Protocol):
    """What is needed of a page of an article."""

    html: str

    @property
    def root(self) -> Element:
        """The page's tree."""

    @property
    def layout(self) -> str:
        """The name of the layout that reads the page; '' where labels do."""


class Difference(NamedTuple):
    """The part of an article's field that only one of two pages shows, by its letters."""

    field: str
    piece: str


@dataclass(frozen=True)
class Shown:
    """An article as its pages show it; without ``pages`` all that is known is what was read."""

    article: Article
    pages: Sequence[ComparedPage] = ()

    @cached_property
    def lines(self) -> list[Line]:
        """What readers see of the pages."""
        return [line for page in self.pages for line in read_lines(page.root)]

    @cached_property
    def text(self) -> str:
        """What readers see of the pages, line by line, in half-width signs."""
        return unicodedata.normalize("NFKC", "\n".join(line.text for line in self.lines))

    @cached_property
    def _links(self) -> list[str]:
        """The letters of lines that are links, which are no article's, the longest first."""
        linked = {letters(line.text) for line in self.lines if line.is_link}
        return sorted((line for line in linked if len(line) >= _SHORTEST_LINK), key=len, reverse=True)

    def without_links(self, piece: str) -> str:
        """A piece, by its letters, without lines that are links on the pages."""
        for link in self._links:
            piece = piece.replace(link, "")
        return piece

    @cached_property
    def letters(self) -> str:
        """The letters of what readers see."""
        return letters(self.text)

    @cached_property
    def source(self) -> str:
        """The pages' source; without pages the addresses and captions of the pictures that were read."""
        if self.pages:
            return "\n".join(page.html for page in self.pages)
        return "\n".join(f"{image.url}\n{image.caption or ''}" for image in self.article.images)

    @cached_property
    def _read(self) -> str:
        """The letters of the extraction: where a script makes the page, its lines have none of it."""
        one = self.article
        people = [part for person in (*one.credits, *one.authors) for part in (person.role, person.name)]
        captions = [image.caption for image in one.images]
        heads = [getattr(one, field) for field in (*_HEADLINES, "source", "byline", "text")]
        return letters("\n".join(filter(None, (*heads, *captions, *people))))

    @cached_property
    def _source_letters(self) -> str:
        return letters(self.source)

    def shows(self, piece: str) -> bool:
        """Say whether a piece, by its letters, stands anywhere in what readers see."""
        return piece in self.letters or piece in self._read

    def shows_caption(self, piece: str) -> bool:
        """Say the same of a caption, which also stands in attributes."""
        return self.shows(piece) or piece in self._source_letters

    def shows_date(self, published_at: str) -> bool:
        """Say whether a moment or a day (as ``published_at`` has it) is printed anywhere, in whatever form."""
        parts = _PRINTED_DATE.match(published_at)
        numbers = [int(part) for part in parts.groups() if part] if parts else []
        if published_at == self.article.published_at or not numbers:
            return True
        hours = {numbers[3], numbers[3] % 12 or 12} if len(numbers) > 3 else set()
        printed = [f"0?{number}" for number in numbers]
        if hours:
            printed[3] = f"0?(?:{'|'.join(map(str, hours))})"
        whole = _BETWEEN_NUMBERS.join(printed)
        return re.search(rf"(?<!\d){whole}(?!\d)", self.text) is not None


def is_same_markup(one: ComparedPage, other: ComparedPage) -> bool:
    """Say whether two pages are of one template: the same rules read both."""
    return one.layout == other.layout and alike(marks_of(one.root), marks_of(other.root)) >= _SAME_MARKUP


def is_same_article(one: Article, other: Article) -> bool:
    """Say whether a reader would call two extractions the same."""
    return content_hash(one) == content_hash(other)


def differences(old: Shown, new: Shown) -> frozenset[Difference]:
    """What the newsroom changed between two visits: the pieces of each extraction that the other's pages do not show.

    >>> old = Shown(Article(headline="渡口复航", source="湛江云媒", text="渡口昨日复航。"))
    >>> new = Shown(Article(headline="渡口复航", text="湛江云媒\\n\\n渡口前日复航。"))
    >>> sorted(differences(old, new))
    [Difference(field='text', piece='渡口前日复航'), Difference(field='text', piece='渡口昨日复航')]
    """
    return frozenset((*_left(old, new), *_left(new, old)))


def _left(one: Shown, other: Shown) -> Iterator[Difference]:
    """What is left of the pieces of one extraction that the other's pages do not show."""
    for field, piece in _missing(one, other):
        if field in ("images", "published_at") or other.shows(piece):
            yield Difference(field, piece)
            continue
        left = one.without_links(piece)
        left = "" if other.shows(left) else _residue(left, other, _SHORTEST_OVERLAP.get(field, 4))
        if left:
            yield Difference(field, left)


def _residue(piece: str, other: Shown, shortest: int) -> str:
    """A piece without the longest beginning and end that the other's pages show.

    Nothing is left of two such parts in one: where something between them was removed, the other's pieces show it.
    """
    # What is shown is shown in part, too: so a few looks find the longest, however long the piece.
    lengths = range(1, len(piece) + 1)
    start = bisect_left(lengths, True, key=lambda length: not other.shows(piece[:length]))
    end = bisect_left(lengths, True, key=lambda length: not other.shows(piece[-length:]))
    return piece[start if start >= shortest else 0 : len(piece) - (end if end >= shortest else 0)]


def _missing(one: Shown, other: Shown) -> Iterator[Difference]:
    """The pieces of one extraction that the other's pages do not show."""
    article, theirs = one.article, other.article
    for field in _HEADLINES:
        parts = map(letters, _PARTS_OF_HEADLINE.split(getattr(article, field) or ""))
        yield from (Difference(field, part) for part in parts if not other.shows(part))
    for field in ("source", "byline"):
        yield from _exchanged(field, _lines(getattr(article, field)), _lines(getattr(theirs, field)), one, other)
    if article.published_at and theirs.published_at and not other.shows_date(article.published_at):
        yield Difference("published_at", article.published_at)
    yield from (Difference("text", piece) for piece in _missing_text(article.text or "", other))
    yield from _missing_images(article, other)
    for part in ("name", "role"):
        mine, others = (
            [letters(getattr(person, part) or "") for person in all_] for all_ in (article.credits, theirs.credits)
        )
        yield from _exchanged("credits", mine, others, one, other)


def _lines(text: str | None) -> list[str]:
    return [line for part in (text or "").split("\n") if (line := letters(part))]


def _missing_text(text: str, other: Shown) -> Iterator[str]:
    """The sentences of a text that the other's pages do not show, in paragraphs that they do not show whole."""
    for paragraph in text.split("\n"):
        if not other.shows(letters(paragraph)):
            sentences = map(letters, _SENTENCE_ENDS.split(paragraph))
            yield from (sentence for sentence in sentences if not other.shows(sentence))


def _missing_images(article: Article, other: Shown) -> Iterator[Difference]:
    for image in article.images:
        name = urlsplit(image.url or "").path.rpartition("/")[2]
        if name and name not in other.source:
            yield Difference("images", name)
        yield from (Difference("images", line) for line in _lines(image.caption) if not other.shows_caption(line))


def _exchanged(
    field: str, mine: Collection[str], others: Collection[str], one: Shown, other: Shown
) -> Iterator[Difference]:
    """The values of one, by their letters, that the other does not show, or shows less often where another replaces it.

    A name is short, and stands in menus and boxes too. So where one value stands for another, each is counted.
    """
    gone, come = ({*filter(None, a)} - {*b} for a, b in ((mine, others), (others, mine)))
    is_replaced = bool(come) and not any(a in b or b in a for a in gone for b in come)
    for piece in sorted(gone):
        if not other.shows(piece) or (is_replaced and one.letters.count(piece) > other.letters.count(piece)):
            yield Difference(field, piece)
