"""The evidence of damage: annotations that fit a table, torn ones, and what speaks against a mirror."""

import pytest

from zhanjiang.textrepair.detect import evidence

NEWS = "很好，大家都來到這裏，一同看一看海邊的風光，"


def test_annotations_after_traditional_characters_make_a_table() -> None:
    shown = evidence("會(huì)議，經(jīng)濟(jì)發(fā)展，" + NEWS)
    assert shown.table == {"會": "huì", "經": "jīng", "濟": "jì", "發": "fā"}
    assert (shown.annotated, shown.implausible, shown.torn) == (4, 0, 0)
    assert shown.damaged


def test_a_torn_annotation_that_the_bytes_explain_is_evidence_alone() -> None:
    assert evidence("湛江日?qǐng)?bào)訊").torn == 1
    assert evidence("湛江日?qǐng)?bào)訊").damaged


@pytest.mark.parametrize(
    "text",
    [
        "重(chóng)慶，" + NEWS,
        "會(huì)議，開會，經(jīng)濟，發(fā)展，會場，" + NEWS,
        "會(huì)經(jīng)濟(jì)發(fā)",
        "長(cháng)長(zhǎng)，" + NEWS,
        "他長(zhǎng)大了嗎?好",
        "他說(?qǐng)，" + NEWS,
    ],
    ids=["one", "not_at_every_occurrence", "all_annotated", "two_pinyins", "question", "bracket_open"],
)
def test_other_annotations_are_no_evidence(text: str) -> None:
    assert not evidence(text).damaged


def test_an_annotation_that_fits_no_table_is_allowed_for_eight_that_do() -> None:
    fitting = "".join(f"{character}({pinyin})，{NEWS}" for character, pinyin in _FITTING)
    assert evidence(fitting + "我(wǒ)").damaged
    assert not evidence(fitting + "我(wǒ)你(nǐ)").damaged


_FITTING = (
    ("會", "huì"),
    ("經", "jīng"),
    ("濟", "jì"),
    ("業", "yè"),
    ("請", "qǐng"),
    ("報", "bào"),
    ("產", "chǎn"),
    ("實", "shí"),
)


def test_a_text_about_pronunciation_is_a_lesson() -> None:
    assert evidence("生字：會(huì)").lesson
    assert not evidence("生字：會(huì)，經(jīng)。好?？h，" + NEWS).damaged
    assert evidence("會(huì)，經(jīng)。好?？h，" + NEWS).damaged


def test_a_cut_without_annotations_is_left_to_the_language() -> None:
    shown = evidence("好事?！笆奈濉?")
    assert shown.lone
    assert not shown.damaged
