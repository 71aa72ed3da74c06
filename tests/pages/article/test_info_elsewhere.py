"""An info line above the headline or below the body; credits and labels in the lines after the text."""

from __future__ import annotations

import pytest

from tests.pages.article.plain_page import BODY, HEADLINE, INFO, PARAGRAPHS, PUBLISHED_AT, TEXT, read

_LONG = "".join(f"<p>第{number}段，{PARAGRAPHS[0]}</p>" for number in range(30))


@pytest.mark.parametrize(
    "html",
    [
        f"<div>{INFO}<h1>{HEADLINE}</h1></div>{BODY}",
        f"<div><p>湛江日报 2024-05-01 10:20</p><h1>{HEADLINE}</h1></div>{BODY}",
        f"<h1>{HEADLINE}</h1>{BODY}{INFO}",
        f"<h1>{HEADLINE}</h1>{'<br>'.join(PARAGRAPHS)}<div>来源：湛江日报 2024-05-01 10:20</div>",
        f"<h1>{HEADLINE}</h1>{BODY}<div>湛江日报 2024-05-01 10:20</div>",
        f"<h1>{HEADLINE}</h1>{BODY}<ul><li>来源：湛江日报</li><li>作者：记者林小溪</li><li>2024-05-01 10:20</li></ul>",
        f"<h1>{HEADLINE}</h1>{BODY}<div>2024-05-01 10:20</div><div>来源：湛江日报</div><div>作者：记者林小溪</div>",
    ],
)
def test_above_the_headline_or_below_the_body(html: str) -> None:
    article = read(html)
    assert (article.headline, article.subheadline, article.text) == (HEADLINE, None, TEXT)
    assert (article.published_at, article.source) == (PUBLISHED_AT, "湛江日报")


def test_a_body_in_one_text_node() -> None:
    article = read(f"<h1>{HEADLINE}</h1>{PARAGRAPHS[0]} {PARAGRAPHS[1]}<div>来源：湛江日报 2024-05-01 10:20</div>")
    assert (article.text, article.subheadline) == (f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}", None)
    assert (article.published_at, article.source) == (PUBLISHED_AT, "湛江日报")


def test_a_long_body_above_the_info_line() -> None:
    article = read(f"<h1>{HEADLINE}</h1><div>{_LONG}</div>{INFO}")
    assert (article.text or "").count("段，") == 30
    assert (article.published_at, article.byline) == (PUBLISHED_AT, "记者林小溪")


def test_a_deck_above_the_body_above_the_info_line() -> None:
    article = read(f"<h1>{HEADLINE}</h1><h2>——一粒蚝的旅行</h2>{BODY}{INFO}<p>编辑：周大海</p>")
    assert (article.subheadline, article.text) == ("——一粒蚝的旅行", TEXT)
    assert [person.name for person in article.credits] == ["周大海"]


def test_a_sentence_above_the_info_line_is_a_deck_where_the_story_is_below() -> None:
    article = read(f"<h1>{HEADLINE}</h1><p>一场春雨过后，蚝排上又热闹起来。</p>{INFO}{BODY}")
    assert (article.subheadline, article.text) == ("一场春雨过后，蚝排上又热闹起来。", TEXT)


def test_a_paragraph_above_the_info_line_is_no_deck() -> None:
    paragraph = PARAGRAPHS[0] * 5
    article = read(f"<h1>{HEADLINE}</h1><p>{paragraph}</p>{INFO}{BODY}")
    assert (article.subheadline, article.text) == (None, f"{paragraph}\n\n{TEXT}")
    assert article.published_at == PUBLISHED_AT


def test_a_comments_time_is_no_date_of_the_article() -> None:
    article = read(f"<h1>{HEADLINE}</h1>{BODY}<div><p>海风 2024-05-02 08:00</p><p>写得真好</p></div>")
    assert article.published_at is None


@pytest.mark.parametrize(
    "line",
    [
        "本文来源：湛江日报 责任编辑：周大海",
        "来源：湛江日报 责任编辑：周大海",
        "【来源：湛江日报】【责任编辑：周大海】",
    ],
)
def test_source_and_editor_below_the_text(line: str) -> None:
    article = read(f"<h1>{HEADLINE}</h1><p>2024-05-01 10:20</p>{BODY}<p>{line}</p>")
    assert (article.source, article.text) == ("湛江日报", TEXT)
    assert [(person.role, person.name) for person in article.credits] == [("责任编辑", "周大海")]


@pytest.mark.parametrize("line", ["作者 | 记者林小溪", "作者/记者林小溪", "【作者】记者林小溪", "作　者：记者林小溪"])
def test_the_author_below_the_text(line: str) -> None:
    article = read(f"<h1>{HEADLINE}</h1><p>2024-05-01 10:20 来源：湛江日报</p>{BODY}<p>{line}</p><p>编辑 | 周大海</p>")
    assert (article.byline, article.text) == ("记者林小溪", TEXT)
    assert [person.name for person in article.authors] == ["林小溪"]


@pytest.mark.parametrize(
    ("credits", "people"),
    [
        ("<p>编 辑：周大海</p>", ["周大海"]),
        ("<p>【责任编辑:周大海】</p>", ["周大海"]),
        ("<table><tr><td>[责任编辑：周大海]</td></tr></table>", ["周大海"]),
        (
            "<table><tr><td>责任编辑</td><td>周大海</td></tr><tr><td>审核</td><td>陈一</td></tr></table>",
            ["周大海", "陈一"],
        ),
        ("<ul><li>编辑：周大海</li><li>一审：陈一</li><li>终审：何二</li></ul>", ["周大海", "陈一", "何二"]),
        ("<p>策划：周大海</p><p>海报：陈一</p><p>编辑：何二</p>", ["周大海", "陈一", "何二"]),
    ],
)
def test_credits_below_the_text(credits: str, people: list[str]) -> None:
    article = read(f"<h1>{HEADLINE}</h1>{INFO}{BODY}{credits}")
    assert ([person.name for person in article.credits], article.text) == (people, TEXT)
