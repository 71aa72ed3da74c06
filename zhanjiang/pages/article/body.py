"""The body of an article: paragraphs, pictures with captions, credits, and not what stands among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhanjiang.addresses.portal import read_article, read_listing
from zhanjiang.items import Person
from zhanjiang.pages.article.captions import BodyEntry, pair_captions
from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.labels import begins_box, is_end, is_furniture, is_notice, is_sentence
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.pictures import is_picture, picture_address
from zhanjiang.processors.meta_line import LABEL, MetaLine, read_meta_line
from zhanjiang.processors.people import read_credits, split_inline_credits

# A longer line (characters) is a paragraph: labels, credit lines and furniture are shorter.
_LONGEST_LABEL = 120
# The button that unfolds a short text, where it stands in the text's own line.
_MORE = re.compile(r"(?:\.{3}|…)*\s*[\[(（【]?展开(?:详细|全文)[\])）】]?$")
_SENTENCE = re.compile(r"[。，！？…]")
_QR_CODE = re.compile(r"二维码|扫码|扫一扫|扫描")
# What mirrors print for the spaces of an indent that they could not encode.
_LOST_INDENT = re.compile(r"^\?{2,8}(?=[^\s?!-~])")


@dataclass(slots=True)
class Body:
    """What the body holds, in order: paragraphs; pictures as (address as written, caption); credits.

    ``info`` is what labels printed after the text say (作者 on mobile pages); ``players`` counts videos; ``end`` is the
    index of the first line after the article.
    """

    paragraphs: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str | None]] = field(default_factory=list)
    credits: list[Person] = field(default_factory=list)
    info: MetaLine = field(default_factory=MetaLine)
    players: int = 0
    end: int = 0


def read_body(lines: list[Line], start: int, within: Element | None = None) -> Body:
    """Read the body from the line after the head to where comments, boxes or the page's foot begin.

    ``within`` is the body's element where a declared selector found it: text and pictures count only inside it,
    credits also after it.
    """
    reader = _BodyReader(lines, start, within)
    reader.read()
    body = reader.body
    body.end = reader.position
    entries = _once(reader.entries)
    body.paragraphs, pictures = pair_captions(entries)
    for address, caption in pictures:
        # A row of thumbnails shows each picture a second time.
        if address not in dict(body.pictures):
            body.pictures.append((address, caption))
    return body


class _BodyReader:
    """Walks the lines once; each line is a box, furniture, a credit, a picture, or text."""

    def __init__(self, lines: list[Line], start: int, within: Element | None) -> None:
        self.body = Body()
        self.entries: list[BodyEntry] = []
        self._lines = lines
        self.position = start
        self._within = None if within is None else frozenset(within.iter())
        self._closed = False

    def read(self) -> None:
        """Read up to the end of the article."""
        while self.position < len(self._lines):
            line = self._lines[self.position]
            self.position += 1
            if line.media:
                self._read_media(line)
            elif len(line.text) > _LONGEST_LABEL or is_sentence(line):
                if not is_notice(line):
                    self._read_text(line)
            elif is_end(line):
                self.position -= 1
                return
            elif begins_box(line):
                self._skip_box(line)
            elif not self._is_furniture(line) and not self._read_people(line):
                self._read_text(line)

    def _read_media(self, line: Line) -> None:
        if line.media != "img":
            self.body.players += 1
        elif not self._closed and self._counts(line) and is_picture(line.element):
            self.entries.append(BodyEntry(line, picture_address(line.element)))

    def _is_furniture(self, line: Line) -> bool:
        if _QR_CODE.search(line.folded) and len(line.text) <= 40 and is_furniture(line):
            self._drop_code()
            return True
        linked_row = line.is_link and (line.element.tag in ("li", "dd", "td", "a") or _leads_away(line.element))
        return linked_row or is_furniture(line) or is_notice(line)

    def _drop_code(self) -> None:
        """Drop the picture beside a line about a QR code: the code itself, before the line or after it."""
        if self.entries and self.entries[-1].address and self._lines[self.position - 2] is self.entries[-1].line:
            self.entries.pop()
        elif self.position < len(self._lines) and self._lines[self.position].media == "img":
            self.position += 1

    def _read_people(self, line: Line) -> bool:
        """Read a line of credits, or of source and author after the text; False where it is neither."""
        credits = read_credits(line.spaced)
        if credits is not None:
            self._add_credits(credits or self._credits_in_next_cell(line))
            return True
        label = LABEL.match(line.folded)
        if (
            label
            and label.lastgroup in ("source", "byline")
            and len(line.text) <= 60
            and not _SENTENCE.search(line.text)
        ):
            info = read_meta_line(line.spaced)
            self._add_credits(info.credits)
            self.body.info.source = self.body.info.source or info.source
            self.body.info.byline = self.body.info.byline or info.byline
            return True
        return False

    def _credits_in_next_cell(self, role: Line) -> list[Person]:
        """Read the names that stand in a cell of their own after the role's."""
        following = self._lines[self.position] if self.position < len(self._lines) else None
        people = read_credits(f"{role.spaced} {following.spaced}") if following else None
        if people:
            self.position += 1
        return people or []

    def _add_credits(self, credits: list[Person]) -> None:
        """Add credits, each once; after them the article is over: what follows repeats it or is about it."""
        if not credits:
            return
        self.body.credits += [person for person in credits if person not in self.body.credits]
        self._closed = self._closed or bool(self.entries)

    def _read_text(self, line: Line) -> None:
        if not self._closed and self._counts(line):
            text = _LOST_INDENT.sub("", line.text) if line.text.startswith("?") else line.text
            text, credits = split_inline_credits(_MORE.sub("", text) if "展开" in text else text)
            if text:
                self.entries.append(BodyEntry(line, text=text))
            if credits:
                self._add_credits(credits)

    def _skip_box(self, heading: Line) -> None:
        """Skip a box of links: its element where it has one of its own, else the links that follow."""
        box = heading.element.getparent()
        last = self.entries[-1].line.element if self.entries else None
        while self.position < len(self._lines):
            line = self._lines[self.position]
            own = box is not None and is_within(line.element, box) and not (last is not None and is_within(last, box))
            if not (own and len(line.text) <= 60) and not line.is_link and not _in_link(line):
                return
            self.position += 1

    def _counts(self, line: Line) -> bool:
        return self._within is None or line.element in self._within


def _leads_away(element: Element) -> bool:
    """Say whether links lead to other articles, or are the way from the front page to a listing (湛江云媒 / 时政)."""
    addresses = [link.get("href") or "" for link in element.iter("a")]
    return any(map(read_article, addresses)) or (len(addresses) > 1 and any(map(read_listing, addresses)))


def _in_link(line: Line) -> bool:
    return bool(line.media) and any(parent.tag == "a" for parent in line.element.iterancestors())


def _once(entries: list[BodyEntry]) -> list[BodyEntry]:
    """Drop a body that stands a second time, as on some mobile pages and mirrors."""
    texts = [entry.text for entry in entries]
    for second in range(1, len(texts)):
        if texts[second] and texts[second] == texts[0] and len(texts[0] or "") >= 8:
            once, repeated = ([text for text in part if text] for part in (texts[:second], texts[second:]))
            # A section head may come twice as well: a second body is the first one, or a good part of it.
            if len(repeated) >= min(len(once), 3) and repeated == once[: len(repeated)]:
                return entries[:second]
    return entries
