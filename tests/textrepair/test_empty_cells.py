"""Bytes that show nothing are found where what the page shows makes poor words."""

import pytest

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


def test_a_character_that_vanishes_as_a_whole_is_found(empty_cells: EmptyCells) -> None:
    lattice = empty_cells.lattice
    lead, trail = "當".encode("gbk")[:1], "應".encode("gbk")[1]
    (waiting,) = lattice.push_bytes([lattice.begin("雅虎董事會應")], lead)
    texts = [state[TEXT] for state in empty_cells.vanished([waiting], trail)]
    assert texts


def test_what_often_follows_a_character_vanishes_as_a_whole() -> None:
    first = alphabet(language()).rows[int.from_bytes("國".encode("gbk"))]
    most, middles = empty_cell_lookup(language()).middles(first)
    assert most < 0
    assert all(row.lead in empty_trails()[first.trail] and row.trail in empty_trails() for row in middles)


def test_commas_vanish_between_the_bytes_of_empty_cells() -> None:
    commas = empty_cell_lookup(language()).commas(0xFA)
    assert [row.character for row in commas] == ["，", "、"]


def test_look_ups_are_made_once() -> None:
    assert empty_cell_lookup(language()) is empty_cell_lookup(language())
    lookup = empty_cell_lookup(language())
    assert lookup.starts(0xC9) is lookup.starts(0xC9)
