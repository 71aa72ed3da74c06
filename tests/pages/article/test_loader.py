"""Which processor cleans which field: one loader for each item, and values in order of trust."""

from __future__ import annotations

import pytest
from itemloaders import ItemLoader

from zhanjiang.items import Article, Image
from zhanjiang.pages.article.loader import ArticleLoader
from zhanjiang.pages.article.particulars import ParticularsLoader
from zhanjiang.pages.comments import CommentLoader
from zhanjiang.pages.listing.boxes import BoxLinkLoader, JsonBoxLinkLoader
from zhanjiang.pages.newspaper.edition import EditionLoader

_URL = "https://www.gdzjdaily.com.cn/p/1.html"


def test_the_first_rule_that_gives_a_value_counts() -> None:
    loader = ArticleLoader(url=_URL)
    loader.add_if_missing("headline", "\u3000 ", "selector")
    loader.add_if_missing("headline", "\u3000春耕 \xa0开始", "label")
    loader.add_if_missing("headline", "插秧", "generic")
    article = loader.load_item()
    assert (article.headline, article.extracted_by) == ("春耕 开始", {"headline": "label"})


@pytest.mark.parametrize("field", ["kicker", "headline", "subheadline", "source", "byline"])
def test_lines_are_cleaned(field: str) -> None:
    loader = ArticleLoader(url=_URL)
    loader.add_if_missing(field, "\u3000春耕\u200b \n开始 ", "label")
    assert getattr(loader.load_item(), field) == "春耕 开始"


def test_decks_have_a_line_each_and_paragraphs_a_blank_line_between() -> None:
    loader = ArticleLoader(url=_URL)
    loader.add_if_missing("subheadline", [" 农事新篇", "\xa0", "机耕上岸 "], "label")
    loader.add_if_missing("text", ["　　一。", " ", "二。"], "label")
    article = loader.load_item()
    assert (article.subheadline, article.text) == ("农事新篇\n机耕上岸", "一。\n\n二。")


def test_pictures_are_completed_and_what_is_no_address_is_none() -> None:
    loader = ArticleLoader(url=_URL)
    loader.add_if_missing("images", [("/a.jpg", "图"), ("http://[bad/", None), ("//i.example/b.jpg", None)], "label")
    assert loader.load_item().images == [
        Image("https://www.gdzjdaily.com.cn/a.jpg", "图"),
        Image("https://i.example/b.jpg"),
    ]


@pytest.mark.parametrize(
    ("printed", "caption"),
    [
        ("▲货轮启航", "货轮启航"),
        ("▲ 3月4日，货轮启航▼", "3月4日，货轮启航"),
        ("↑3.2%的增幅", "↑3.2%的增幅"),
        ("湛江→海口", "湛江→海口"),
        ("△", None),
    ],
)
def test_a_mark_that_points_is_no_caption(printed: str, caption: str | None) -> None:
    loader = ArticleLoader(url=_URL)
    loader.add_if_missing("images", [("/a.jpg", printed)], "label")
    assert loader.load_item().images == [Image("https://www.gdzjdaily.com.cn/a.jpg", caption)]


def test_nothing_at_all_is_an_empty_article() -> None:
    assert ArticleLoader(url=_URL).load_item() == Article(extracted_by={})


def test_zero_is_a_number() -> None:
    loader = ArticleLoader(url=_URL)
    for field in ("comment_participants", "comment_count"):
        loader.add_if_missing(field, "0人参与 0条评论", "label")
    article = loader.load_item()
    assert (article.comment_participants, article.comment_count) == (0, 0)


def test_an_error_names_the_field() -> None:
    loader = ArticleLoader(url=_URL)
    with pytest.raises(ValueError, match="field='comment_count'"):
        loader.add_if_missing("comment_count", 5, "label")


@pytest.mark.parametrize(("printed", "expected"), [("2022-13-41 21:58", None), ("2022-05-31 25:61", "2022-05-31")])
def test_what_does_not_exist_of_a_date_is_left_out(printed: str, expected: str | None) -> None:
    loader = ArticleLoader(url=_URL)
    loader.add_if_missing("published_at", printed, "label")
    assert loader.load_item().published_at == expected


@pytest.mark.parametrize(
    ("loader", "field", "value", "clean"),
    [
        (CommentLoader(fetched_at="2022-06-01T04:00:00Z"), "text", "好\0<b> ", "好<b> "),
        (CommentLoader(fetched_at="2022-06-01T04:00:00Z"), "likes", ["1.2万"], 12000),
        (BoxLinkLoader(url=_URL), "url", "/p/2.html", "https://www.gdzjdaily.com.cn/p/2.html"),
        (BoxLinkLoader(url=_URL), "url", "javascript:void(0)", ""),
        (BoxLinkLoader(url=_URL), "headline", "1 &lt; 2", "1 &lt; 2"),
        (JsonBoxLinkLoader(url=_URL), "headline", "<em>1</em> &lt; 2 ", "1 < 2"),
        (JsonBoxLinkLoader(url=_URL), "url", "/p/2.html?a=1&amp;b=2", "https://www.gdzjdaily.com.cn/p/2.html?a=1&b=2"),
        (EditionLoader(url=_URL), "pdf", "../a.pdf", "https://www.gdzjdaily.com.cn/a.pdf"),
        (ParticularsLoader(url=_URL), "player", " /v.mp4", "https://www.gdzjdaily.com.cn/v.mp4"),
    ],
)
def test_a_field_of_another_item_is_cleaned(loader: ItemLoader, field: str, value: object, clean: object) -> None:
    loader.add_value(field, value)
    assert getattr(loader.load_item(), field) == clean
