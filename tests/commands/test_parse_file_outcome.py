"""What ``scrapy parse-file`` says that a crawl would do with an article, by which layout, and with which doubts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Scrapy

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_ARTICLES = _FIXTURES / "ArticlePage"
_URL = "https://www.gdzjdaily.com.cn/p/2836278.html"
_STORY = "<p>渔港昨日开市，首批渔船靠岸卸货，岸上已排起长队。</p>" * 4


def _json(scrapy: Scrapy, page: Path, url: str) -> dict[str, Any]:
    done = scrapy("parse-file", str(page), "--url", url, "--json")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize(
    ("case", "url", "outcome", "layout", "sentence"),
    [
        (_ARTICLES / "stock_full", _URL, "stored", "stock", "store it; it is read by the layout stock, without doubts"),
        (
            _ARTICLES / "eight_pages",
            "https://www.gdzjdaily.com.cn/p/2878241.html",
            "goes_on",
            "stock",
            "fetch its next page, and store what all pages say; it is read by the layout stock, without doubts",
        ),
        (
            _FIXTURES / "NewspaperArticlePage" / "01_first_template",
            "http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/content_2108598.htm",
            "stored",
            "newspaper",
            "store it; it is read by the layout newspaper, without doubts",
        ),
    ],
    ids=["whole", "goes_on", "newspaper"],
)
def test_what_a_crawl_would_do_with_an_article(
    scrapy: Scrapy, case: Path, url: str, outcome: str, layout: str, sentence: str
) -> None:
    told = _json(scrapy, case / "page.html", url)
    assert (told["outcome"], told["layout"], told["doubts"]) == (outcome, layout, [])
    assert (
        f"A crawl would {sentence}." in scrapy("parse-file", str(case / "page.html"), "--url", url).stdout.splitlines()
    )


@pytest.mark.parametrize(
    ("html", "outcome", "doubts", "sentence"),
    [
        (
            f"<html><head><title>渔港开市</title></head><body><h1>渔港开市</h1>{_STORY}</body></html>",
            "stored",
            ["no_date"],
            "store it; it is read by labels, since no layout fits, with doubts: no date of it was found",
        ),
        (
            f"<html><body><div><h1>渔港开市</h1><p>2022-05-01 09:00 来源：湛江日报</p>{_STORY}",
            "fetched_again",
            [],
            "fetch it again, since it seems to be cut off; it is read by labels, since no layout fits, without doubts",
        ),
        (
            '<html><body><script>location.href="https://other.example/a";</script></body></html>',
            "stored",
            [],
            "store it; it is a link to elsewhere, without doubts",
        ),
    ],
    ids=["undated", "cut", "link"],
)
def test_what_a_crawl_would_do_with_an_odd_article(
    scrapy: Scrapy, tmp_path: Path, html: str, outcome: str, doubts: list[str], sentence: str
) -> None:
    (tmp_path / "page.html").write_text(html, "utf-8")
    told = _json(scrapy, tmp_path / "page.html", _URL)
    assert (told["outcome"], told["layout"], told["doubts"]) == (outcome, "", doubts)
    done = scrapy("parse-file", "page.html", "--url", _URL)
    assert f"A crawl would {sentence}." in done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")  # what a pipe gets is the same, doubtful or not


def test_a_listing_is_no_article_to_be_stored(scrapy: Scrapy) -> None:
    folder = _FIXTURES / "ListingPage" / "01_list_mixed_links"
    url = json.loads((folder / "meta.json").read_text("utf-8"))["url"]
    assert _json(scrapy, folder / "page.html", url)["outcome"] is None
    assert "A crawl would" not in scrapy("parse-file", str(folder / "page.html"), "--url", url).stdout
