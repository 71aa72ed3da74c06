"""Ways to an element that hold on many pages: XPaths of the classes and IDs that a site's pages share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from lxml.etree import XPath, XPathError

from zhanjiang.pages.reading.elements import Element

_SHARED: Final = 0.7
_OF_CLASS: Final = "[contains(concat(' ', normalize-space(@class), ' '), ' {} ')]"
_LOOKS: Final = ("align", "valign", "width", "height", "size", "color", "face", "bgcolor", "style", "role", "itemprop")
_TELLING: Final = frozenset(["class", "id", *_LOOKS])
_LONGEST: Final = 120
_UNSAID: Final = re.compile(r"['\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no name in an XPath can have: a quote ends it, and a control character is no XML."""
_DEEPEST: Final = 40
_CHILDREN: Final = 3


class Paths:
    """Makes XPaths to elements of pages of one layout, of the classes, IDs and looks that most of its pages have."""

    def __init__(self, pages: Sequence[Iterable[str]]) -> None:
        """Take the conditions that the elements of each page meet, each once (``conditions_of``)."""
        often = Counter(condition for page in pages for condition in page)
        self._shared = frozenset(condition for condition, times in often.items() if times >= _SHARED * len(pages))
        self._steps: dict[Element, str] = {}

    def to(self, element: Element) -> Iterator[str]:
        """Yield XPaths to an element, the shortest first: from each named element above it, at last from the root.

        A cell without a name of its own is also known by what it holds, such as ``<font size=5>``.
        """
        for child in [one for one in element if isinstance(one.tag, str)][:_CHILDREN]:
            if named := self._named(child):
                yield f"//{element.tag}[{child.tag}{named}]"
        steps = [self._step(one) for one in reversed([element, *element.iterancestors()][:_DEEPEST])]
        for start in range(len(steps) - 1, 0, -1):
            if "[@" in steps[start] or "[contains(" in steps[start]:
                yield f"//{'/'.join(steps[start:])}"
        yield f"/{'/'.join(steps)}"

    def _named(self, element: Element) -> str:
        return "".join(condition for condition in conditions_of(element) if condition in self._shared)

    def _step(self, element: Element) -> str:
        """The step to an element, made once: elements share most of what is above them."""
        if element not in self._steps:
            self._steps[element] = self._make_step(element)
        return self._steps[element]

    def _make_step(self, element: Element) -> str:
        """One step: by shared names; else by its place among its like, which for a bare element are the bare ones."""
        conditions = self._named(element)
        if conditions or element.getparent() is None or element.tag == "body":
            return f"{element.tag}{conditions}"
        before = list(element.itersiblings(str(element.tag), preceding=True))
        if _is_bare(element):
            return f"{element.tag}[not(@class) and not(@id)][{1 + sum(map(_is_bare, before))}]"
        return f"{element.tag}[{1 + len(before)}]"


def _is_bare(element: Element) -> bool:
    return element.get("class") is None and element.get("id") is None


def conditions_of(element: Element) -> Sequence[str]:
    """The conditions that an element meets, as XPaths: its classes and ID, else its other attributes for looks."""
    return _conditions(*element.items()) if element.attrib else ()


@lru_cache(maxsize=4096)  # a site's pages repeat the attributes of their template
def _conditions(*attributes: tuple[str, str]) -> Sequence[str]:
    said = {name: value for name, value in attributes if name in _TELLING and value and not _UNSAID.search(value)}
    names = [_OF_CLASS.format(name) for name in dict.fromkeys(said.get("class", "").split())]
    names += [f"[@{name}='{said[name]}']" for name in ("id",) if name in said]
    looks = [] if names or not said else [f"[@{name}='{said[name]}']" for name in _LOOKS if name in said]
    return [name for name in names or looks if len(name) <= _LONGEST]  # a long style is hardly a template's


def elements_at(path: str, root: Element) -> list[Element]:
    """The elements that an XPath finds in a page; none by one that is no XPath, as ``o:p`` in it is none."""
    try:
        found = _compiled(path)(root)
    except (XPathError, ValueError):
        return []
    return [element for element in found if isinstance(element, Element)] if isinstance(found, list) else []


@lru_cache(maxsize=256)  # a path is tried on all pages, one after another
def _compiled(path: str) -> XPath:
    return XPath(path)
