"""Where a part of an article stands, by the vote of many pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhanjiang.layouts.paths import Paths, elements_at
from zhanjiang.pages.reading.elements import Element

_TRIED: Final = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands: its XPath, the share of pages that agree, and how deep in the page it is."""

    path: str = ""
    share: float = 0.0
    depth: float = 0.0


def places(
    candidates: Sequence[Mapping[Element, float]], roots: Sequence[Element], paths: Paths, voters: int
) -> list[Place]:
    """The places that pages vote for, each page with the weights (0 to 1) of its candidate elements.

    A vote counts where the XPath finds one element on the page, and that one is a candidate. ``voters`` are the pages
    that could vote: the share is of them.
    """
    votes: Counter[str] = Counter()
    for weights in candidates:
        ballot: dict[str, float] = {}
        for element, weight in weights.items():
            for path in paths.to(element):
                ballot[path] = max(ballot.get(path, 0.0), weight)
        votes.update(ballot)
    likely = [path for path, _ in votes.most_common(_TRIED)]
    return [place for path in likely if (place := _verified(path, candidates, roots, voters)).share]


def _verified(path: str, candidates: Sequence[Mapping[Element, float]], roots: Sequence[Element], voters: int) -> Place:
    """A place with the share of pages on which its path finds exactly one element, and a candidate."""
    weight, depths = 0.0, []
    for root, weights in zip(roots, candidates, strict=True):
        elements = elements_at(path, root)
        if len(elements) == 1 and elements[0] in weights:
            weight += weights[elements[0]]
            depths.append(sum(1 for _ in elements[0].iterancestors()))
    return Place(path, weight / voters, sum(depths) / len(depths)) if depths else Place()


def best(found: Iterable[Place], least: float) -> Place:
    """The place that most pages agree on, the one with the shortest path of several; none below the ``least`` share."""
    agreed = [place for place in found if place.share >= least]
    return min(agreed, key=lambda place: (-round(place.share, 2), len(place.path)), default=Place())
