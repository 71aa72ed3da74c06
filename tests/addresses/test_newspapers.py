"""Addresses of the newspaper's sites, with and without the folder of the edition for phones or screens."""

from __future__ import annotations

import pytest

from zhanjiang.addresses.newspapers import read_newspaper

_DAY = "2024-04/20"


@pytest.mark.parametrize("folder", ["", "/pc", "/h5", "/wap", "/mobile", "/zjrb/pc"])
@pytest.mark.parametrize("html", ["html", "html5"])
def test_articles_and_pages_of_the_present_site(folder: str, html: str) -> None:
    article = read_newspaper(f"http://paper.example{folder}/{html}/{_DAY}/content_146378_651192.htm?div=-1")
    assert article and (article.site, article.id) == ("paper", "zjrb/2024-04-20/146378_651192")
    page = read_newspaper(f"http://paper.example{folder}/{html}/{_DAY}/node_146378.htm")
    assert page and (page.site, page.is_article, page.id) == ("paper", False, "zjrb/2024-04-20/node_146378")


@pytest.mark.parametrize("paper", ["zjrb", "zjwb"])
def test_the_older_site_keeps_its_own(paper: str) -> None:
    reference = read_newspaper(f"http://szb.example/{paper}/html/2018-07/17/content_2108598.htm")
    assert reference and (reference.site, reference.paper) == ("newspaper", paper)


@pytest.mark.parametrize(
    "path", ["/html/2024-02/30/content_1_2.htm", "/a/html/2024-04/20/content_1.htm", "/html/content_1.htm"]
)
def test_no_newspapers(path: str) -> None:
    assert read_newspaper(f"http://paper.example{path}") is None
