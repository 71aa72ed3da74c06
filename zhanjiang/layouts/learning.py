"""Learning a site's layouts from its pages: where the article's parts stand, and which lines are furniture.

What stands the same on most pages of a site is furniture, what varies is the article, and where
its parts stand is the same on all pages of a layout. So a part's place is put to the vote: of the text
that only one page has, and of what labels read on each page. Labels may be wrong on some pages, and are outvoted there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from lxml import etree

from zhanjiang.addresses.portal import read_listing
from zhanjiang.layouts.furniture import furniture, places_of_boxes, says_something, settings
from zhanjiang.layouts.paths import Paths
from zhanjiang.layouts.sample import ComparedLine, Sample, is_bare_byline, sizes_of
from zhanjiang.layouts.voting import Place, Vote
from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.info_pieces import InfoPiece, info_pieces
from zhanjiang.pages.reading.learned import LearnedLayout, alike, fold_line
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.info_labels import BARE_LABEL
from zhanjiang.processors.meta_line import LABEL
from zhanjiang.processors.names import are_names_alone
from zhanjiang.processors.people import begins_byline
from zhanjiang.processors.text import clean_line, fold_signs

FEWEST_PAGES: Final = 20
"""How many pages of a layout it takes to learn it; measured by ``benchmarks/layouts.py``."""

_LIKENESS: Final = (0.55, 0.7, 0.85)
_COMPARED: Final = 8
_AGREED: Final = 0.7
_FEWEST_VOTERS: Final = 8
_REPEATED: Final = 0.15
_MARKS: Final = 0.8
_SHORTEST_STORY: Final = 60
_SOME: Final = 0.25
_FEWEST_BYLINES: Final = 5
_FEWEST_NAMES: Final = 3
_MOSTLY: Final = 0.75
_NEARLY_ALL: Final = 0.85
_FOLDED_DAY: Final = re.compile(r"0\s*[-/.年]\s*0")
_LONGEST_BOX: Final = 160
_MARKS_OF_SENTENCES: Final = frozenset("。！？，；")


def clusters(samples: Iterable[Sample], likeness: float = _LIKENESS[0]) -> list[list[Sample]]:
    """Group pages to layouts by their markup, the largest group first; a page joins the group that it is most like.

    ``likeness`` is how much of their markup pages of one group share at least (``alike``).
    """
    groups: list[list[Sample]] = []
    for one in samples:
        shared = [max(alike(member.marks, one.marks) for member in group[:_COMPARED]) for group in groups]
        best, index = max(zip(shared, range(len(groups)), strict=True), default=(0.0, -1))
        if best >= likeness:
            groups[index].append(one)
        else:
            groups.append([one])
    return sorted(groups, key=len, reverse=True)


def learn(samples: Sequence[Sample], fewest: int = FEWEST_PAGES) -> list[LearnedLayout]:
    """Learn the layouts of pages, without names yet; [] where no layout has the ``fewest`` pages.

    A layout without a headline or a body on which its pages agree is none: pages of several templates may share most of
    what surrounds the article. Such a group is parted by stricter likeness.
    """
    learned: list[LearnedLayout] = []
    groups: list[list[Sample]] = [list(samples)]
    for likeness in _LIKENESS:
        parted = [part for group in groups for part in clusters(group, likeness) if len(part) >= fewest]
        tried = [(_Learning(part).layout(), part) for part in parted]
        learned += [layout for layout, _ in tried if layout]
        groups = [part for layout, part in tried if layout is None]
    return learned


class _Learning:
    """The votes of the pages of one layout."""

    def __init__(self, pages: Sequence[Sample]) -> None:
        self._pages = pages
        self._paths = Paths([page.conditions for page in pages])

    def layout(self) -> LearnedLayout | None:
        """The layout; None where its pages agree on no headline or no body."""
        body, headline = self._body(), self._headline()
        if not (body.path and headline.path):
            return None
        info, credits = self._info(headline, body), self._credits(body)
        byline = self._byline(info, body)
        parts = {"body": body, "headline": headline, "info": info, "credits": credits, "byline": byline}
        bodies = [_lines_within(page, page.find(body.path)[:1]) for page in self._pages]
        captions, paragraphs = settings(bodies)
        return LearnedLayout(
            body=body.path,
            headline=headline.path,
            info=info.path,
            credits=credits.path,
            byline=byline.path,
            shares={part: round(place.share, 3) for part, place in parts.items() if place.path},
            pages=len(self._pages),
            repeats=furniture(self._pages, bodies, self._often),
            fixed=self._fixed(info),
            captions=captions,
            paragraphs=paragraphs,
            boxes=places_of_boxes(self._pages),
            marks=self._marks(),
            since=min(page.fetched_at for page in self._pages),
        )

    @cached_property
    def _often(self) -> Counter[str]:
        """On how many pages each line stands."""
        return Counter(folded for page in self._pages for folded in page.folded)

    @cached_property
    def _repeats(self) -> frozenset[str]:
        """The lines that many pages have."""
        least = max(2, _REPEATED * len(self._pages))
        return frozenset(line for line, pages in self._often.items() if pages > least)

    def _fixed(self, info: Place) -> frozenset[str]:
        """The pieces of the info line on nearly all pages; no labels, dates, nor what is mostly a label's value."""
        if not info.path:
            return frozenset()
        often: Counter[str] = Counter()
        values: Counter[str] = Counter()
        for page in self._pages:
            for piece in {piece for one in page.find(info.path)[:1] for piece in info_pieces(one)}:
                often[fold_line(piece.text)] += 1
                values[fold_line(piece.text)] += piece.is_value
        least = _NEARLY_ALL * len(self._pages)
        return frozenset(
            piece
            for piece, pages in often.items()
            if pages >= least and values[piece] * 2 < pages and says_something(piece) and not _names_something(piece)
        )

    def _marks(self) -> frozenset[str]:
        often = Counter(mark for page in self._pages for mark in page.marks)
        return frozenset(mark for mark, pages in often.items() if pages >= _MARKS * len(self._pages))

    def _vote(
        self, candidates: Sequence[Mapping[Element, float]], voters: int | None = None, least: float = _AGREED
    ) -> Vote:
        return Vote(candidates, self._pages, self._paths, voters or len(self._pages), least)

    def _body(self) -> Place:
        """Where the text stands that only one page has: the element that bounds it best."""
        holders = [self._holders(page) for page in self._pages]
        voters = sum(1 for weights in holders if weights)
        if voters < _FEWEST_VOTERS:
            return Place()
        return self._vote(holders, voters).best()

    def _holders(self, page: Sample) -> dict[Element, float]:
        """The elements that hold most of a page's own text, each with how well it bounds it (F1, by characters)."""
        own, whole = sizes_of(self._story(page)), page.sizes
        total = max(own.values(), default=0)
        if total < _SHORTEST_STORY:
            return {}
        return {element: 2 * size / (total + whole[element]) for element, size in own.items() if size > total / 2}

    def _story(self, page: Sample) -> Iterator[Line]:
        """Yield a page's own lines that read like sentences, each once: some pages print the story twice."""
        seen: set[str] = set()
        for at, one in enumerate(page.compared):
            is_own = at not in page.boxed and one.folded not in self._repeats and one.folded not in seen
            if is_own and not one.line.is_link and _MARKS_OF_SENTENCES & {*one.line.text}:
                seen.add(one.folded)
                yield one.line

    def _headline(self) -> Place:
        candidates = [{page.headline.element: 1.0} if page.headline is not None else {} for page in self._pages]
        return self._vote(candidates).best()

    def _info(self, headline: Place, body: Place) -> Place:
        """Where the date stands that differs from page to page, with what shares its small box."""
        candidates: list[dict[Element, float]] = []
        for page in self._pages:
            apart = [*page.find(headline.path), *page.find(body.path)[:1]]
            boxes = _boxes(page.date.element, apart) if page.date else ()
            candidates.append(dict.fromkeys(boxes, 1.0))
        varied = filter(self._varies, self._vote(candidates).places())
        return min(varied, key=lambda place: (place.depth, -place.share, len(place.path)), default=Place())

    def _varies(self, place: Place) -> bool:
        """Say whether an element's text differs on most pages, as the time of publication does."""
        texts = [clean_line(text_of(found[0])) for page in self._pages if (found := page.find(place.path))]
        return len({*texts}) > len(texts) / 3

    def _byline(self, info: Place, body: Place) -> Place:
        """Where bylines without a label stand, and no other words: a name alone is one there as well."""
        candidates: list[dict[Element, float]] = []
        for page in self._pages:
            inside = {element for found in page.find(body.path) for element in found.iter()}
            elements = [line.element for line in page.bylines if line.element not in inside]
            for box in page.find(info.path)[:1] if info.path else []:
                elements += _bylines_in(box)
            candidates.append(dict.fromkeys(elements, 1.0))
        voters = sum(map(bool, candidates))
        if voters < _FEWEST_BYLINES:
            return Place()
        return self._vote(candidates, voters).best(self._names_people)

    def _names_people(self, place: Place) -> bool:
        """Say whether what stands at a place is mostly a byline, and short wherever it is none."""
        found = [elements[0] for page in self._pages if len(elements := page.find(place.path)) == 1]
        texts = [text for element in found if (text := clean_line(text_of(element)))]
        named = [text for text in texts if is_bare_byline(text) or are_names_alone(fold_signs(text))]
        # One name on all pages is a column's, or the site's own.
        varies = any(map(is_bare_byline, named)) or len({*named}) >= _FEWEST_NAMES
        return varies and len(named) > _MOSTLY * len(texts) and all(len(text) <= _LONGEST_BOX for text in texts)

    def _credits(self, body: Place) -> Place:
        """Where lines of credits stand outside the body; many pages may have none."""
        candidates: list[dict[Element, float]] = []
        for page in self._pages:
            inside = {element for found in page.find(body.path) for element in found.iter()}
            lines = [line.element for line in page.credits if line.element not in inside]
            candidates.append(dict.fromkeys(_common(lines, inside), 1.0))
        return self._vote(candidates, least=_SOME).best()


