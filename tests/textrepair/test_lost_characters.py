"""Characters that GBK lacks: a `?` is left of them, which is reported, unless a question stands there."""

import pytest

from zhanjiang.textrepair import damage, repair
from zhanjiang.textrepair.tables import known_table

_PAGE = "市長說，經濟發展要靠產業，農業、醫療都要辦好。學習科學，業務熟練。山水之間有一條小河，河上有一座石橋。"


def _damaged(text: str, *, halfwidth: bool = False) -> str:
    """A page whose text ends in a paragraph, as a mirror shows it; characters that GBK lacks are `?`."""
    page = f"<p>{_PAGE}</p>\n<p>{text}</p>".encode("gbk", "replace").decode("gbk")
    return damage(page, known_table(), halfwidth=halfwidth)


def _guessed(text: str, *, halfwidth: bool) -> tuple[int, bool]:
    """How many `?` are reported of a text on a damaged page, and whether the page counts as proved."""
    repaired = repair(_damaged(text, halfwidth=halfwidth))
    assert repaired.text.count("?") >= len([guess for guess in repaired.guesses if guess.text == "?"])
    return sum(guess.text == "?" for guess in repaired.guesses), repaired.proved


@pytest.mark.parametrize("halfwidth", [False, True])
@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("三地的𠮷、㙟兩字在碼頭牌上常見。", 2),
        ("讀者來信說，㙟字不易查。", 1),
        ("𠮷先生領到了新證。", 1),
        ("他叫“𠮷先生”。", 1),
    ],
)
def test_where_nobody_asks_it_is_a_lost_character_and_nothing_is_proved(text: str, lost: int, halfwidth: bool) -> None:
    assert _guessed(text, halfwidth=halfwidth) == (lost, False)


@pytest.mark.parametrize("halfwidth", [False, True])
def test_where_a_question_could_stand_but_none_is_asked_it_is_reported(halfwidth: bool) -> None:
    assert _guessed("學校還將開設䃟洲歷史課。", halfwidth=halfwidth) == (1, True)
    assert [
        other.text for guess in repair(_damaged("學校還將開設䃟洲歷史課。")).guesses for other in guess.alternatives
    ] == ["？"]


@pytest.mark.parametrize(
    "text",
    [
        "為何選擇回鄉？因為家在這裏，他答道。",
        "“住得慣嗎？他們都來了？”記者問。",
        "渔船幾點回港？六點。",
        "大家信不信？他當眾試了一次。",
        "路通了，人呢？人都回來了。",
        "《誰來了？》上映，（真的？）觀眾問。",
        "網址是a.example/?id=3。",
    ],
)
def test_questions_are_none(text: str) -> None:
    assert _guessed(text, halfwidth=True) == (0, True)


def test_a_page_that_is_not_damaged_keeps_what_it_has() -> None:
    text = f"{_PAGE}三地的?、?兩字在碼頭牌上常見。"
    assert repair(text).text == text
    assert not repair(text).guesses
