"""Traditional articles are simplified field by field; what is simplified already stays as it is."""

from __future__ import annotations

import pytest

from zhanjiang.items import Article, Guess, Image, Person, PlaceInNewspaper, RepairReport, ScriptTarget
from zhanjiang.pipelines.convert_script import ConvertScriptPipeline
from zhanjiang.processors.script_conversion import script_of


def _traditional() -> Article:
    return Article(
        id="portal/1",
        kicker="灣區觀察",
        headline="濱海公園開放",
        subheadline="門票對學生免費",
        source="湛江雲媒",
        byline="記者 陳東",
        authors=[Person("記者", "陳東")],
        text="公園設在海邊。\n\n昨日開門迎客。",
        images=[Image("https://img.example/1.jpg", "遊客觀海"), Image("https://img.example/2.jpg")],
        credits=[Person("編輯", "葉紅")],
        newspaper_page=PlaceInNewspaper("A02", "專題"),
        repair=RepairReport(1, 0, [Guess("text", "歲", ["崴", "歲"])], False),
    )


def test_every_text_field_is_simplified() -> None:
    article = ConvertScriptPipeline("hans").process_item(_traditional())
    assert article == Article(
        id="portal/1",
        kicker="湾区观察",
        headline="滨海公园开放",
        subheadline="门票对学生免费",
        source="湛江云媒",
        byline="记者 陈东",
        authors=[Person("记者", "陈东")],
        text="公园设在海边。\n\n昨日开门迎客。",
        images=[Image("https://img.example/1.jpg", "游客观海"), Image("https://img.example/2.jpg")],
        credits=[Person("编辑", "叶红")],
        newspaper_page=PlaceInNewspaper("A02", "专题"),
        repair=RepairReport(1, 0, [Guess("text", "岁", ["崴", "岁"])], False),
        script="hant",
    )


def test_what_is_simplified_stays_though_a_word_could_be_taken_for_traditional() -> None:
    text = "乾隆年间的古井位于徵公祠旁，于姓村民著书于此，后来又修葺一新。"
    article = ConvertScriptPipeline("hans").process_item(Article(headline="古井", text=text))
    assert (article.text, article.script) == (text, "hans")


def test_an_article_without_text_counts_as_simplified() -> None:
    assert ConvertScriptPipeline("hans").process_item(Article()).script == "hans"


@pytest.mark.parametrize(
    ("target", "headline", "expected"),
    [
        ("hant", "滨海公园开放", "濱海公園開放"),
        ("hant", "濱海公園開放", "濱海公園開放"),
        ("none", "濱海公園開放", "濱海公園開放"),
        ("none", "滨海公园开放", "滨海公园开放"),
    ],
)
def test_other_targets(target: ScriptTarget, headline: str, expected: str) -> None:
    assert ConvertScriptPipeline(target).process_item(Article(headline=headline)).headline == expected


def test_a_script_of_the_page_stays() -> None:
    article = ConvertScriptPipeline("hans").process_item(Article(headline="中山路", script="hant"))
    assert article.script == "hant"


def test_other_items_pass() -> None:
    other = {"headline": "濱海公園"}
    assert ConvertScriptPipeline("hans").process_item(other) == {"headline": "濱海公園"}


def test_a_long_article_in_which_one_name_is_traditional_is_simplified_chinese() -> None:
    assert script_of("本报记者昨日从书画协会了解到，参展作者有陳先生。" * 3) == "hans"


def test_a_name_is_what_a_mirror_made_it_of() -> None:
    # Plain reversal would make 李巨良 of it.
    article = ConvertScriptPipeline("hans").process_item(Article(headline="編輯手記", byline="李鉅良"))
    assert (article.headline, article.byline) == ("编辑手记", "李钜良")


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("记者于海生 范小溪 余大海", "記者于海生 范小溪 余大海"),
        ("图为盐场。于海生 摄", "圖爲鹽場。于海生 攝"),
        ("村民范先生、余某和于姓渔民由于台风留在岸上。", "村民范先生、余某和于姓漁民由於颱風留在岸上。"),
        ("记者涂小满于昨日到访，范围不大，其余照旧。", "記者涂小滿於昨日到訪，範圍不大，其餘照舊。"),
        ("一位姓游的渔民", "一位姓游的漁民"),
    ],
)
def test_surnames_that_both_scripts_share_stay(simplified: str, traditional: str) -> None:
    people = [Person("记者", "于海生"), Person("记者", "范小溪"), Person("记者", "余大海")]
    article = Article(text=simplified, authors=people, credits=[Person("编辑", "郁小满")])
    converted = ConvertScriptPipeline("hant").process_item(article)
    assert converted.text == traditional
    assert [person.name for person in (*converted.authors, *converted.credits)] == [
        "于海生",
        "范小溪",
        "余大海",
        "郁小滿",
    ]
