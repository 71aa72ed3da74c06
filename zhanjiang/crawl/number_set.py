"""A set of the numbers of very many articles, as the listings of a run of days show them, in a few bits each."""

from __future__ import annotations

from collections.abc import Iterable

from zhanjiang.store.number_blocks import SIZE, Blocks


class NumberSet:
    """A set of numbers.

    >>> numbers = NumberSet()
    >>> numbers.add([7, 2_665_093])
    >>> sorted(numbers.among([7, 8, 2_665_093])), numbers.among([8])
    ([7, 2665093], frozenset())
    """

    def __init__(self) -> None:
        self._blocks: Blocks = {}

    def add(self, numbers: Iterable[int]) -> None:
        """Add numbers."""
        for number in numbers:
            self._blocks[number // SIZE] = self._blocks.get(number // SIZE, 0) | 1 << number % SIZE

    def among(self, numbers: Iterable[int]) -> frozenset[int]:
        """Those of some numbers that are in the set."""
        return frozenset(number for number in numbers if self._blocks.get(number // SIZE, 0) >> number % SIZE & 1)
