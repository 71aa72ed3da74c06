"""The headline among a page's lines: what a declared selector, the page's title, or its place and size say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhanjiang.pages.article.info_rank import SURE_RANK, in_row_of_links, info_rank
from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.labels import LOG_IN, can_head, is_site_name
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.setting import HEADINGS, font_size
from zhanjiang.processors.text import letters

_TITLE_PART = re.compile(r"\s*[_|｜\-–—]+\s*")
_FIRST_HEADINGS = frozenset(["h1", "h2"])
_LONGEST = 120
_BETWEEN = 4
_DECK = re.compile(r"^\s*[—–-]{1,}")


def declared_headline(lines: Sequence[Line], declared: Element | None) -> int | None:
    """The index of the headline's first line where a declared selector located its element."""
    if declared is None:
        return None
    return next((index for index, line in enumerate(lines) if line.text and is_within(line.element, declared)), None)


def titled_headline(lines: Sequence[Line], titles: Sequence[str]) -> int | None:
    """The index of the line that the page's title names, to the letter or but for punctuation.

    What the title names may look like furniture (登录粤省事即可办理社保); the site's own name is no headline.
    """
    parts = {part for title in titles for part in map(letters, _TITLE_PART.split(title)) if part}
    longest_title = max(map(len, titles), default=0)
    named = [
        index
        for index, line in enumerate(lines)
        if len(line.text) <= longest_title
        and _may_be_named(line)
        and (any(_begins(title, line.text) for title in titles) or letters(line.text) in parts)
    ]
    longest = max(named, key=lambda at: (len(lines[at].text), _is_heading(lines[at]), -at), default=None)
    return longest if longest is not None else _alike_headline(lines, titles)


def _may_be_named(line: Line) -> bool:
    """Say whether a line can be the headline that a title names: a link only where it is set as a heading."""
    if line.media or is_site_name(line) or LOG_IN.search(line.folded) or not 2 <= len(line.text) <= _LONGEST:
        return False
    return _is_heading(line) or not line.is_link


def _is_heading(line: Line) -> bool:
    return line.element.tag in HEADINGS


def _begins(title: str, text: str) -> bool:
    """Say whether a title begins with a text and then ends or goes on with punctuation: the whole headline, no less."""
    if len(text) < 2 or not title.startswith(text):
        return False
    return len(title) == len(text) or not title[len(text)].isalnum()


def _alike_headline(lines: Sequence[Line], titles: Sequence[str]) -> int | None:
    """Find the line that a title begins with or contains, read without punctuation; the longest that it begins with."""
    folded = [letters(title) for title in titles if title]
    # A title may be cut, or punctuation may part it from the site's name: its first part is enough if it is long.
    parts = [letters(_TITLE_PART.split(title)[0]) for title in titles]
    best: tuple[bool, int, int] | None = None
    for index, line in enumerate(lines):
        if can_head(line) or (_is_heading(line) and _may_be_named(line)):
            text = letters(line.text)
            begins = any(title.startswith(text) for title in folded)
            begins = begins or any(len(part) >= 8 and text.startswith(part) for part in parts)
            if text in parts or (len(text) >= 4 and (begins or any(text in title for title in folded))):
                best = max(best or (False, 0, 0), (begins, len(text), -index))
    return -best[2] if best else None


def topmost_headline(lines: Sequence[Line], info: int) -> int | None:
    """Find the headline above the info line where no title names it: a heading, else the largest, else the first."""
    stack: list[int] = []
    for index in range(info - 1, -1, -1):
        line = lines[index]
        if not (can_head(line) or (line.element.tag in _FIRST_HEADINGS and _may_be_named(line))):
            # Sharing buttons or a mark such as ©原创 may part the headline from the info line, hardly more than that.
            if stack or line.is_link or info - index > _BETWEEN:
                break
            continue
        if line.linked and in_row_of_links(line):
            break
        stack.insert(0, index)
    headings = [index for index in stack if _is_heading(lines[index])]
    sizes = {index: font_size(lines[index].element) for index in stack}
    if headings:
        return min((str(lines[index].element.tag), index) for index in headings)[1]
    largest = max(sizes.values(), default=0.0)
    return next((index for index in stack if sizes[index] == largest), None)


def headline_span(lines: Sequence[Line], index: int, titles: Sequence[str]) -> tuple[int, int]:
    """The indexes of the headline's first line and of the line after its last, where line breaks part it.

    The lines of one heading are one headline, but for a deck that a dash begins and no title names; lines of any other
    element are, where a title names them together.
    """
    first, last = index, index + 1
    while last < len(lines) and _goes_on(lines[first : last + 1], titles):
        last += 1
    while first > 0 and _goes_on(lines[first - 1 : last], titles):
        first -= 1
    return first, last


def _goes_on(lines: Sequence[Line], titles: Sequence[str]) -> bool:
    """Say whether lines together are one headline."""
    if not all(line.text for line in lines) or max(map(info_rank, lines)) >= SURE_RANK:
        return False
    together = letters("".join(line.text for line in lines))
    if any(together in letters(title) for title in titles):
        return lines[0].element.getparent() is lines[-1].element.getparent() or _heading_of(lines[0]) is not None
    heading = _heading_of(lines[0])
    if heading is None or _heading_of(lines[-1]) is not heading:
        return False
    return not _DECK.match(lines[-1].text)


def _heading_of(line: Line) -> Element | None:
    """The heading that a line stands in."""
    holders = (line.element, *line.element.iterancestors())
    return next((holder for holder in holders if holder.tag in HEADINGS), None)


def joined_headline(lines: Sequence[Line], titles: Sequence[str]) -> str:
    """Join a headline's lines: without a blank where a title has it so."""
    together = "".join(line.text for line in lines)
    return together if any(together in title for title in titles) else " ".join(line.text for line in lines)


def names_site(name: str, titles: Sequence[str]) -> bool:
    """Say whether the titles begin the site's name, after the headline, with what looks like a person's.

    >>> names_site("金羊", ["港口开通新航线_金羊网"]), names_site("金羊", ["金羊网开通新航线_湛江新闻网"])
    (True, False)
    """
    sites = (part for title in titles for part in _TITLE_PART.split(title)[1:])
    return any(site.startswith(name) and site != name for site in sites)
