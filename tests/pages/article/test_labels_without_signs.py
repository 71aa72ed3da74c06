"""Labels without a colon: with blanks, bars or elements between them and their values, and credits in brackets."""

from __future__ import annotations

import pytest

from tests.pages.article.plain_page import BODY, HEADLINE, PUBLISHED_AT, TEXT, read
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.people import read_byline

_H1 = f"<h1>{HEADLINE}</h1>"


@pytest.mark.parametrize(
    ("info", "byline"),
    [
        ("<p>2024-05-01 10:20 稿源 市气象局 撰稿 林小溪</p>", "撰稿 林小溪"),
        (
            "<p>2024-05-01 10:20 <u>稿源</u><b>市气象局</b> <u>撰稿</u><b>林小溪</b> <b>周大海</b></p>",
            "撰稿 林小溪 周大海",
        ),
        ("<p>2024-05-01 10:20 <u>稿源</u>市气象局 <u>撰稿</u>林小溪 <u>阅读</u>234</p>", "撰稿 林小溪"),
        ("<p>2024-05-01 10:20</p><p>来自 市气象局 | 文 林小溪/周大海</p>", "文 林小溪/周大海"),
        ("<p>来自 市气象局 ｜ 文 林小溪</p><p>2024-05-01 10:20</p>", "文 林小溪"),
        ("<div>2024-05-01</div><div>时间 10:20 | 来源 市气象局 | 记者 林小溪</div>", "记者 林小溪"),
        ("<p>2024-05-01 10:20<em>记者</em><i>林小溪</i><em>来自</em><i>市气象局</i></p>", "记者 林小溪"),
    ],
)
def test_labels_do_not_run_into_each_other(info: str, byline: str) -> None:
    article = read(f"{_H1}<h4>一粒蚝的旅行</h4>{info}{BODY}")
    assert (article.published_at, article.source, article.byline) == (PUBLISHED_AT, "市气象局", byline)
    assert (article.subheadline, article.text) == ("一粒蚝的旅行", TEXT)
    assert [person.name for person in article.authors] == byline.replace("/", " ").split()[1:]


def test_a_calendar_above_and_labels_below_the_headline() -> None:
    box = "<div><b>01</b><b>2024.05</b></div>"
    info = "<div>时间 10:20 | 来自 湛江日报 | 文 林小溪/周大海</div>"
    article = read(f"{box}<h2>{HEADLINE}</h2>{info}{BODY}")
    assert (article.published_at, article.source, article.text) == (PUBLISHED_AT, "湛江日报", TEXT)
    assert [(person.role, person.name) for person in article.authors] == [("文", "林小溪"), ("文", "周大海")]


@pytest.mark.parametrize("line", ["来自 霞山的渔民 清晨出海", "<b>文</b>明乡风吹进蚝村", "这些消息来自 记者 的见闻"])
def test_a_deck_with_such_words_is_no_row_of_labels(line: str) -> None:
    article = read(f"{_H1}<h4>{line}</h4><p>2024-05-01 10:20 来源：湛江日报</p>{BODY}")
    assert (article.source, article.byline, article.text) == ("湛江日报", None, TEXT)
    assert article.subheadline == line.replace("<b>", "").replace("</b>", "")


def test_an_element_with_a_role_leaves_a_story_as_it_is() -> None:
    article = read(f"{_H1}<p>2024-05-01 10:20</p><p><b>记者</b><i>在现场看到</i>，蚝排<b>文</b>风不动。</p>{BODY}")
    assert article.text == f"记者在现场看到，蚝排文风不动。\n\n{TEXT}"


@pytest.mark.parametrize("line", ["［编辑 林小溪］", "［编辑：林小溪］", "［责任编辑］林小溪", "[编辑 林小溪]"])
def test_credits_in_full_width_brackets(line: str) -> None:
    assert [person.name for person in read_credits(line) or []] == ["林小溪"]
    article = read(f"{_H1}<p>2024-05-01 10:20</p>{BODY}<p>{line}</p>")
    assert ([person.name for person in article.credits], article.text) == (["林小溪"], TEXT)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("文 林小溪/周大海", ["林小溪", "周大海"]),
        ("摄影 林小溪 / 周大海/何一鸣", ["林小溪", "周大海", "何一鸣"]),
        ("文 林小溪/图 周大海", ["林小溪", "周大海"]),
    ],
)
def test_a_medium_a_blank_and_names_in_slashes(byline: str, names: list[str]) -> None:
    assert [person.name for person in read_byline(byline)] == names
