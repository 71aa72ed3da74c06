"""Dates that no line prints: in attributes beside 3天前, in calendars' boxes, and stated for programs."""

from __future__ import annotations

import json

import pytest

from tests.pages.article.plain_page import BODY, HEADLINE, PUBLISHED_AT, TEXT, read, read_page
from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage

_H1 = f"<h1>{HEADLINE}</h1>"
_AGO = '<time datetime="2024-05-01T02:20:00Z">3天前</time>'


def _with_head(head: str, inside: str = f"{_H1}{BODY}", after: str = "") -> Article:
    return read_page(
        f"<html><head><title>{HEADLINE}</title>{head}</head><body><main>{inside}</main>{after}</body></html>"
    )


@pytest.mark.parametrize(
    "info",
    [
        f"<p>{_AGO} <a href=//n.example>湛江日报</a></p>",
        f"<div><span>来源：湛江日报</span><span>发布于{_AGO}</span></div>",
        '<p><time datetime="2024-05-01">今天 10:20</time> 湛江日报</p>',
        '<p><time datetime="2024-05-01T10:20">今天 99:99</time> 湛江日报</p>',
        '<div><i>湛江日报</i> <span title="2024-05-01 10:20:33">昨天</span></div>',
        '<p>来源：湛江日报 <em itemprop=datePublished content="2024-05-01T10:20+08:00">05-01</em></p>',
    ],
)
def test_an_attribute_sets_the_date(info: str) -> None:
    article = read(f"{_H1}<h2>三亩蚝排的一年</h2>{info}{BODY}")
    assert (article.published_at, article.source, article.text) == (PUBLISHED_AT, "湛江日报", TEXT)
    assert (article.subheadline, (article.extracted_by or {})["published_at"]) == ("三亩蚝排的一年", "label")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-05-01T00:00:00+08:00", "2024-05-01"),
        ("2024-05-01", "2024-05-01"),
        ("2024-13-01T10:20:00Z", None),
        ("约2024-05-01", None),
        ("2024-05-01通车", None),
        ("1970-01-01T08:00:00+08:00", None),
        ("", None),
    ],
)
def test_what_is_no_date_or_no_time_of_day(written: str, expected: str | None) -> None:
    article = read(f'{_H1}<p><time datetime="{written}">3天前</time> 湛江日报</p>{BODY}')
    assert article.published_at == expected


def test_a_printed_date_counts_and_not_an_attribute_of_another_day() -> None:
    article = read(f'{_H1}<p>2024-05-01 10:20 <time datetime="2020-01-01T08:00:00Z">4年前</time> 湛江日报</p>{BODY}')
    assert article.published_at == PUBLISHED_AT


def test_a_word_of_the_story_keeps_its_attribute_to_itself() -> None:
    first = '<p>船队<time datetime="2024-05-03">本周五</time>出海，船上装着新网。</p>'
    article = read(f"{_H1}<p>来源：湛江日报</p>{first}{BODY}")
    assert article.published_at is None
    assert article.text == f"船队本周五出海，船上装着新网。\n\n{TEXT}"


def test_a_comments_time_is_no_date() -> None:
    comment = '<div><b>海风</b> <time datetime="2024-05-09T08:00:00Z">2天前</time></div><p>好！</p>'
    for end in (f"{BODY * 6}<h4>最新评论</h4>", f"{BODY}<h4>网友说</h4>"):
        assert read(f"{_H1}<p>来源：湛江日报</p>{end}{comment}").published_at is None


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ("<div><span>01</span><span>2024.05</span></div>", "2024-05-01"),
        ("<div><div>2024</div><div>05/01</div></div>", "2024-05-01"),
        ("<div><b>2024年5月</b><p>1日</p></div>", "2024-05-01"),
        ("<div><p>5月1日</p><p>2024</p></div>", "2024-05-01"),
        ("<div><em>1</em><i>2024年5月</i></div>", "2024-05-01"),
        ("<div><p>2024年</p><p>5月</p><p>1日</p></div>", "2024-05-01"),
        ("<div><p>2024</p><p>05-01</p><p>10:20</p></div>", PUBLISHED_AT),
    ],
)
def test_a_box_with_the_parts_of_a_date(box: str, expected: str) -> None:
    for html in (f"<div>{box}{_H1}</div>{BODY}", f"<div>{_H1}{box}</div>{BODY}"):
        article = read(html)
        assert (article.published_at, article.text) == (expected, TEXT)
    assert article.headline == HEADLINE


