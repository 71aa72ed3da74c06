"""The PDF file of a newspaper's page, where the list of the day's pages has one beside each of its entries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.newspapers import NewspaperReference, read_newspaper
from zhanjiang.pages.newspaper.label import PageLabel, read_label
from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.text import clean_line

_PDF = re.compile(r"\.pdf(?:$|[?#])", re.IGNORECASE)
_NEIGHBOUR = re.compile(r"[上下前后]\s*一?\s*版")

Names = Mapping[Element, str]
"""What elements name: the address of a PDF, or a page by its ID, else by its printed number."""


def page_pdf(
    root: Element, base: str, lines: Sequence[Line], own: NewspaperReference, label: PageLabel | None
) -> str | None:
    """The address of the page's own PDF, as written; None where it is not decided which of several that is.

    It is the one beside the page's own entry or label, else the only one that is beside no other page's, else the only
    one whose address has the page's number for a folder or name.
    """
    pdfs = {link: href for link in root.iter("a") if _PDF.search(href := clean_line(link.get("href") or ""))}
    if not pdfs:
        return None
    number = _number(label)
    pages = _entries(root, base, lines, own, number)
    owners = _owners(pdfs, pages)
    named = {link: name for link in pdfs if (name := _number(read_label(clean_line(text_of(link)))))}
    owners |= {link: own.id if name == number else name for link, name in named.items()}
    if mine := [pdfs[link] for link, page in owners.items() if page == own.id]:
        return mine[0]
    of_others = {pdfs[link] for link in owners}
    left = dict.fromkeys(address for address in pdfs.values() if address not in of_others)
    numbered = [address for address in left if number and number in map(_bare, re.split(r"[/._]", address))]
    return next((only[0] for only in ([*left], numbered) if len(only) == 1), None)


def _entries(
    root: Element, base: str, lines: Iterable[Line], own: NewspaperReference, own_number: str | None
) -> dict[Element, str]:
    """The elements that name a page of the day: links, but for those to the page before and after, and labels."""
    entries: dict[Element, str] = {}
    ids = {own_number: own.id} if own_number else {}
    for link in root.iter("a"):
        reference = read_newspaper(absolute_address(base, link.get("href") or "") or "")
        text = clean_line(text_of(link))
        if reference and not reference.is_article and reference.issue == own.issue and not _NEIGHBOUR.search(text):
            entries[link] = reference.id
            if number := _number(read_label(text)):
                ids.setdefault(number, reference.id)
    for line in lines:
        if not (line.media or line.is_link) and (number := _number(read_label(line.text))):
            entries.setdefault(line.element, ids.get(number, number))
    return entries


def _owners(pdfs: Names, pages: Names) -> dict[Element, str]:
    """The page of each PDF's link that shares the smallest box, or the place in a row of them, with one entry."""
    pdfs_in, pages_in = _inside(pdfs), _inside(pages)
    owners: dict[Element, str] = {}
    paired: dict[Element, dict[Element, str]] = {}
    for link in pdfs:
        box = next((holder for holder in (link, *link.iterancestors()) if holder in pages_in), None)
        if box is None:
            continue
        if len(pdfs_in[box]) == len(pages_in[box]) == 1:
            owners[link] = min(pages_in[box])
        elif len(pdfs_in[box]) > 1 and len(pages_in[box]) > 1:
            if box not in paired:
                paired[box] = _paired(box, pdfs, pages)
            if link in paired[box]:
                owners[link] = paired[box][link]
    return owners


def _inside(names: Names) -> dict[Element, set[str]]:
    """What each element contains, up to two different names: more say no more."""
    inside: defaultdict[Element, set[str]] = defaultdict(set)
    for element, name in names.items():
        for holder in (element, *element.iterancestors()):
            if name in inside[holder] or len(inside[holder]) > 1:
                break
            inside[holder].add(name)
    return inside


def _paired(box: Element, pdfs: Names, pages: Names) -> dict[Element, str]:
    """The page of each PDF's link in a box where they take turns with entries; {} where they do not."""
    turns = [element for element in box.iter() if element in pdfs or element in pages]
    kinds = [element in pdfs for element in turns]
    if len(turns) % 2 or kinds != [kinds[0], not kinds[0]] * (len(turns) // 2):
        return {}
    pairs = zip(turns[::2], turns[1::2], strict=True)
    return {first if first in pdfs else second: pages[second if first in pdfs else first] for first, second in pairs}


def _number(label: PageLabel | None) -> str | None:
    return _bare(label.number) if label else None


def _bare(number: str) -> str:
    """A page's number without the zeros that some places print and others do not.

    >>> _bare("A02"), _bare("2"), _bare("10")
    ('A2', '2', '10')
    """
    return re.sub(r"(?<!\d)0+(?=\d)", "", number.upper())
