"""An article brought into another script: guesses of its repair stand in its fields afterwards."""

from __future__ import annotations

import pytest

from zhanjiang.items import Article, Guess, Image, RepairReport, ScriptTarget
from zhanjiang.processors.script_conversion import convert_article


@pytest.mark.parametrize(
    ("target", "text", "guesses"),
    [
        ("hans", "村裡有乾隆年間的古井，井水已乾，又乾又裂。", ["乾", "井水已乾"]),
        ("hant", "村里有干部，干部说：井水已干，头发也干了。", ["干", "干", "干", "干"]),
    ],
)
def test_a_guess_is_converted_as_the_field_around_it_is(target: ScriptTarget, text: str, guesses: list[str]) -> None:
    report = RepairReport(1, 1, [Guess("text", guess, ["海"]) for guess in guesses], proved=True)
    article = Article(text=text, repair=report)
    convert_article(article, target)
    assert article.text and article.text != text
    done, places = 0, []
    for guess, shown in zip(report.guessed, guesses, strict=True):
        before = text.index(shown, done)
        done = before + len(shown)
        places.append(article.text[before:done] == guess.text)
        assert guess.alternatives == ["海"]
    assert all(places)


def test_a_guess_outside_the_text_fields_is_converted_by_itself() -> None:
    guesses = [Guess("images", "漁", ["魚"]), Guess(None, " 報", []), Guess("text", "不在", [])]
    article = Article(
        text="漁船歸來", images=[Image("http://a.example/1.jpg", "漁船")], repair=RepairReport(guessed=guesses)
    )
    convert_article(article, "hans")
    assert [guess.text for guess in guesses] == ["渔", " 报", "不在"]
    assert guesses[0].alternatives == ["鱼"]
