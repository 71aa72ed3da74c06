"""The repair as a whole: the evidence it needs, its steps, its table, and its guesses."""

import pytest

from zhanjiang.textrepair import damage
from zhanjiang.textrepair.invert import invert, is_damaged
from zhanjiang.textrepair.result import RepairConfig
from zhanjiang.textrepair.tables import known_table

CONFIG = RepairConfig()


def test_a_torn_annotation_is_restored_with_its_table() -> None:
    repaired = invert("湛江日?qǐng)?bào)訊", CONFIG)
    assert (repaired.text, repaired.readings, repaired.restored, repaired.proved) == ("湛江日報訊", 0, 1, True)
    assert dict(repaired.table) == {"請": "qǐng", "報": "bào"}
    (step,) = repaired.steps
    assert (step.shown, step.became, step.code) == ("?qǐng)?bào)", "報", "88f3")


def test_a_whole_annotation_is_taken_out() -> None:
    repaired = invert("會(huì)議，經(jīng)濟(jì)發(fā)展，大家都來到這裏看一看。", CONFIG)
    assert (repaired.text, repaired.readings) == ("會議，經濟發展，大家都來到這裏看一看。", 4)
    assert {step.reason for step in repaired.steps} == {f"the annotation of {one}" for one in "會經濟發"}


def test_an_annotation_after_a_letter_is_taken_out() -> None:
    assert invert("關係發生了變化?，F(xiàn)在好了", CONFIG).text == "關係發生了變化。現在好了"


@pytest.mark.parametrize("text", ["重(chóng)慶", "他長(zhǎng)大了嗎?好", "真的?！我不信。"])
def test_text_without_evidence_comes_back_as_it_is(text: str) -> None:
    assert invert(text, CONFIG).text == text
    assert not is_damaged(text)


def test_a_simplified_text_with_a_cut_alone_is_not_damaged() -> None:
    traditional, simplified = "這是一件好事?！笆奈濉?", "这是一件好事?！笆奈濉?"
    assert is_damaged(traditional)
    assert not is_damaged(simplified)
    assert invert(simplified, CONFIG).text == simplified


def test_guesses_stand_where_they_say_with_chances_that_add_up() -> None:
    text = "市長說，經濟發展要靠產業，農業、醫療都要辦好。這是好事。“十四五”7個項目"
    repaired = invert(damage(text, known_table()), RepairConfig(guess_below=1.0, alternatives=99))
    assert repaired.guesses
    for guess in repaired.guesses:
        assert repaired.text[guess.start : guess.end] == guess.text
        chances = [alternative.score for alternative in guess.alternatives]
        assert chances == sorted(chances, reverse=True)
        assert 0 < sum(chances) < 1
