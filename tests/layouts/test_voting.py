"""Pages vote for the place of a part: the one that most agree on, and no more pages are looked at than decide it."""

from __future__ import annotations

import pytest
from lxml import html

from zhanjiang.layouts.paths import Paths
from zhanjiang.layouts.sample import Sample
from zhanjiang.layouts.voting import Vote
from zhanjiang.pages.reading.elements import Element


class _Page(Sample):
    """A page that counts for what it is looked through."""

    def find(self, path: str) -> list[Element]:
        """See ``Sample``."""
        _looked.append(path)
        return super().find(path)


_looked: list[str] = []


def _pages(number: int, source: str = "<div id='a'><p>港</p><p>船</p></div>") -> list[Sample]:
    _looked.clear()
    body = f"<html><body>{source}</body></html>"
    return [_Page(html.fromstring(body), frozenset(), [], None, None, [], []) for _ in range(number)]


def _vote(pages: list[Sample], weights: dict[str, float], *, voting: int, least: float = 0.7) -> Vote:
    """A vote in which the first pages have the elements of these XPaths as candidates, and the others have none."""
    candidates = [{page.find(path)[0]: weight for path, weight in weights.items()} for page in pages[:voting]]
    candidates += [{} for _ in pages[voting:]]
    _looked.clear()
    return Vote(candidates, pages, Paths([page.conditions for page in pages]), len(pages), least)


def test_the_shortest_path_of_those_that_most_agree_on_wins() -> None:
    vote = _vote(_pages(10), {"//div": 0.6, "//div/p[1]": 1.0}, voting=10)
    best = vote.best()
    assert (best.path, best.share, best.depth) == ("//div[@id='a']/p[not(@class) and not(@id)][1]", 1.0, 3.0)
    assert vote.best(lambda place: "/p" not in place.path).path == ""  # too few agree on the other


@pytest.mark.parametrize(("voting", "agreed"), [(6, False), (7, True)])
def test_a_place_on_which_too_few_agree_is_none(voting: int, agreed: bool) -> None:
    vote = _vote(_pages(10), {"//div": 1.0}, voting=voting)
    assert bool(vote.best().path) is agreed
    assert bool([*vote.places()]) is agreed


def test_what_cannot_win_is_given_up() -> None:
    vote = _vote(_pages(20), {"//div": 1.0}, voting=13)
    vote.best()
    assert _looked == []  # thirteen of twenty are too few, whatever they show
    vote = _vote(_pages(20), {"//div": 1.0}, voting=20)
    vote.best()
    assert len(_looked) == 20  # once one path has all pages, no longer one is looked for
