"""Each rule asked alone gives what it gives when it is the one that reads the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from zhanjiang.inspection.alternatives import RuleExtraction, extractions, fits
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage
from zhanjiang.pages.reading.generic import read_generic
from zhanjiang.pages.reading.learned import LearnedLayout, marks_of
from zhanjiang.pages.reading.selectors import ARTICLE_LAYOUTS, Layout

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_URL = "https://www.gdzjdaily.com.cn/p/2665093.html"
_AT = "2026-06-01T00:00:00Z"


def _article_page(case: str = "stock_full", layouts: Sequence[Layout] = ARTICLE_LAYOUTS) -> ArticlePage:
    page = ArticlePage((_FIXTURES / "ArticlePage" / case / "page.html").read_bytes(), _URL, fetched_at=_AT)
    page.layouts = layouts
    return page


def _newspaper_page(case: str) -> NewspaperArticlePage:
    body = (_FIXTURES / "NewspaperArticlePage" / case / "page.html").read_bytes()
    url = "http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/content_2108598.htm"
    return NewspaperArticlePage(body, url, fetched_at=_AT)


def _by(found: Sequence[RuleExtraction], rule: str, layout: str = "") -> RuleExtraction:
    [extraction] = [extraction for extraction in found if (extraction.rule, extraction.layout) == (rule, layout)]
    return extraction


def test_a_layout_alone_gives_what_the_page_gives_by_it() -> None:
    page = _article_page()
    article = page.to_item()
    extraction = _by(extractions(page), "selector", "stock")
    assert extraction.article == article and extraction.holds
    assert extraction.gives("headline") and extraction.gives("text") and not extraction.gives("source")


def test_labels_alone_give_what_the_page_gives_without_layouts() -> None:
    expected = _article_page(layouts=()).to_item()
    assert expected.extracted_by and "selector" not in expected.extracted_by.values()
    extraction = _by(extractions(_article_page()), "label")
    assert extraction.article == expected
    assert extraction.gives("headline") and extraction.gives("source") and extraction.gives("text")


def test_the_generic_extractor_is_asked_for_the_text_alone() -> None:
    page = _article_page()
    extraction = _by(extractions(page), "generic")
    assert extraction.article.text == "\n\n".join(read_generic(page.root, page.head.headline))
    assert extraction.article.extracted_by == {"text": "generic"}


def test_a_layout_of_another_time_is_asked_all_the_same_and_says_so() -> None:
    stock = next(layout for layout in ARTICLE_LAYOUTS if layout.name == "stock")
    page = _article_page(layouts=[replace(stock, until="2026-01-01")])
    article = page.to_item()
    assert article.extracted_by and article.extracted_by["headline"] == "label"
    extraction = _by(extractions(page), "selector", "stock")
    assert extraction.gives("headline") and not extraction.holds
    assert [(fit.holds, fit.is_marked, fit.headlines, fit.bodies) for fit in fits(page)] == [(False, True, 1, 1)]


def test_a_layout_whose_part_is_gone_is_told_by_its_counts() -> None:
    page = _article_page()
    broken = page.html.replace("article-title", "article-heading").encode()
    [stock, *_] = fits(ArticlePage(broken, _URL, fetched_at=_AT))
    assert (stock.layout, stock.is_marked, stock.headlines, stock.bodies) == ("stock", True, 0, 1)


def test_each_of_a_newspapers_layouts_is_asked_for_its_own_part() -> None:
    found = extractions(_newspaper_page("01_first_template"))
    headline, body = _by(found, "selector", "contents"), _by(found, "selector", "ozoom")
    assert (headline.gives("headline"), headline.gives("text")) == (True, False)
    assert (body.gives("headline"), body.gives("text")) == (False, True)
    assert headline.article.headline == body.article.headline == "红树林边的护林员"
    told = {fit.layout: (fit.headlines, fit.bodies) for fit in fits(_newspaper_page("01_first_template"))}
    assert told["contents"] == (1, None) and told["ozoom"] == (None, 1)


def test_a_rule_by_which_there_is_no_article_gives_no_reading() -> None:
    html = "<html><body><h1 class=article-title>港</h1><div class=article-content>" + "<p>船到港了。</p>" * 9
    page = ArticlePage(html.encode(), _URL, fetched_at=_AT)
    assert page.to_item().headline == "港"
    assert [extraction.rule for extraction in extractions(page)] == ["selector", "generic"]


@pytest.mark.parametrize("case", ["modelled_08_mobile_twice", "table_2013"])
def test_an_unknown_layout_gives_nothing_by_selectors(case: str) -> None:
    assert not [
        extraction
        for extraction in extractions(_article_page(case))
        if extraction.gives("headline") and extraction.layout
    ]


def test_a_learned_layout_reads_alone() -> None:
    page = _unknown_page()
    page.learned = [
        LearnedLayout("learned 1", body="//div[@class='x']", headline="//b", marks=marks_of(page.root)),
        LearnedLayout("learned 2", body="//div[@class='other']", headline="//b", marks=marks_of(page.root)),
    ]
    learned = [extraction for extraction in extractions(page) if extraction.rule == "learned"]
    assert [(one.layout, one.article.text) for one in learned] == [
        ("learned 1", "渡口昨日复航。\n\n联系我们\n\n票价不变。")
    ]


def _unknown_page() -> ArticlePage:
    lines = "<p>渡口昨日复航。</p><p>联系我们</p><p>票价不变。</p>"
    html = (
        "<html><head><title>渡口复航</title></head><body><div class='h'><b>渡口复航</b></div><p>2024-05-01 10:20</p>"
        f"<div class='x'>{lines}</div></body></html>"
    )
    return ArticlePage(html.encode(), "https://www.gdzjdaily.com.cn/p/2665093.html")
