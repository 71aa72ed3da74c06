"""Bytes that show nothing are found where what the page shows makes poor words."""

import pytest

from zhanjiang.textrepair.alphabet import alphabet
from zhanjiang.textrepair.annotations import Annotations
from zhanjiang.textrepair.empty_cell_lookup import empty_cell_lookup, empty_trails
from zhanjiang.textrepair.empty_cells import EmptyCells
from zhanjiang.textrepair.language import language
from zhanjiang.textrepair.lattice import Lattice
from zhanjiang.textrepair.state import TEXT
from zhanjiang.textrepair.tables import cells


@pytest.fixture(scope="module")
def empty_cells() -> EmptyCells:
    return EmptyCells(Lattice(language(), Annotations({"應": "yīng"}), 8))


def test_empty_cells_are_those_without_a_character() -> None:
    trails = empty_trails()
    assert 0xAE in trails[0xFA]
    assert all(not cells()[bytes((lead, trail))] for lead, of_lead in trails.items() for trail in of_lead)


def test_a_character_around_vanished_bytes_is_found(empty_cells: EmptyCells) -> None:
    lattice = empty_cells.lattice
    first, second = "生".encode("gbk"), "產".encode("gbk")
    (waiting,) = lattice.push_bytes([lattice.begin("的")], first[:1])
    texts = [state[TEXT] for state in empty_cells.vanished([waiting], second[1])]
    assert "生產" in texts


def test_a_word_vanishes_though_a_usual_character_is_shown(empty_cells: EmptyCells) -> None:
    lattice = empty_cells.lattice
    (waiting,) = lattice.push_bytes([lattice.begin("隨着人們")], "生".encode("gbk")[:1])
    assert "生活" in [state[TEXT] for state in empty_cells.vanished([waiting], "活".encode("gbk")[1])]


def test_a_character_of_which_nothing_is_shown_is_found(empty_cells: EmptyCells) -> None:
    lattice = empty_cells.lattice
    (waiting,) = lattice.push_bytes([lattice.begin("在短短")], "三".encode("gbk")[:1])
    assert "三十分" in [state[TEXT] for state in empty_cells.vanished([waiting], "分".encode("gbk")[1])]


def test_what_vanishes_as_a_whole_hides_both_of_its_bytes() -> None:
    first = alphabet(language()).rows[int.from_bytes("國".encode("gbk"))]
    best, middles = empty_cell_lookup(language()).middles(first)
    assert best < 0
    assert middles
    assert all(row.lead in empty_trails()[first.trail] and row.trail in empty_trails() for row in middles)


def test_look_ups_are_made_once() -> None:
    assert empty_cell_lookup(language()) is empty_cell_lookup(language())
    lookup = empty_cell_lookup(language())
    assert lookup.starts(0xC9) is lookup.starts(0xC9)
