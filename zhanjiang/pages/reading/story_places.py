"""Where the paragraphs of a story stand and how they are set, so that a line can be compared with those before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import cached_property
from typing import Final

from zhanjiang.pages.reading.labels import is_like_a_story, is_sure_end
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.setting import setting_of, wrappers
from zhanjiang.processors.credits import read_credits

_FEWEST_LINES: Final = 2
"""Lines of a story without a sentence, as a poem is, after which a box may stand."""


class StoryPlaces:
    """The lines of a page that may be a story's (``area``, by index), and where paragraphs stand among them.

    Outside of an element that bounds it (``is_bounded``), a story's lines end where a page's foot begins.
    """

    def __init__(self, lines: Sequence[Line], area: Sequence[int], *, is_bounded: bool) -> None:
        self.lines = lines
        self._is_bounded = is_bounded
        self._all = area
        self._places: dict[int, tuple[object, ...]] = {}
        self.boxed: set[int] = set()

    @cached_property
    def stories(self) -> list[int]:
        """The lines that read as a story's paragraphs do."""
        return [at for at in self._all if is_like_a_story(self.lines[at])]

    @cached_property
    def area(self) -> Sequence[int]:
        """The lines that may be the story's or in boxes after it."""
        if self._is_bounded or not self.stories:
            return self._all
        begin = self.stories[0]
        end = next((at for at in self._all if at > begin and is_sure_end(self.lines[at])), len(self.lines))
        return [at for at in self._all if at <= end]

    @cached_property
    def inside(self) -> frozenset[int]:
        """The area, to look indices up in."""
        return frozenset(self.area)

    def place(self, at: int) -> tuple[object, ...]:
        """Where a line stands, and how it is set."""
        if at not in self._places:
            line = self.lines[at]
            self._places[at] = (wrappers(line)[-1].getparent(), setting_of(line))
        return self._places[at]

    @cached_property
    def _first_of_place(self) -> dict[tuple[object, ...], int]:
        first: dict[tuple[object, ...], int] = {}
        for at in self.stories:
            first.setdefault(self.place(at), at)
        return first

    def is_set_as_story(self, at: int, before: int) -> bool:
        """Say whether a line stands and is set as a paragraph ``before`` another line is."""
        return self._first_of_place.get(self.place(at), before) < before

    def may_end_before(self, begin: int, box: Set[int]) -> bool:
        """Say whether the story may be over before a box: some of it is there, and none set alike follows."""
        if not self.stories or self.stories[0] >= begin:
            before = [at for at in self.area if at < begin and self.lines[at].text and not self.is_made_by(at)]
            return len(before) >= _FEWEST_LINES and all(at in box or at in self.boxed for at in self.stories)
        later = (at for at in self.stories if at > begin and at not in box and at not in self.boxed)
        return not any(self.is_set_as_story(at, begin) for at in later)

    def is_made_by(self, at: int) -> bool:
        """Say whether a line is one of credits."""
        return not self.lines[at].media and read_credits(self.lines[at].spaced) is not None

    def weigh(self, indices: Iterable[int]) -> int:
        """The characters of some lines."""
        return sum(len(self.lines[at].text) for at in indices)
