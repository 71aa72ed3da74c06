"""The body of a newspaper's article: where it is, and the pictures that stand in tables of their own around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from lxml import etree

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.pages.newspaper.head import can_stand
from zhanjiang.pages.newspaper.image_map import is_scan
from zhanjiang.pages.reading.elements import Element, is_within, text_of
from zhanjiang.pages.reading.labels import is_end, is_furniture
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.pictures import is_picture, picture_address
from zhanjiang.pages.reading.selectors import Layout

_BLOCKS = frozenset(["article", "center", "content", "div", "form", "founder-content", "main", "section", "td"])
_OWN_BLOCKS = _BLOCKS | {"figure", "p", "table"}
_GIF = re.compile(r"\.gif(?:$|\?)", re.IGNORECASE)
# Addresses of articles' pictures have a day; those of the page's own furniture have none.
_OF_ARTICLE = re.compile(r"/res/|/(?:19|20)\d\d[-/]?\d\d", re.IGNORECASE)
_LONGEST_CAPTIONS = 400
_SHORTEST_BODY = 20
_LINES_OF_VERSE = 3
_LONGEST_DECK = 60


def declared_body(root: Element, layouts: Iterable[Layout]) -> Element | None:
    """The body's element where exactly one declared one holds anything; None for an unknown layout."""
    for layout in layouts:
        bodies = layout.find(root, "body")
        filled = [element for element in bodies if text_of(element).strip() or element.find(".//img") is not None]
        if len(filled) == 1:
            return filled[0]
    return None


def largest_body(lines: Sequence[Line], after: int) -> Element | None:
    """The block that holds most text after a line, itself or in its paragraphs; None where there is hardly any.

    Rows of links and what belongs to the page are no text.
    """
    weights: Counter[Element] = Counter()
    texts: Counter[Element] = Counter()
    for line in lines[after:]:
        if line.text and not line.is_link and not is_furniture(line) and not is_end(line):
            holders = (line.element, *line.element.iterancestors())
            block = next((holder for holder in holders if holder.tag in _BLOCKS), None)
            if block is not None:
                weights[block] += len(line.text)
                texts[block] += can_stand(line)
    largest = weights.most_common(1)
    is_text = largest and (largest[0][1] >= _SHORTEST_BODY or texts[largest[0][0]] >= _LINES_OF_VERSE)
    return largest[0][0] if is_text else None


def body_lines(lines: Sequence[Line], body: Element, after: int, *, is_declared: bool) -> list[int]:
    """The indexes of the body's lines; all of them after the headline.

    A block that is known by its text alone may hold decks and byline as well: what precedes the text and is set
    differently from most of it is no part of the body.
    """
    inside = [index for index in range(after, len(lines)) if is_within(lines[index].element, body)]
    if is_declared:
        return inside
    weights: Counter[tuple[str, ...]] = Counter()
    for index in inside:
        weights[_setting(lines[index])] += len(lines[index].text)
    usual = max(weights, key=lambda setting: weights[setting], default=None)
    start = next((at for at, index in enumerate(inside) if _is_text(lines[index], usual)), 0)
    return inside[start:]


def _setting(line: Line) -> tuple[str, ...]:
    """How a line's own block is set, without the wrappers and indents of ``setting_of``: bodies mix them."""
    return (str(line.element.tag), *(line.element.get(name) or "" for name in ("class", "style", "align")))


def _is_text(line: Line, usual: tuple[str, ...] | None) -> bool:
    return bool(line.media) or _setting(line) == usual or len(line.text) > _LONGEST_DECK


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """Pictures with their captions in a table (or a box) of their own: the indexes of its lines."""

    indexes: tuple[int, ...]


def picture_blocks(
    lines: Sequence[Line], headline: Sequence[int], body: Element | None, url: str, marked: Sequence[Element] = ()
) -> list[PictureBlock]:
    """Find the tables that hold nothing but pictures and captions, in the body and around it, in order.

    A table that also holds headline or body wraps the article and is none. Of several in one another the outermost
    counts, since a caption may stand in a row of an outer one. Before the headline and after the body, where the
    page's own pictures are, one counts of the ``marked``, or whose picture's address has a day.
    """
    heads = [lines[index].element for index in headline]
    apart = [*heads, *([] if body is None else [body])]
    first = headline[0] if headline else 0
    last = max((at for at, line in enumerate(lines) if body is not None and is_within(line.element, body)), default=0)
    blocks: dict[Element, PictureBlock] = {}
    for index, line in enumerate(lines):
        if line.media == "img" and is_article_picture(line.element, url):
            holder = _holder(line.element, apart)
            if holder is None or not (first <= index <= last or _is_of_article(line.element, holder, marked)):
                continue
            if holder not in blocks:
                inside = _lines_within(lines, index, holder)
                if not any(lines[at].is_link for at in inside):
                    blocks[holder] = PictureBlock(inside)
    return list(blocks.values())