def _bylines_in(info: Element) -> Iterator[Element]:
    """Yield the innermost elements of an info line that are a byline, or names alone and no value of a label's."""
    pieces = info_pieces(info)
    taken = {piece.text for before, piece in pairwise(pieces) if piece.is_value or _belong_together(before, piece)}
    taken |= {piece.text for piece in pieces if read_listing(piece.leads_to)}
    for element in info.iter(etree.Element):
        # Icons stand in elements of their own.
        if any(text_of(child).strip() for child in element.iterchildren(etree.Element)) or not (
            text := clean_line(text_of(element))
        ):
            continue
        if is_bare_byline(text) or (text not in taken and are_names_alone(fold_signs(text))):
            yield element


def _belong_together(before: InfoPiece, name: InfoPiece) -> bool:
    """Say whether a label or a role stands before a name, in an element of its own."""
    return bool(BARE_LABEL.fullmatch(fold_signs(before.text))) or is_bare_byline(f"{before.text} {name.text}")


def _lines_within(page: Sample, holders: Sequence[Element]) -> list[ComparedLine]:
    """The lines of a page that stand within elements."""
    inside = {element for holder in holders for element in holder.iter()}
    return [one for one in page.compared if one.line.element in inside]


def _names_something(piece: str) -> bool:
    """Say whether a piece of an info line is a label, a role or a date, which stand on all pages by their nature."""
    folded = fold_signs(piece)
    is_labelled = bool(BARE_LABEL.fullmatch(folded))
    is_labelled = is_labelled or any(label.lastgroup != "other" for label in LABEL.finditer(folded))
    return is_labelled or begins_byline(folded) or _FOLDED_DAY.search(folded) is not None


def _boxes(element: Element, apart: Sequence[Element]) -> Iterator[Element]:
    """Yield an element and the small ones around it that hold nothing of what stands ``apart``."""
    for box in (element, *element.iterancestors()):
        inside = {*box.iter()}
        if any(one in inside for one in apart) or len(clean_line(text_of(box))) > _LONGEST_BOX:
            return
        yield box


def _common(elements: Sequence[Element], body: set[Element]) -> list[Element]:
    """The innermost element that holds all of several, unless it holds the body."""
    if not elements:
        return []
    holders = [{one, *one.iterancestors()} for one in elements[1:]]
    chain = [elements[0], *elements[0].iterancestors()]
    common = next((one for one in chain if all(one in held for held in holders)), None)
    return [] if common is None or any(one in body for one in common.iter()) else [common]
