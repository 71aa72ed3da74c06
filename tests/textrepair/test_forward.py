"""The forward model gives what mirrors were seen to show, character by character."""

import pytest

from zhanjiang.textrepair import damage
from zhanjiang.textrepair.tables import known_table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("日報", "日?qǐng)?bào)"),
        ("。“十四五”", "?！笆奈濉?"),
        ("規模化種", "規(guī)?；N(zhǒng)"),
        ("形小：保證", "形?。罕WC"),
        ("。縣", "??h"),
        ("小，", "??,"),
        ("五”</p>", "五”</p>"),
        ("a•b", "a•b"),
        ("", ""),
    ],
)
def test_damage_shows_what_mirrors_show(text: str, shown: str) -> None:
    made = damage(text, known_table(), halfwidth=any(mark in shown for mark in ",?"))
    assert made.replace("！", "!").replace("；", ";") == shown.replace("！", "!").replace("；", ";")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("。縣", "?h"),
        ("“六保”任務", "“六!比蝿(wù)"),
        ("\u3000（一）因同", "。ㄒ唬┮蛲"),
        ("\u3000（秦州區", "。ㄇ刂輩^(qū)"),
        ("。可不好，所以", "?刹缓,所以"),
        ("。惠州市", ";葜菔"),
        ("日報", "日(qǐng)(bào)"),
        ("五。”</p>", "五!</p>"),
        ("規模化種", "規(guī);N(zhǒng)"),
        ("形小，好", "形,好"),
    ],
)
def test_silent_damage_shows_what_silent_mirrors_show(text: str, shown: str) -> None:
    assert damage(text, known_table(), halfwidth=True, silent=True) == shown


def test_few_mirrors_cut_before_a_list_comma_too() -> None:
    assert damage("。惠州市委書記、市長", {}, silent=True) == "；葜菔形瘯洝⑹虚L"
    assert damage("。惠州市委書記、市長", {}) == "?；葜菔形瘯洝⑹虚L"


def test_nothing_is_cut_before_an_uncut_mark() -> None:
    assert damage("。“十四五", {}, uncut_marks=frozenset({1})) == "。“十四五"


def test_characters_that_gbk_lacks_keep_their_place() -> None:
    assert damage("日報•日報\U0001f600", {"報": "bào"}) == "日報(bào)•日報(bào)\U0001f600"
