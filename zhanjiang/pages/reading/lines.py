"""A page as the lines a reader sees, in order, each with the element it stands in.

Skins differ in tags and classes; the order of the text does not. So the lines give whatever no declared
selector finds. The tree is walked once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from zhanjiang.pages.limits import check_line
from zhanjiang.pages.reading.elements import Element
from zhanjiang.processors.info_labels import LABEL_ALONE
from zhanjiang.processors.text import clean_line, fold_signs

# Which elements break a line; which no reader sees (code, parts of forms); which show a picture or a player; and which
# mirrors sow with hidden junk under random IDs of five characters (``<video id="0l5dv">``, ``<mark id="x8k2p">``).
_ELEMENTS: dict[str, list[str]] = json.loads((files(__package__) / "elements.json").read_text("utf-8"))
_BLOCKS, _UNSEEN, _MEDIA, _SOWN = (frozenset(_ELEMENTS[name]) for name in ("blocks", "unseen", "media", "sown"))
_SOWN_ID = re.compile(r"[0-9a-z]{5}")
# Stands between two elements of a line that abut, until the line is complete.
_SEAM = "\x1f"
_INDENT = re.compile(r"[^\S\u3000\xa0\u2003]*[\u3000\xa0\u2003]")
_SEPARATORS = re.compile(r"[\s|/·>»-]+")
_DAY = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d\d)?")
# A link beside a day with fewer characters may be the source in an info line; a row's is a headline.
_SHORTEST_ROW = 12
# Characters of a label or a role (特约评论员), with the blanks that set its letters apart.
_LONGEST_LABEL = 10
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?P<keeps>pre|break-spaces|normal|nowrap)", re.IGNORECASE)
# In text that is broken at one width the paragraphs alone are lines; no blank parts what the breaks do.
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n|\n(?=[ \t\u3000]{2})")
_WRAP = re.compile(r"(?<=[^\s!-~])\n(?=[^\s!-~])")
# Its lines have clauses that end within them, and no number or bullet before them all.
_RUNNING = re.compile(r"(?!\s*(?:[\d一二三四五六七八九十]+[.、．)）]|[-•●◆·*]))[^\n]*?[，。；！？,;]\s*[^\s，。；！？]")
_NARROWEST = 24
_FULL = 0.85
_MOST = 0.6
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """One line of text, or one picture or player.

    ``element`` is the innermost block around it, for media the element itself; ``linked`` the number of characters
    that are links. ``spaced`` is the text with a blank where two elements abut (``<i>湛江</i><i>记者某</i>``), or
    a label's element and its value: styles set them apart, and a reader does not read one word. Before a single
    character there is none, since word processors cut names up. ``is_indented`` says whether it begins with the blanks
    that paragraphs begin with.
    """

    text: str
    element: Element
    linked: int = 0
    media: str | None = None
    spaced: str = ""
    is_indented: bool = False
    _folded: str | None = None

    @property
    def folded(self) -> str:
        """The text as grammars read it (``fold_signs``), character for character; made at the first use."""
        if self._folded is None:
            self._folded = fold_signs(self.text)
        return self._folded

    @property
    def is_link(self) -> bool:
        """Say whether (nearly) all of the line is a link: a row of a box, a pager, a menu; never an article's line."""
        if not self.linked:
            return False
        text = _DAY.sub("", self.text, count=1) if self.linked >= _SHORTEST_ROW else self.text
        return self.linked * 10 >= len(_SEPARATORS.sub("", text)) * 8


