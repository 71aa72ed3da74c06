"""A set of names is one, whatever the names are, and near numbers take little room."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from zhanjiang.store.name_set import NameSet

_NAMES = st.one_of(
    st.integers(0, 200).map("portal/{}".format),
    st.integers(0, 200).map("/p/{}.html".format),
    st.integers(0, 30).map("portal/0{}".format),
    st.sampled_from(["", "portal/", "zjrb/2018-07-17/2108598", "http://127.0.0.1:80/p/7.html", "portal/٣", "7", "07"]),
)


@given(st.lists(_NAMES), st.lists(_NAMES))
def test_it_holds_what_was_added_and_nothing_else(added: list[str], others: list[str]) -> None:
    names, expected = NameSet(), set(added)
    for name in added:
        names.add(name)
    assert [name in names for name in [*added, *others]] == [name in expected for name in [*added, *others]]
    assert len(names) == len(expected)
    assert sorted(names) == sorted(expected)


def test_near_numbers_take_a_few_bytes_each() -> None:
    tracemalloc.start()
    names = NameSet()
    for number in range(2_600_000, 2_620_000):
        names.add(f"/p/{number}.html")
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 4 * len(names)
