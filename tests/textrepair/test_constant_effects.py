"""The table of what each number of the search brings sets numbers wherever they are used, and sets them back."""

import random

from tests.textrepair.constant_effects import effects, of_search, scaled, set_to, value_of
from tests.textrepair.news import sample
from zhanjiang.textrepair import lattice, walk


def test_a_number_is_set_where_it_is_imported_and_set_back() -> None:
    (constant,) = [constant for constant in of_search() if constant.name == "UNCUT"]
    old = value_of(constant)
    with set_to(constant, -1.0):
        assert lattice.UNCUT == walk.UNCUT == -1.0
    assert lattice.UNCUT == walk.UNCUT == old


def test_whole_numbers_stay_whole_and_pairs_stay_pairs() -> None:
    assert (scaled(3, 0.5), scaled(3.0, 0.5), scaled((-1.0, -4.0), 2.0)) == (1, 1.5, (-2.0, -8.0))


def test_the_numbers_of_the_search_are_measured() -> None:
    names = {constant.name for constant in of_search()}
    assert {"_SPREAD", "_WORDS", "_DAMPED", "_MOST_MIDDLES"} <= names
    assert not names & {"NOTHING", "_STEP", "_SPARSE"}


def test_the_figures_are_given_halved_doubled_and_off() -> None:
    (constant,) = [constant for constant in of_search() if constant.name == "_SPREAD"]
    rows = list(effects(constant, [sample(random.Random(1))]))
    assert [changed for changed, _ in rows] == ["halved 3.75", "doubled 15.0", "off 0.0"]
    assert all("sentences wrong" in figured for _, figured in rows)