class _LineReader:
    """Collects the lines of a tree: the text gathered so far, and where it stands."""

    def __init__(self, spans_break: bool, is_preformatted: bool) -> None:
        self._spans_break = spans_break
        self.lines: list[Line] = []
        self._text: list[str] = []
        self._linked = 0
        self._is_preformatted = is_preformatted

    def read(self, element: Element, block: Element, linked: bool) -> None:
        """Read an element's own text and its children, each with the text after it."""
        if text := element.text:
            self._add(text, linked, block)
        for child in element:
            tag = child.tag
            if tag in _BLOCKS:
                if not _is_hidden(child):
                    self.end(block)
                    outer = self._is_preformatted
                    if tag == "pre" or child.get("style"):
                        self._is_preformatted = _is_preformatted(child, is_outer=outer)
                    self.read(child, child, linked)
                    self.end(child)
                    self._is_preformatted = outer
            elif isinstance(tag, str) and tag not in _UNSEEN and not _is_hidden(child):
                self._read_inline(child, tag, block, linked)
            if tail := child.tail:
                if _is_label(child) and len(tail.strip()) > 1:
                    self._text.append(_SEAM)
                self._add(tail, linked, block)

    def _read_inline(self, child: Element, tag: str, block: Element, linked: bool) -> None:
        if tag == "br":
            self.end(block)
        elif self._spans_break and tag == "span":
            self.end(block)
            self.read(child, child, linked)
            self.end(child)
        elif tag in _SOWN and _SOWN_ID.fullmatch(child.get("id") or ""):
            return
        elif tag in _MEDIA or (tag == "picture" and child.find(".//img") is None):
            self.end(block)
            self.lines.append(Line("", child, media="img" if tag == "picture" else tag))
            if tag == "embed":  # it has no content: the parser gives it what comes next
                self.read(child, block, linked)
        else:
            previous = child.getprevious()
            if len(child.text or "") > 1 and (_abuts(child, previous) or _is_label(child)):
                self._text.append(_SEAM)
            self.read(child, block, linked or _is_link(child))

    def _add(self, text: str, linked: bool, block: Element) -> None:
        if self._is_preformatted and "\n" in text:
            *complete, text = _own_lines(text)
            for line in complete:
                self._text.append(line)
                self._linked += len(line.strip()) if linked else 0
                self.end(block)
        self._text.append(text)
        if linked:
            self._linked += len(text.strip())

    def end(self, block: Element) -> None:
        """End the line gathered so far, if there is any text in it."""
        if self._text:
            joined = "".join(self._text)
            check_line(joined)
            text = clean_line(joined.replace(_SEAM, ""))
            if text:
                spaced = clean_line(joined.replace(_SEAM, " ")) if _SEAM in joined else text
                self.lines.append(Line(text, block, self._linked, None, spaced, _INDENT.match(joined) is not None))
            self._text.clear()
            self._linked = 0


def _is_preformatted(block: Element, *, is_outer: bool) -> bool:
    """Say whether the line breaks of a block's text are a reader's too; as around it where nothing sets that."""
    style = block.get("style")
    said = _PREFORMATTED.search(style) if style else None
    return said["keeps"].lower() not in ("normal", "nowrap") if said else is_outer or block.tag == "pre"


def _own_lines(text: str) -> list[str]:
    """The lines of preformatted text: its paragraphs where it was broken at one width, so that most are full."""
    lines = [line for line in text.split("\n") if line.strip()]
    width = max(map(len, lines), default=0)
    full = sum(len(line) >= _FULL * width and _RUNNING.match(line) is not None for line in lines)
    if width >= _NARROWEST and len(lines) > 2 and full > _MOST * len(lines):
        return [_WRAP.sub("", paragraph) for paragraph in _PARAGRAPH_BREAK.split(text)]
    return text.split("\n")


def _is_link(element: Element) -> bool:
    """Say whether an inline element is a link: an anchor (``<a name>``) is none, and often left unclosed."""
    if element.tag != "a":
        return False
    return element.get("href") is not None or not (element.get("name") or element.get("id"))


def _abuts(element: Element, previous: Element | None) -> bool:
    """Say whether an element is set apart from the one right before it: of the same tag, or behind a label."""
    return previous is not None and not previous.tail and (previous.tag == element.tag or _is_label(previous))


def _is_label(element: Element) -> bool:
    """Say whether an element holds nothing but a label or a role of an info line (``<label>稿源</label>湛江日报``)."""
    text = element.text
    if not text or len(text) > _LONGEST_LABEL or len(element):
        return False
    return LABEL_ALONE.fullmatch(fold_signs(text.strip())) is not None


def _is_hidden(element: Element) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
    style = attributes.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or "hidden" in attributes


def is_seen(element: Element) -> bool:
    """Say whether readers see an element: no comment, no code, nothing that a style hides."""
    return isinstance(element.tag, str) and element.tag not in _UNSEEN and not _is_hidden(element)


def read_lines(root: Element, spans_break: bool = False) -> list[Line]:
    """Read all lines below an element, in the order of the page.

    ``spans_break`` takes every ``<span>`` for a line: some skins build the whole page of them and leave it to styles.

    >>> from lxml.html import fromstring
    >>> page = fromstring("<div><p>湛江港<b>新</b>航线<br>昨日开通</p><img src=a.jpg><ul><li><a>更多</a></ul></div>")
    >>> [(line.text, line.element.tag, line.is_link) for line in read_lines(page)]
    [('湛江港新航线', 'p', False), ('昨日开通', 'p', False), ('', 'img', False), ('更多', 'li', True)]
    """
    reader = _LineReader(spans_break, _is_preformatted(root, is_outer=False))
    reader.read(root, root, False)
    reader.end(root)
    return reader.lines


def blocks_after(element: Element) -> Iterator[list[Line]]:
    """Yield what follows an element on the page, block by block as lines; no block is read before it is needed.

    >>> from lxml.html import fromstring
    >>> page = fromstring("<div><section><p id=a>一</p><p>二</p></section><p>三</p></div>")
    >>> [[line.text for line in block] for block in blocks_after(page.get_element_by_id("a"))]
    [['二'], ['三']]
    """
    for holder in (element, *element.iterancestors()):
        for sibling in holder.itersiblings():
            if is_seen(sibling):
                yield read_lines(sibling)
