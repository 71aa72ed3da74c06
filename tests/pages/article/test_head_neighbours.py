"""What stands beside headline and info line: names, channels, sticky bars, banners, pictures, and the body itself."""

from __future__ import annotations

import pytest

from tests.pages.article.plain_page import BODY, HEADLINE, INFO, PARAGRAPHS, PUBLISHED_AT, TEXT, read

_H1 = f"<h1>{HEADLINE}</h1>"
_SOURCE = "<div>2024-05-01 10:20 来源：湛江日报</div>"
_TEXT_NODES = "<br>".join(PARAGRAPHS)
_LINE = "2024-05-01 10:20 来源：湛江日报 作者：记者林小溪"


@pytest.mark.parametrize(
    ("html", "byline", "deck"),
    [
        (f"<div>周大海</div>{_SOURCE}", "周大海", None),
        (f"<div>周大海 林小溪</div>{_SOURCE}", "周大海 林小溪", None),
        (f"<div>周大海 通讯员林小溪</div>{_SOURCE}", "周大海 通讯员林小溪", None),
        (f"<p>——一粒蚝的旅行</p><div>记者周大海</div>{_SOURCE}", "记者周大海", "——一粒蚝的旅行"),
        (f"<p>高山流水</p>{INFO}", "记者林小溪", "高山流水"),
        (f"<h2>一粒蚝的旅行</h2><div>{HEADLINE}</div>{INFO}", "记者林小溪", "一粒蚝的旅行"),
        (f"<p>{PARAGRAPHS[0]}</p>{INFO}", "记者林小溪", None),
        ("<p>周大海 林小溪 湛江日报 2024-05-01 10:20 广东</p>", "周大海 林小溪", None),
        ("<p>周大海 通讯员林小溪 湛江日报 2024-05-01 10:20</p>", "周大海 通讯员林小溪", None),
        ("<p>2024-05-01 10:20 湛江日报 高考</p>", None, None),
        ("<ul><li>时政</li><li>2024-05-01 10:20</li><li>湛江日报</li></ul>", None, None),
        (f"<p><a href=http://ad.example/><img src=/a/b.jpg></a></p>{INFO}", "记者林小溪", None),
    ],
)
def test_between_headline_and_body(html: str, byline: str | None, deck: str | None) -> None:
    article = read(f"{_H1}{html}{BODY}")
    assert (article.byline, article.subheadline) == (byline, deck)
    assert (article.published_at, article.source, article.text) == (PUBLISHED_AT, "湛江日报", TEXT)


@pytest.mark.parametrize(
    "html",
    [
        f"<div><b>{HEADLINE}</b><br>{_LINE}<br>{_TEXT_NODES}</div>",
        f"<center><font size=5><b>{HEADLINE}</b></font></center><center>{_LINE}</center>{BODY}",
        f"<table><tr><td><b>{HEADLINE}</b></td></tr><tr><td>{_LINE}</td></tr><tr><td>{_TEXT_NODES}</td></tr></table>",
        f"<table><tr><td><font size=5>{HEADLINE}</font><br>{_LINE}<br><br>{_TEXT_NODES}</td></tr></table>",
        f"<h1>{HEADLINE}<br><small>{_LINE}</small></h1>{BODY}",
        f"<h1>湛江云媒</h1><div>{HEADLINE}</div>{INFO}{BODY}",
        f"<div>今天是2026年11月28日 星期六 10:00</div>{_H1}{INFO}{BODY}",
        f"<ul><li><a href=/>首页</a></li><li>{HEADLINE}</li></ul>{_H1}{INFO}{BODY}",
        f"{_H1}{INFO}{BODY}<div><p>评论</p><ul><li>海风 2024-05-02 08:00 写得真好</li></ul></div>",
    ],
)
def test_plain_markup_of_any_kind(html: str) -> None:
    article = read(html)
    assert (article.headline, article.kicker, article.subheadline) == (HEADLINE, None, None)
    assert (article.published_at, article.source, article.byline) == (PUBLISHED_AT, "湛江日报", "记者林小溪")
    assert article.text == TEXT


@pytest.mark.parametrize("first", ["湛江港", "周大海", "一是修路。", f"2024年4月30日10:30，{PARAGRAPHS[0]}"])
def test_the_bodys_first_line_is_no_part_of_the_head(first: str) -> None:
    article = read(f"{_H1}{INFO}<div><p>{first}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p></div>")
    assert article.text == "\n\n".join([first, *PARAGRAPHS[1:]])
    assert (article.published_at, article.byline) == (PUBLISHED_AT, "记者林小溪")


def test_pictures_above_the_info_line() -> None:
    article = read(f"{_H1}<ul><li><img src=/a/1.jpg></li><li><img src=/a/2.jpg></li></ul>{INFO}")
    assert [image.url.rpartition("/")[2] for image in article.images] == ["1.jpg", "2.jpg"]
    assert (article.published_at, article.text, article.subheadline) == (PUBLISHED_AT, None, None)


def test_a_page_without_an_info_line() -> None:
    article = read(f"{_H1}{BODY}<div><p>网友评论</p><ul><li>海风 2024-05-02 08:00</li><li>写得真好</li></ul></div>")
    assert (article.published_at, article.source, article.byline, article.text) == (None, None, None, TEXT)


@pytest.mark.parametrize(
    "caption",
    ["渔船归港。记者周大海 摄", "图为渔港一角。通讯员周大海 摄", "渔船归港。（受访者供图）", "渔船归港 周大海 摄影"],
)
@pytest.mark.parametrize("tag", ["p", "div", "h4"])
def test_a_caption_without_its_picture_is_no_deck(caption: str, tag: str) -> None:
    article = read(f"{_H1}<{tag}>{caption}</{tag}>{INFO}{BODY}")
    assert (article.subheadline, article.text, article.byline) == (None, TEXT, "记者林小溪")


@pytest.mark.parametrize(
    "deck", ["摄影大赛昨日开拍", "新片全程由无人机航拍", "记者镜头里的渔港", "三千册图书由市民提供"]
)
def test_a_deck_about_pictures(deck: str) -> None:
    article = read(f"{_H1}<p>{deck}</p>{INFO}{BODY}")
    assert (article.subheadline, article.text) == (deck, TEXT)


def test_a_player_between_info_line_and_credits_is_the_bodys() -> None:
    player = "<div><iframe src='/video/player?id=1'></iframe></div>"
    credits = "<table><tr><td>编辑：</td><td>吴土生</td></tr><tr><td>值班主任：</td><td>苏永康</td></tr></table>"
    article = read(f"{_H1}<p>一粒蚝的旅行</p>{INFO}{player}{credits}")
    assert (article.kind, article.text, article.subheadline) == ("video", None, "一粒蚝的旅行")