@pytest.mark.parametrize(
    "box", ["<b>41</b><p>2024.05</p>", "<p>3.5</p><p>2024 12 7 8</p>", "<p>01</p><p>02</p>", "<p>2024</p><p>12</p>"]
)
def test_other_numbers_make_no_date(box: str) -> None:
    assert read(f"<div><div>{box}</div>{_H1}</div>{BODY}").published_at is None


def test_the_day_of_reading_is_no_date_of_the_article() -> None:
    today = "<div><p>2024</p><p>05-01</p></div><div><p>广告</p></div>"
    assert _with_head("", f"{_H1}{BODY}").published_at is None
    html = f"<html><head><title>{HEADLINE}</title></head><body>{today}<main>{_H1}{BODY}</main></body></html>"
    assert read_page(html).published_at is None


def test_years_in_a_story_are_no_box() -> None:
    article = read(f"{_H1}<p>来源：湛江日报</p><div><p>2024</p><p>05</p></div>{BODY}")
    assert article.text == f"2024\n\n05\n\n{TEXT}"


def _linked(**fields: object) -> str:
    data = json.dumps({"@type": "NewsArticle", **fields}, ensure_ascii=False)
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-05-01T10:20:00+08:00">',
        '<meta name="PubDate" content="2024-05-01 10:20">',
        '<meta itemprop="datePublished" content="2024-05-01T02:20:00Z">',
        _linked(datePublished="2024-05-01T02:20:00Z"),
        _linked(headline="别处的新闻", datePublished="2020-01-01")
        + _linked(headline=HEADLINE, datePublished="2024-05-01T10:20:00+08:00"),
    ],
)
def test_the_page_states_the_date_for_programs(head: str) -> None:
    article = _with_head(head)
    assert (article.published_at, (article.extracted_by or {})["published_at"]) == (PUBLISHED_AT, "data")


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ('<meta property="article:modified_time" content="2024-05-01T10:20:00+08:00">', ""),
        ('<meta name="PubDate" content="">', ""),
        (_linked(headline="别处的新闻", datePublished="2020-01-01"), ""),
        (_linked(datePublished="2020-01-01") + _linked(datePublished="2021-01-01"), ""),
        ("", '<ul itemprop=comment><i itemprop=datePublished content="2020-01-01"></i></ul>'),
        ("", '<b><i itemprop=datePublished content="2020-01-01"></i><i itemprop=datePublished content="2021-01-01">'),
    ],
)
def test_what_is_stated_of_something_else(head: str, after: str) -> None:
    assert _with_head(head, after=after).published_at is None


def test_a_shown_date_counts_before_a_stated_one() -> None:
    head = '<meta property="article:published_time" content="2020-01-01T10:20:00+08:00">'
    assert _with_head(head, f"{_H1}<p>2024-05-01 10:20</p>{BODY}").published_at == PUBLISHED_AT


@pytest.mark.parametrize(("info", "doubts"), [("来源：湛江日报", ["no_date"]), ("2024-05-01", []), (_AGO, [])])
def test_an_article_without_any_date_is_doubtful_and_one_without_a_source_is_not(info: str, doubts: list[str]) -> None:
    html = f"<html><head><title>{HEADLINE}</title></head><body><div>{_H1}<p>{info}</p>{BODY}</div></body></html>"
    page = ArticlePage(html.encode(), "https://www.gdzjdaily.com.cn/p/10001.html")
    article = page.to_item()
    assert (list(page.doubts), article.text) == (doubts, TEXT)
