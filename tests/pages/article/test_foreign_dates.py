"""Dates of comments, of rows and of the story itself, on pages whose article prints no date of its own."""

from __future__ import annotations

import pytest

from tests.pages.article.plain_page import BODY, HEADLINE, PARAGRAPHS, PUBLISHED_AT, TEXT, read, read_page
from zhanjiang.items import Article

_H1 = f"<h1>{HEADLINE}</h1>"
_AGO = '<time datetime="2024-05-01T02:20:00Z">3天前</time>'
_HEADING = "<h3>网友评论（2）</h3>"
# Names that could be an organisation's, and words that could be names.
_COMMENTS = (("湛江网友", "05-02 08:11", "支持！"), ("老湛江", "05-03 09:20", "写得真好，航线早日开到镇上吧"))
_MARKUP = (
    "<li><b>{}</b> <time>2024-{}</time><p>{}</p></li>",
    "<div><b>{}</b> 2024-{}<br>{}</div>",
    "<div class=name>{}</div><div class=time>2024-{}</div><div class=words>{}</div>",
    "<dl class=comment><dt>{} 2024-{}</dt><dd>{}</dd></dl>",
    "<div class=comment><p>{}</p><p>发表于 2024-{} 来自 湛江</p><p>{}</p></div>",
)


def _read(inside: str) -> Article:
    return read_page(f"<html><head><title>{HEADLINE}</title></head><body>{inside}</body></html>")


def _comments(markup: str, heading: str = "") -> str:
    return f"<section>{heading}{''.join(markup.format(*comment) for comment in _COMMENTS)}</section>"


@pytest.mark.parametrize("markup", _MARKUP)
@pytest.mark.parametrize("heading", [_HEADING, "<h3>大家说</h3>", ""])
def test_no_comment_dates_an_article(markup: str, heading: str) -> None:
    for info in ("", "<p>来源：湛江日报</p>", "<div>3天前 来源：湛江日报</div>"):
        article = _read(f"{_H1}{info}{BODY}{_comments(markup, heading)}")
        assert (article.published_at, article.source) == (None, "湛江日报" if info else None)
        assert (article.text or "").startswith(TEXT)


@pytest.mark.parametrize("markup", _MARKUP)
def test_the_only_comment_dates_no_article(markup: str) -> None:
    comment = markup.format(*_COMMENTS[1])
    for heading in (_HEADING, ""):
        article = _read(f"{_H1}{BODY}<section>{heading}{comment}</section>")
        assert (article.published_at, article.source) == (None, None)


@pytest.mark.parametrize("markup", _MARKUP)
def test_the_comments_on_one_paragraph_date_no_article(markup: str) -> None:
    article = _read(f"{_H1}<div><p>{PARAGRAPHS[0]}</p></div>{_comments(markup)}")
    assert (article.published_at, article.source) == (None, None)


def test_an_attribute_in_the_head_counts_before_a_comments_time() -> None:
    article = _read(f"{_H1}<div>{_AGO} 来源：湛江日报</div>{BODY}{_comments(_MARKUP[0], _HEADING)}")
    assert (article.published_at, article.source, article.text) == (PUBLISHED_AT, "湛江日报", TEXT)


def test_rows_of_other_articles_date_none() -> None:
    rows = "".join(f"<div>海边的第{day}天</div><div>湛江日报 2024-04-0{day} 08:00</div>" for day in (1, 2, 3))
    article = _read(f"{_H1}{BODY}<section><h3>推荐阅读</h3>{rows}</section>")
    assert (article.published_at, article.source) == (None, None)


@pytest.mark.parametrize(
    "info",
    [
        "<div>来源：湛江日报 2024-05-01 10:20</div>",
        "<div>湛江日报 2024-05-01 10:20</div>",
        "<div>发布时间：2024-05-01 10:20</div><div>来源：湛江日报</div>",
        "<p>来源：湛江日报</p><p>2024-05-01 10:20</p><p>湛江日报社版权所有 热线：0759-1234567</p>",
        "<p>更新：2024-06-01 08:00</p><p>湛江日报 2024-05-01 10:20</p>",
    ],
)
def test_an_info_line_below_the_body_dates_it_whatever_comments_follow(info: str) -> None:
    for button in ("", "<p>分享到：</p>", "<p>评论</p>"):
        article = _read(f"{_H1}{BODY}{button}{info}{_comments(_MARKUP[1], _HEADING)}")
        assert (article.published_at, article.source) == (PUBLISHED_AT, "湛江日报")


def test_a_change_with_words_between_is_no_date_of_another_article() -> None:
    info = "<div><p>发布：2024-05-01 10:20</p><p>广东</p><p>更新：2024-06-01 08:00</p></div>"
    assert _read(f"{_H1}{BODY}{info}").published_at == PUBLISHED_AT


def test_an_info_line_below_two_paragraphs_and_above_the_story_dates_it() -> None:
    decks = "<p>提要：湛江港添新航线，每周一班。</p><p>首航货轮昨日满载启程，三天可到。</p>"
    assert _read(f"{_H1}{decks}<div>2024-05-01 10:20</div>{BODY}").published_at == PUBLISHED_AT


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ("<p>3天前</p>", None),
        ("<p>3天前 来源：湛江日报</p>", "湛江日报"),
        ("<p>来源：湛江日报 2小时前</p>", "湛江日报"),
        ("<p>湛江日报 · 刚刚</p>", "湛江日报"),
        ("<div><span>湛江日报</span><span>发布于5分钟前</span></div>", "湛江日报"),
        ("<div>来源：湛江日报</div><div>3天前</div>", "湛江日报"),
    ],
)
def test_a_time_that_counts_back_is_an_info_line_without_a_date(info: str, source: str | None) -> None:
    article = read(f"{_H1}{info}{BODY}")
    assert (article.published_at, article.source, article.subheadline, article.text) == (None, source, None, TEXT)


@pytest.mark.parametrize("line", ["3年前", "刚刚，船队3天前出海", "船队3天前出海"])
def test_words_of_the_story_that_count_back_stay(line: str) -> None:
    paragraph = f"<p>{PARAGRAPHS[0]}</p>"
    article = read(f"{_H1}<p>来源：湛江日报</p>{paragraph}<p>{line}</p>{BODY}")
    assert line in (article.text or "").split("\n\n")


def test_a_day_between_paragraphs_is_the_storys() -> None:
    first, *others = PARAGRAPHS
    for tag in ("<p>{}</p>", "{}<br>"):
        story = "".join(map(tag.format, (first, "2019年3月4日", *others)))
        article = read(f"{_H1}<div>{story}</div>")
        assert (article.published_at, article.subheadline) == (None, None)
        assert article.text == "\n\n".join((first, "2019年3月4日", *others))


def test_a_day_below_a_deck_set_otherwise_is_the_articles() -> None:
    article = read(f"{_H1}<h2>一场春雨过后，蚝排上又热闹起来。</h2><p>2024年5月1日</p>{BODY}")
    assert (article.published_at, article.text) == ("2024-05-01", TEXT)
