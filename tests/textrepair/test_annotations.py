"""A page's table in both directions, and the cost of what it lacks."""

from zhanjiang.textrepair.annotations import Annotations


def _code(character: str) -> int:
    return int.from_bytes(character.encode("gbk"))


def test_characters_of_the_table_cost_nothing_known_ones_little_others_much() -> None:
    codes = Annotations({"頁": "yè"}).codes("yè")
    assert codes[_code("頁")] == 0.0
    assert codes[_code("業")] == -1.0
    assert codes[_code("葉")] == -6.0
    assert _code("報") not in codes


def test_a_character_that_the_page_annotates_otherwise_is_left_out() -> None:
    annotations = Annotations({"長": "cháng"})
    assert annotations.of[_code("長")] == "cháng"
    assert _code("長") not in annotations.codes("zhǎng")
