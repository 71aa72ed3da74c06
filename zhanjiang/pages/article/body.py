"""The body of an article: paragraphs, pictures with captions, credits, and not what stands among them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from zhanjiang.items import Person
from zhanjiang.pages.article.caption_marks import BodyEntry
from zhanjiang.pages.article.captions import pair_captions
from zhanjiang.pages.article.first_printing import first_printing, without_summary
from zhanjiang.pages.article.page_numbers import DIGITS, is_page_number
from zhanjiang.pages.article.span import StorySpan
from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.furniture import furniture_kind
from zhanjiang.pages.reading.labels import (
    begins_box,
    is_end,
    is_foot,
    is_furniture,
    is_like_a_story,
    is_notice,
    is_sentence,
    is_site_name,
    is_sure_end,
    is_tag_row,
)
from zhanjiang.pages.reading.leading_boxes import leading_boxes
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.link_rows import in_link, leads_away, leads_out, leads_to_file
from zhanjiang.pages.reading.lost_indents import without_lost_indent
from zhanjiang.pages.reading.pictures import is_picture, picture_address
from zhanjiang.pages.reading.players import is_player
from zhanjiang.pages.reading.table_rows import is_row, with_rows
from zhanjiang.pages.reading.trailing_boxes import trailing_boxes
from zhanjiang.processors.credits import is_editor, read_credits, split_inline_credits
from zhanjiang.processors.meta_line import LABEL, MetaLine, read_meta_line

# A longer line (characters) is a paragraph: labels, credit lines and furniture are shorter.
_LONGEST_LABEL = 120
# The button that unfolds a short text, where it stands in the text's own line.
_MORE = re.compile(r"(?:\.{3}|…)*\s*[\[(（【]?展开(?:详细|全文)[\])）】]?$")
# Credits stand no more lines than this after the box or bar that ends an article.
_CLOSE = 12
_SENTENCE = re.compile(r"[。，！？…]")
_NEIGHBOUR = re.compile(r"[上下]一[篇条]\s*[:>»]")
_QR_CODE = re.compile(r"二维码|扫码|扫一扫|扫描")


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


def read_body(
    lines: list[Line],
    start: int,
    within: Element | None = None,
    repeats: Callable[[Line], bool] = lambda line: False,
    is_caption: Callable[[Line], bool | None] = lambda line: None,
) -> Body:
    """Read the body from the line after the head to where comments, boxes or the page's foot begin.

    ``within`` is the body's own element, where declared selectors or a learned layout give it: text and pictures count
    only inside it, no word ends the article there, and no line is left out because of how it begins. ``repeats`` says
    of a line whether it stands on the site's other pages too, and so is no part of the story, ``is_caption`` how the
    site sets it (``pair_captions``).
    """
    reader = _BodyReader([*map(without_lost_indent, lines)], start, within, repeats)
    reader.read()
    body = reader.body
    body.end = reader.position
    entries = without_summary(first_printing(reader.entries))
    body.paragraphs, pictures = pair_captions(entries, is_caption)
    shown: dict[str, str | None] = {}
    for address, caption in pictures:
        shown.setdefault(address, caption)  # a row of thumbnails shows each picture a second time
    body.pictures = list(shown.items())
    return body


class _BodyReader:
    """Walks the lines once; each line is a box, furniture, a credit, a picture, or text."""

    def __init__(self, lines: list[Line], start: int, within: Element | None, repeats: Callable[[Line], bool]) -> None:
        self.body = Body()
        self.entries: list[BodyEntry] = []
        self._printed = lines
        self._lines = with_rows(lines, start)
        self.position = start
        self._within = None if within is None else frozenset(within.iter())
        self._repeats = repeats
        self._start = start
        self._closed = False

    @cached_property
    def _last(self) -> int:
        """The index of the last line in the body's own element; -1 without any."""
        return next((at for at in range(len(self._lines) - 1, -1, -1) if self._counts(self._lines[at])), -1)

    @cached_property
    def _boxed(self) -> frozenset[int]:
        """The lines of boxes that stand before the story and after it, by index."""
        leading = leading_boxes(self._printed, self._start) if self._within is None else frozenset()
        return leading | trailing_boxes(self._printed, self._start, self._within)

    @cached_property
    def _span(self) -> StorySpan:
        return StorySpan(self._lines, self._start, self._boxed)

    def read(self) -> None:
        """Read up to the end of the article."""
        while self.position < len(self._lines):
            line = self._lines[self.position]
            is_table = is_row(line)
            if not is_table and self._ends(line):
                self._read_last_credits()
                return
            self.position += 1
            if self.position - 1 in self._boxed or self._repeats(line) or (not is_table and self._is_left_out(line)):
                continue
            if line.media:
                self._read_media(line)
            elif is_table or len(line.text) > _LONGEST_LABEL or is_sentence(line) or not self._read_people(line):
                self._read_text(line)

    def _ends(self, line: Line) -> bool:
        """Say whether the article is over before a line: by its words, and where the story does not go on after it."""
        if line.media or not is_end(line) or (self._within is not None and self.position <= self._last):
            return False
        has_begun = bool(self.entries or self.body.players)
        if self._within is not None or (is_sure_end(line) and has_begun):
            return True
        if is_foot(line) and self._span.is_alike(self.position):
            return False
        return not (self._is_between(self.position) if has_begun else self._span.goes_on(self.position))

    def _read_last_credits(self) -> None:
        """Read the credits that stand after a box or a bar, set as the story's paragraphs are and in their block."""
        if self.body.credits or not self.entries:
            return
        for at in range(self.position + 1, min(self.position + _CLOSE, len(self._lines))):
            if self._span.is_alike(at) and not self._lines[at].is_link:
                self._add_credits(read_credits(self._lines[at].spaced) or [])

    def _is_between(self, index: int | None = None) -> bool:
        return self._span.is_between(self.position - 1 if index is None else index)

    def _may_begin_so(self) -> bool:
        """Say whether a line's first words may tell what it is: outside a body's own element and a story's block."""
        at = self.position - 1
        return self._within is None and not (self._span.is_between(at) or self._span.is_alike(at))

    def _read_media(self, line: Line) -> None:
        if line.media != "img":
            self.body.players += is_player(line.element)
        elif not self._closed and self._counts(line) and self._is_picture(line):
            self.entries.append(BodyEntry(line, picture_address(line.element)))

    def _is_picture(self, line: Line) -> bool:
        return is_picture(line.element) or (is_picture(line.element, in_story=True) and not self._may_begin_so())

    def _is_left_out(self, line: Line) -> bool:
        """Say whether a line is no part of the story; what goes with it (a box's links, a code) is passed over."""
        if line.media:
            return False
        if len(line.text) > _LONGEST_LABEL or is_sentence(line):
            return is_notice(line)
        if begins_box(line):
            return self._skip_box(line)
        kind = furniture_kind(line.folded)
        if kind == "code" or (self._may_begin_so() and _QR_CODE.search(line.folded) and is_furniture(line)):
            self._drop_code()
            return True
        if kind == "about":
            return not self._is_between()
        around = [other for other in self._lines[max(self.position - 2, 0) : self.position + 1] if self._counts(other)]
        return bool(kind) or is_site_name(line) or is_page_number(line, around) or self._is_other(line)

    def _is_other(self, line: Line) -> bool:
        """Say whether a line is a row of links, or begins as furniture does where no story's line can stand."""
        if line.linked and _NEIGHBOUR.match(line.folded) and leads_away(line.element):
            return True
        if line.is_link and not leads_to_file(line):
            if leads_away(line.element):
                return True
            if line.element.tag in ("li", "dd", "td", "a"):
                return not (leads_out(line.element) and (self._within is not None or self._is_between()))
        if DIGITS.fullmatch(line.folded):
            return False
        if self._may_begin_so():
            return is_furniture(line) or is_end(line)
        return is_tag_row(line) and not self._is_between()

    def _drop_code(self) -> None:
        """Drop the picture beside a line about a QR code: the code itself, before the line or after it."""
        before = self._lines[self.position - 2] if self.position > 1 else None
        if before is not None and before.media == "img":
            if self.entries and self.entries[-1].line is before:
                self.entries.pop()
        elif self.position < len(self._lines) and self._lines[self.position].media == "img":
            self.position += 1

    def _read_people(self, line: Line) -> bool:
        """Read a line of credits, or of source and author after the text; False where it is neither."""
        credits = read_credits(line.spaced)
        if not credits and (credits is not None or is_editor(line.folded)):
            credits = self._credits_in_next_cell(line) or credits
        if credits is not None:
            self._add_credits(credits)
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
        by_editor = bool(self.entries) and any(is_editor(person.role) for person in credits)
        self._closed = self._closed or (by_editor and not self._goes_on())

    def _goes_on(self) -> bool:
        """Say whether more of the story follows the credits within the body's own element, and no second printing."""
        if self._within is None or not self._is_between():
            return False
        printed, rest = {entry.text for entry in self.entries}, self._lines[self.position : self._last + 1]
        after = [line for line in rest if is_like_a_story(line)]
        # One line after the last credits is an advertisement of the paper's own.
        is_more = len(after) > 1 or any(
            read_credits(line.spaced) for line in self._lines[self.position : self._last + 1]
        )
        return is_more and not any(line.text in printed for line in after)

    def _read_text(self, line: Line) -> None:
        if not self._closed and self._counts(line):
            text, credits = split_inline_credits(_MORE.sub("", line.text) if "展开" in line.text else line.text)
            if text:
                self.entries.append(BodyEntry(line, text=text))
            if credits:
                self._add_credits(credits)

    def _skip_box(self, heading: Line) -> bool:
        """Skip a box of links: its element where it has one of its own, else the links that follow; False for none."""
        box = self._own_box(heading)
        end, links = self.position, 0
        for line in self._lines[self.position :]:
            own = box is not None and is_within(line.element, box) and len(line.text) <= 60
            if not (own or line.is_link or in_link(line)):
                break
            end += 1
            links += line.is_link or in_link(line)
        if not links and not self._may_begin_so():
            return False
        self.position = end
        return True

    def _own_box(self, heading: Line) -> Element | None:
        """The element around a box's heading, where it holds no line of the story."""
        box = heading.element.getparent()
        if box is None or (self.entries and is_within(self.entries[-1].line.element, box)):
            return None
        inside = takewhile(lambda line: is_within(line.element, box), self._lines[self.position :])
        return None if any(map(is_like_a_story, inside)) else box

    def _counts(self, line: Line) -> bool:
        return self._within is None or line.element in self._within
