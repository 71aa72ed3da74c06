"""How text is set: headings, font sizes, and the blocks that hold a line alone. It ranks what words leave open."""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.lines import Line

HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_INLINE: Final = frozenset(["a", "span", "strong", "b", "em", "font", "i", "u", "img", "picture"])
_FONT_SIZE: Final = re.compile(r"font-size\s*:\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
# What browsers make of <font size=1> to <font size=7>; a signed size counts from 3.
_FONT_PIXELS: Final = (10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0)
_SIZE: Final = re.compile(r"[+-]?\d")
_USUAL_SIZE: Final = 3
_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def font_size(element: Element) -> float:
    """The largest font size (pixels) that styles or ``<font size>`` give an element's text; 0 for none.

    >>> from lxml.html import fromstring
    >>> lines = ("<font size=5>湛江</font>", "<font size=+1>港</font>", "港")
    >>> [font_size(fromstring(f"<p>{line}</p>")) for line in lines]
    [24.0, 18.0, 0.0]
    """
    holders = [element, *element.iterdescendants("span", "font", "b", "strong")]
    sizes = [float(size) for holder in holders for size in _FONT_SIZE.findall(holder.get("style") or "")]
    named = (holder.get("size") or "" for holder in holders if holder.tag == "font")
    return max(sizes + [_pixels(size) for size in named if _SIZE.fullmatch(size)], default=0.0)


def _pixels(size: str) -> float:
    number = int(size) + (_USUAL_SIZE if size.startswith(("+", "-")) else 0)
    return _FONT_PIXELS[min(max(number, 1), len(_FONT_PIXELS)) - 1]


def wrappers(line: Line) -> list[Element]:
    """The blocks around a line that hold nothing else, the innermost first."""
    around = (holder for holder in chain([line.element], line.element.iterancestors()) if holder.tag not in _INLINE)
    blocks = [next(around, line.element)]
    while (outer := blocks[-1].getparent()) is not None and _is_alone(blocks[-1]) and not (outer.text or "").strip():
        blocks.append(outer)
    return blocks


def _is_alone(element: Element) -> bool:
    """Say whether nothing stands beside an element; how many children a page's body has takes as long as they are."""
    return element.getprevious() is None and element.getnext() is None


def setting_of(line: Line) -> tuple[str, ...]:
    """How a line is set: tags, classes and styles of the blocks that hold it alone, and its indent."""
    names = ("class", "align", "style")
    blocks = (f"{block.tag} {' '.join(block.get(name) or '' for name in names)}" for block in wrappers(line))
    return (*blocks, *(["indent"] if line.is_indented else []))


def is_bold(line: Line) -> bool:
    """Say whether all of a line is printed bold, as headings of sections are.

    >>> from lxml.html import fromstring
    >>> lines = ("<p><b>湛江港</b></p>", "<p><b>湛江</b>港</p>", "<p style='font-weight: bold'>湛江港</p>")
    >>> [is_bold(Line("湛江港", fromstring(line))) for line in lines]
    [True, False, True]
    """
    holders = [line.element, *line.element.iterdescendants("b", "strong", "span", "font")]
    bold = (holder for holder in holders if holder.tag in ("b", "strong") or _BOLD.search(holder.get("style") or ""))
    return any("".join(text_of(holder).split()) == "".join(line.text.split()) for holder in bold)
