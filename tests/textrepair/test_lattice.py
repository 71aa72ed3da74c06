"""States move over known bytes, branch over lost ones, and pay for what contradicts the page's table."""

import pytest

from zhanjiang.textrepair.annotations import Annotations
from zhanjiang.textrepair.language import language
from zhanjiang.textrepair.lattice import Lattice
from zhanjiang.textrepair.state import (
    BONUS,
    LAST,
    NOTHING,
    OTHERS,
    PENDING,
    SCORE,
    TAIL,
    TEXT,
    State,
    charged,
    hypotheses_of,
    merged,
)


@pytest.fixture(scope="module")
def lattice() -> Lattice:
    return Lattice(language(), Annotations({"請": "qǐng", "報": "bào"}), 8)


@pytest.fixture
def begun(lattice: Lattice) -> State:
    return lattice.begin("湛江")


def test_a_walk_begins_free_after_the_text_before(begun: State) -> None:
    assert (begun[SCORE], begun[PENDING], begun[LAST], begun[TAIL], begun[TEXT]) == (0.0, NOTHING, 0xAD, "湛江", "")


def test_known_bytes_make_characters(lattice: Lattice, begun: State) -> None:
    (half,) = lattice.push_bytes([begun], "日".encode("gbk")[:1])
    assert (half[PENDING], half[TEXT]) == (0xC8, "")
    (whole,) = lattice.push_bytes([half], "日".encode("gbk")[1:])
    assert (whole[PENDING], whole[TEXT], whole[TAIL]) == (NOTHING, "日", "湛江日")
    assert lattice.push_bytes([half], b"\x20") == []


def test_an_annotation_must_fit_the_bytes_before_it(lattice: Lattice, begun: State) -> None:
    (half,) = lattice.push_bytes([begun], "報".encode("gbk")[:1])
    annotated = lattice.push(half, 0xF3, "bào")
    assert annotated is not None
    assert annotated[TEXT] == "報"
    assert lattice.push(half, 0xF3, "qǐng") is None


def test_a_character_of_the_table_without_its_annotation_is_nearly_forbidden(lattice: Lattice, begun: State) -> None:
    (bare,) = lattice.push_all([begun], "報".encode("gbk"))
    (annotated,) = lattice.push_all([begun], "報".encode("gbk"), "bào")
    assert bare[SCORE] == pytest.approx(annotated[SCORE] - 14)


def test_a_lost_trail_byte_branches_over_common_characters(lattice: Lattice, begun: State) -> None:
    states = lattice.lost_trail(lattice.push_bytes([begun], b"\xc8"))
    assert 1 < len(states) <= lattice.beam
    assert all(state[TEXT].encode("gbk")[0] == 0xC8 for state in states)
    assert [state[SCORE] for state in states] == sorted((state[SCORE] for state in states), reverse=True)


def test_words_are_likelier_than_their_characters(lattice: Lattice) -> None:
    assert lattice.score("", "經濟發展") > lattice.score("", "經濟") + lattice.score("", "發展") - 1
    assert lattice.score("", "湛江日報") > lattice.score("", "湛江日豹")


def test_merged_states_keep_each_others_texts(lattice: Lattice, begun: State) -> None:
    one, other = (lattice.emit(begun, character) for character in "日月")
    together = merged([one, other])
    assert hypotheses_of(together) == [("日", one[SCORE]), ("月", pytest.approx(other[SCORE]))]
    assert together[OTHERS] == ((other[SCORE] - one[SCORE], 1, "月"),)
    assert [text for text, _ in hypotheses_of(lattice.emit(together, "報"))] == ["日報", "月報"]


def test_a_charge_changes_the_score_alone(begun: State) -> None:
    dearer = charged(begun, -2.0)
    assert dearer[SCORE] == begun[SCORE] - 2
    assert dearer[PENDING:] == begun[PENDING:]
    assert dearer[BONUS] == 0


def test_the_best_states_are_few_and_none_much_worse(lattice: Lattice, begun: State) -> None:
    states = [
        charged(lattice.emit(begun, character), -1.0 * number)
        for number, character in enumerate("日月風雨海山人大小多")
    ]
    best = lattice.best(states)
    assert len(best) <= lattice.beam
    assert best[0][SCORE] == max(state[SCORE] for state in best)
    assert min(state[SCORE] for state in best) >= best[0][SCORE] - 7.5
