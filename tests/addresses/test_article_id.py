"""The one grammar of article IDs: what users type, what addresses say, what the store is ordered by."""

from __future__ import annotations

import pytest

from zhanjiang.addresses.article_id import (
    ArticleIds,
    article_id_at,
    is_article_id,
    parse_article,
    parse_article_id,
    parse_range,
    split_article_id,
)

_TYPED = [
    ("2665093", "portal/2665093"),
    (" portal/2665093 ", "portal/2665093"),
    ("https://m.example/wenhua/p/2665093_2.html?v=1", "portal/2665093"),
    ("www.example/p/2665093.html", "portal/2665093"),
    ("127.0.0.1:8070/p/2665093.html", "portal/2665093"),
    ("/p/2665093.html", "portal/2665093"),
    ("zjrb/2018-07-17/2108598", "zjrb/2018-07-17/2108598"),
    ("zjrb/2024-12-04/67761_367605", "zjrb/2024-12-04/67761_367605"),
    ("home/2016-07/1460596", "home/2016-07/1460596"),
    ("http://szb.example/zjwb/html/2018-07/17/content_2108598.htm?div=-1", "zjwb/2018-07-17/2108598"),
    ("szb.example/zjrb/html/2018-07/17/content_2108598.htm", "zjrb/2018-07-17/2108598"),
    ("https://paper.example/h5/html5/2024-02/01/content_61646_330886.htm", "zjrb/2024-02-01/61646_330886"),
    ("home.example/local/2016/07/2016-07-1460596.html", "home/2016-07/1460596"),
]


@pytest.mark.parametrize(("typed", "article_id"), _TYPED)
def test_whatever_names_an_article_is_read(typed: str, article_id: str) -> None:
    assert parse_article(typed) == article_id
    assert is_article_id(article_id)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "portal/",
        "9" * 5000,
        "/p/" + "9" * 5000 + ".html",
        "２６６５０９３",
        "http://[/p/1.html",
        "61646_330886",
        "zjrb/2018-07-17/node_2",
        "http://szb.example/zjrb/html/2018-07/17/node_2.htm",
        "zjxb/2018-07-17/2108598",
        "www.example/shizheng/",
    ],
)
def test_what_names_no_article_is_refused(typed: str) -> None:
    assert parse_article(typed) is None


def test_an_address_is_no_id() -> None:
    assert [parse_article_id(typed) for typed in ("www.example/p/1.html", "1-2")] == [None, None]


@pytest.mark.parametrize(
    ("article_id", "series", "number"),
    [
        ("portal/2665093", "portal", 2665093),
        ("home/2016-07/1460596", "home/2016-07", 1460596),
        ("zjrb/2024-02-01/61646_330886", "zjrb/2024-02-01", 61646330886),
        ("zjrb/2024-02-01/6164_6330886", "zjrb/2024-02-01", 61646330886),
    ],
)
def test_an_id_is_split_as_the_stores_columns_have_it(article_id: str, series: str, number: int) -> None:
    assert split_article_id(article_id) == (series, number)


def test_a_page_of_an_article_belongs_to_it_and_a_page_of_the_paper_to_none() -> None:
    assert article_id_at("http://mirror.example/shizheng/p/7_2.html") == "portal/7"
    assert article_id_at("http://szb.example/zjrb/html/2018-07/17/node_2.htm") is None


@pytest.mark.parametrize("typed", ["", "abc", "5-3", "-3", "0", "0-3", "1-", "1_0-1_9", "zjrb/2018-07-17/1"])
def test_a_range_that_makes_no_sense_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=f"^{typed}$"):
        parse_range(typed)


@pytest.mark.parametrize("typed", ["", ",", "7,x", "9-7"])
def test_ids_that_make_no_sense_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".|^$"):
        ArticleIds.parse(typed)


def test_of_a_range_only_known_articles_are_named() -> None:
    ids = ArticleIds.parse("portal/7, 9-11, zjrb/2018-07-17/10")
    assert ids.among(["portal/10", "portal/12", "zjwb/2018-07-17/10", "x"]) == [
        "portal/10",
        "portal/7",
        "zjrb/2018-07-17/10",
    ]
