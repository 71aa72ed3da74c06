"""The damage that mirrors do, against what is known of real ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhanjiang.replica.damage import damage, known_annotations

_SEED = Path(__file__).parents[1] / "fixtures" / "seed" / "page.txt"


@pytest.mark.parametrize(
    ("text", "table", "half_width", "shown"),
    [
        ("日報", {"請": "qǐng", "報": "bào"}, False, "日?qǐng)?bào)"),
        ("來搶沙發", {"來": "lái", "頁": "yè", "發": "fā"}, False, "來(lái)?yè)屔嘲l(fā)"),
        ("。“十四五”\n", {}, False, "?！笆奈濉?"),
        ("規模化種", {"規": "guī"}, False, "規(guī)?；N"),
        ("變形小：保證", {}, True, "變形?。罕WC"),
        ("。縣", {}, True, "??h"),
        ("動力。與", {}, False, "動力。與"),
        ("\xa0\xa0\xa0\xa0昨日", {}, False, "????昨日"),
        ("，", {}, True, ","),
    ],
)
def test_each_accident_known(text: str, table: dict[str, str], half_width: bool, shown: str) -> None:
    assert damage(text, table, half_width) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("。縣", "?h"),
        ("“六保”任務", "“六!比蝿(wù)"),
        ("　（秦州區", "。ㄇ刂輩^(qū)"),
        ("日報", "日(qǐng)(bào)"),
        ("好。”</p>", "好!</p>"),
    ],
)
def test_a_silent_mirror_drops_lone_bytes_and_eats_nothing(text: str, shown: str) -> None:
    table = {"請": "qǐng", "報": "bào", "務": "wù", "區": "qū"}
    assert damage(text, table, half_width=True, silent=True) == shown


def test_a_tag_behind_a_shifted_run_is_eaten() -> None:
    assert damage("報”</p>", {"報": "bào", "請": "qǐng"}) == "報(bào)”</p>"
    assert "?/p>" in damage("日報。“十四五”</p>", {})


def test_a_clean_page_without_a_table_is_untouched() -> None:
    assert damage("潮水退了，灘塗上滿是彈塗魚。", {}) == "潮水退了，灘塗上滿是彈塗魚。"


def test_every_annotation_is_one_character_of_gbk() -> None:
    assert len(known_annotations()) == 143
    for character, annotation in known_annotations().items():
        assert len(character) == 1 and len(character.encode("gbk")) == 2
        assert annotation.encode("gbk") and annotation.isalpha()


def test_lines_of_a_real_page_come_out_of_the_model() -> None:
    printed = _SEED.read_text("utf-8")
    lines = {
        "還沒有評論，快來搶沙發吧！": "沒來評頁發",
        "評論一下": "評",
        "來源：湛江日報 作者：": "來報請",
        "已有0人參與，點擊查看更多精彩評論": "點擊評",
    }
    for clean, annotated in lines.items():
        table = {
            character: annotation
            for character, annotation in _all_annotations(printed).items()
            if character in annotated
        }
        assert damage(clean, table, half_width=True) in printed


def _all_annotations(printed: str) -> dict[str, str]:
    """The known annotations, those that the page shows behind whole characters, and two that it shows behind halves."""
    shown = dict(re.findall(r"([一-鿿])\(([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+)\)", printed))
    return {**shown, **known_annotations(), "頁": "yè", "請": "qǐng"}
