"""A set of numbers is one, whatever is added to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhanjiang.crawl.number_set import NumberSet

_NUMBERS = st.sets(st.integers(0, 300) | st.integers(0, 10**18))


@given(_NUMBERS, _NUMBERS, _NUMBERS)
def test_it_holds_what_was_added_and_nothing_else(first: set[int], second: set[int], others: set[int]) -> None:
    numbers = NumberSet()
    numbers.add(first)
    numbers.add(second)
    asked = first | others
    assert numbers.among(asked) == asked & (first | second)