def _lines_within(lines: Sequence[Line], index: int, holder: Element) -> tuple[int, ...]:
    """The indexes of the lines in an element, which stand together around one of them."""
    first = last = index
    while first > 0 and is_within(lines[first - 1].element, holder):
        first -= 1
    while last + 1 < len(lines) and is_within(lines[last + 1].element, holder):
        last += 1
    return tuple(range(first, last + 1))


def _is_of_article(image: Element, holder: Element, marked: Sequence[Element]) -> bool:
    """Say whether a picture is an article's by its address, or by the table it stands in."""
    tables = [holder, *takewhile(lambda table: table is not holder, image.iterancestors("table"))]
    return any(table in marked for table in tables) or bool(_OF_ARTICLE.search(picture_address(image) or ""))


def _holder(image: Element, apart: Sequence[Element]) -> Element | None:
    """The outermost table or figure that contains the picture and only caption text, nothing of ``apart``."""
    chosen = None
    for holder in image.iterancestors():
        if any(is_within(element, holder) for element in apart) or len(text_of(holder).strip()) > _LONGEST_CAPTIONS:
            break
        if holder.tag in ("table", "figure"):
            chosen = holder
    return chosen


def is_article_picture(image: Element, url: str) -> bool:
    """Say whether an image is a picture of the article: no icon, no scan of the page, no way to another page."""
    if not is_picture(image) or image.get("usemap") or is_scan(picture_address(image)):
        return False
    links = (absolute_address(url, link.get("href") or "") or "" for link in image.iterancestors("a"))
    return not any(read_newspaper(link) or link.lower().endswith(".pdf") for link in links)


def is_between_head_and_body(line: Line, url: str) -> bool:
    """Say whether a line between headline and body is a picture of the article; buttons there are drawn in GIF."""
    is_picture_there = line.media == "img" and is_article_picture(line.element, url)
    return is_picture_there and _belongs(line.element, between=True)


def article_lines(lines: Sequence[Line], body: Sequence[int], blocks: Sequence[PictureBlock], top: int) -> list[Line]:
    """The lines that the article's text and pictures are read from, in order.

    Captions in pictures' own tables are set as captions, whatever their markup. Pictures outside body and tables count
    after the line ``top`` and where their address says that they belong to an article.
    """
    inside = frozenset(body)
    last = max(inside, default=top)
    of_block = {index: block for block in blocks for index in block.indexes}
    texts = Counter(line.element for line in lines if line.text)
    chosen: list[Line] = []
    for index, line in enumerate(lines):
        if block := of_block.get(index):
            chosen += _captioned([lines[at] for at in block.indexes]) if index == block.indexes[0] else []
        elif index in inside and line.text:
            chosen.append(_as_paragraph(line, is_shared=texts[line.element] > 1))
        elif index in inside or (line.media == "img" and _belongs(line.element, between=top <= index <= last)):
            chosen.append(line)
    return [line for line in chosen if line.media != "img" or not is_scan(picture_address(line.element))]


def _as_paragraph(line: Line, *, is_shared: bool) -> Line:
    """Set a line that shares a block with a picture, but no line of it, as a paragraph: it is no caption.

    So it is where several lines stand in the block (``is_shared``), parted by line breaks alone, or the picture in a
    block of its own.
    """
    block = line.element
    pictures = list(block.iter("img")) if block.tag in _BLOCKS else []
    if not pictures or not (is_shared or any(_stands_apart(picture, block) for picture in pictures)):
        return line
    return replace(line, element=etree.SubElement(etree.Element("div"), "p"))


def _stands_apart(picture: Element, block: Element) -> bool:
    """Say whether a picture in a block has a smaller block of its own there."""
    between = takewhile(lambda holder: holder is not block, picture.iterancestors())
    return any(holder.tag in _OWN_BLOCKS for holder in between)


def _belongs(image: Element, *, between: bool) -> bool:
    """Say whether a picture outside the body is the article's; buttons between headline and body are drawn in GIF."""
    address = picture_address(image) or ""
    is_linked = any(read_newspaper(link.get("href") or "") for link in image.iterancestors("a"))
    is_own = bool(_OF_ARTICLE.search(address)) or (between and not _GIF.search(address))
    return is_own and not is_linked and not image.get("usemap")


def _captioned(block: Sequence[Line]) -> list[Line]:
    """Set the texts of a picture's table as captions; a row of pictures before a row of captions is paired."""
    caption = etree.SubElement(etree.Element("figure"), "figcaption")
    lines = [line if line.media else Line(line.text, caption, spaced=line.spaced) for line in block]
    pictures = [line for line in lines if line.media == "img"]
    texts = [line for line in lines if not line.media]
    if len(pictures) == len(texts) > 1 and lines[: len(pictures)] == pictures:
        return [line for pair in zip(pictures, texts, strict=True) for line in pair]
    return lines
