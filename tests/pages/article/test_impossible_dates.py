"""A printed date that does not exist costs no article: another date of the page counts, and the doubt is reported."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage

_STORY = "".join(f"<p>湛江港{day}号码头昨日开通新航线，首班船载着海鲜离港，港区一片繁忙。</p>" for day in range(1, 19))
_META = "<meta property='article:published_time' content='2026-02-28T10:00:00+08:00'>"
_DATA = (
    "<script type='application/ld+json'>"
    '{"@type": "NewsArticle", "headline": "湛江港开通新航线", "datePublished": "2026-02-28T10:00:00+08:00"}</script>'
)


def _read(info: str, *, head: str = "", above: str = "", below: str = "") -> tuple[Article, Sequence[str]]:
    page = ArticlePage(
        f"<html><head><title>湛江港开通新航线_湛江新闻</title>{head}</head><body><div>{above}<h1>湛江港开通新航线</h1>"
        f"<div>{info}</div><div>{_STORY}</div>{below}</div></body></html>".encode(),
        "http://www.example.com/a/1.html",
    )
    return page.to_item(), page.doubts


@pytest.mark.parametrize(
    "printed", ["2025-13-45", "2026年2月30日", "2026-02-30 10:00", "2026-00-10", "二〇二六年二月三十日", "2026-2-29"]
)
def test_an_article_without_an_existing_day_is_read_without_a_date(printed: str) -> None:
    article, doubts = _read(f"{printed} 来源：湛江日报")
    assert (article.published_at, article.source) == (None, "湛江日报")
    assert (article.text or "").count("\n\n") == 17
    assert doubts == ["no_date", "impossible_date"]


@pytest.mark.parametrize("time", ["25:61", "24:30", "10:75"])
def test_an_impossible_time_leaves_the_day(time: str) -> None:
    article, doubts = _read(f"2026-02-28 {time} 来源：湛江日报")
    assert (article.published_at, doubts) == ("2026-02-28", ["impossible_date"])


@pytest.mark.parametrize("head", [_META, _DATA])
@pytest.mark.parametrize("printed", ["2026-02-30", "2026-02-28 25:61"])
def test_what_the_page_states_for_programs_counts_instead(printed: str, head: str) -> None:
    article, doubts = _read(f"{printed} 来源：湛江日报", head=head)
    assert (article.published_at, doubts) == ("2026-02-28T10:00:00+08:00", ["impossible_date"])


def test_a_stated_day_is_not_set_against_a_printed_one() -> None:
    assert _read("2026-02-27 25:61 来源：湛江日报", head=_META)[0].published_at == "2026-02-27"


@pytest.mark.parametrize("printed", ["2026年2月30日", "2026-02-28 25:61"])
def test_so_does_the_attribute_of_the_printed_time(printed: str) -> None:
    article, doubts = _read(f"<time datetime='2026-02-28T10:00:00'>{printed}</time> 来源：湛江日报")
    assert (article.published_at, doubts) == ("2026-02-28T10:00:00+08:00", ["impossible_date"])


@pytest.mark.parametrize(
    "elsewhere",
    [{"above": "<p>2026-02-28 10:00</p>"}, {"below": "<p>发布时间：2026-02-28 10:00 来源：湛江日报</p>"}],
)
def test_another_line_with_a_date_counts_instead(elsewhere: dict[str, str]) -> None:
    article, doubts = _read("来源：湛江日报 2026-02-30", **elsewhere)
    assert (article.published_at, article.source) == ("2026-02-28T10:00:00+08:00", "湛江日报")
    assert doubts == ["impossible_date"]


def test_another_date_of_the_line_counts_instead() -> None:
    article, doubts = _read("发布时间：2026-02-30 10:00 更新时间：2026-03-01 10:00 来源：湛江日报")
    assert (article.published_at, doubts) == ("2026-03-01T10:00:00+08:00", ["impossible_date"])


@pytest.mark.parametrize(
    "info", ["2026-02-28 10:00 来源：湛江日报", "2026-02-28 24:00", "发布时间：2026-02-28 10:00 更新时间：2026-02-30"]
)
def test_a_date_that_exists_is_not_doubted(info: str) -> None:
    assert _read(info)[1] == []


def test_a_comments_impossible_time_is_nothing_to_the_article() -> None:
    comment = "<ul><li><p>海边的风 2026-02-30 10:00</p><p>写得好</p></li></ul>"
    article, doubts = _read("2026-02-28 10:00 来源：湛江日报", below=comment)
    assert (article.published_at, doubts) == ("2026-02-28T10:00:00+08:00", [])
