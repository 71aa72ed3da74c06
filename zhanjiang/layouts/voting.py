"""Where a part of an article stands, by the vote of many pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from zhanjiang.layouts.paths import Paths
from zhanjiang.layouts.sample import Sample
from zhanjiang.pages.reading.elements import Element

_TRIED: Final = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands: its XPath, the share of pages that agree, and how deep in the page it is."""

    path: str = ""
    share: float = 0.0
    depth: float = 0.0


class Vote:
    """The places that pages vote for, each page with the weights (0 to 1) of its candidate elements.

    A vote counts where the XPath finds one element on the page, and that one is a candidate. ``voters`` are the pages
    that could vote: the share is of them. A place with less than the ``least`` share is none.

    Most XPaths lose, and each look for one on a page costs a walk through it. So a path is given up as soon as the
    pages that are left cannot make it win.
    """

    def __init__(
        self,
        candidates: Sequence[Mapping[Element, float]],
        pages: Sequence[Sample],
        paths: Paths,
        voters: int,
        least: float,
    ) -> None:
        """Take each page's candidates, the pages, what makes XPaths, and which share of the voters must agree."""
        self._pages = [(page, weights) for page, weights in zip(pages, candidates, strict=True) if weights]
        self._paths, self._voters, self._least = paths, voters, least
        weights = [max(weights.values()) for _, weights in reversed(self._pages)]
        self._left = [*accumulate(weights, initial=0.0)][::-1]  # what a page and all after it can add at most

    @property
    def _likely(self) -> list[str]:
        """The XPaths that most pages offer."""
        votes: Counter[str] = Counter()
        for _, weights in self._pages:
            ballot: dict[str, float] = {}
            for element, weight in weights.items():
                for path in self._paths.to(element):
                    ballot[path] = max(ballot.get(path, 0.0), weight)
            votes.update(ballot)
        return [path for path, _ in votes.most_common(_TRIED)]

    def places(self) -> Iterator[Place]:
        """Yield the places on which enough pages agree."""
        for path in self._likely:
            if place := self._place(path):
                yield place

    def best(self, fits: Callable[[Place], bool] = lambda _: True) -> Place:
        """The fitting place that most pages agree on, the shortest path of several; an empty one where there is none.

        Shares are compared as they are in whole per cent.
        """
        best = Place()
        for path in sorted(self._likely, key=len):
            if (place := self._place(path, beaten=round(best.share, 2))) and fits(place):
                best = place
        return best

    def _place(self, path: str, beaten: float = 0.0) -> Place | None:
        """The place of an XPath, or None if too few pages agree, or no more than on one with a ``beaten`` share."""
        weight, depths = 0.0, []
        for left, (page, weights) in zip(self._left[:-1], self._pages, strict=True):
            if not self._wins((weight + left) / self._voters, beaten):
                return None
            elements = page.find(path)
            if len(elements) == 1 and elements[0] in weights:
                weight += weights[elements[0]]
                depths.append(sum(1 for _ in elements[0].iterancestors()))
        share = weight / self._voters
        return Place(path, share, sum(depths) / len(depths)) if depths and self._wins(share, beaten) else None

    def _wins(self, share: float, beaten: float) -> bool:
        return share >= self._least and round(share, 2) > beaten
