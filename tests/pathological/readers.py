"""The readers of pages, each doing with a page's bytes what a crawl does with it, and nothing of the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from zhanjiang.items import Article, content_hash
from zhanjiang.layouts.learning import learn
from zhanjiang.layouts.sample import sample
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.particulars import read_particulars
from zhanjiang.pages.base import Page, is_cut
from zhanjiang.pages.charset import decode
from zhanjiang.pages.comments import read_comments
from zhanjiang.pages.listing.boxes import BoxesPage, read_ranking_json
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.listing.more_answers import MoreAnswer, is_answer
from zhanjiang.pages.newspaper.edition import EditionPage, newest_issue
from zhanjiang.pages.newspaper.page import NewspaperArticlePage
from zhanjiang.pages.reading.links import article_links
from zhanjiang.pipelines.convert_script import ConvertScriptPipeline
from zhanjiang.processors.signature import compared, sign

_PORTAL = "http://portal.example"
_PAPER = "http://szb.example/zjrb/html/2018-07/17"
_LISTING = f"{_PORTAL}/shizheng/list_1.html"
_TAKEN = "2022-06-01T04:00:00Z"
_CONVERT = ConvertScriptPipeline("hans")

PageType = TypeVar("PageType", bound=Page)
Reader = Callable[[bytes], object]


def belongs(url: str) -> bool:
    """Say whether an address is one of the portal's."""
    return url.startswith(f"{_PORTAL}/")


def _page(page_type: type[PageType], body: bytes, url: str) -> PageType:
    is_cut(body)
    return page_type(body, url, content_type="text/html; charset=utf-8", fetched_at=_TAKEN)


def _store(article: Article) -> Article:
    """Do what pipelines do with an article before they write it."""
    _CONVERT.process_item(article)
    content_hash(article)
    sign(compared(article.headline, article.text))
    return article


def read_article(body: bytes) -> Article | None:
    """Read an article of the portal."""
    page = _page(ArticlePage, body, f"{_PORTAL}/p/2665093.html")
    if page.is_gone or page.next_page:
        return None
    article = page.to_item()
    read_particulars(page, article)
    return _store(article)


def read_newspaper_article(body: bytes) -> Article | None:
    """Read an article of the newspaper."""
    page = _page(NewspaperArticlePage, body, f"{_PAPER}/content_2108598.htm")
    return None if page.is_gone else _store(page.to_item())


def read_edition(body: bytes) -> object:
    """Read a page of the newspaper's day."""
    newest_issue(decode(body), f"{_PAPER}/", "zjrb")
    page = _page(EditionPage, body, f"{_PAPER}/node_2.htm")
    return None if page.is_gone else (page.to_item(), page.previous_issue, page.pages)


def read_listing(body: bytes) -> object:
    """Read a page of a channel's listing."""
    if is_answer(body, _LISTING):
        return read_answer(body)
    page = _page(ListingPage, body, _LISTING)
    ways = page.articles(belongs), page.ways_on(_LISTING, belongs, ()), page.next_page(belongs)
    return *ways, page.has_pager(belongs), page.load_more, page.has_more_button


def read_front_page(body: bytes) -> object:
    """Read the front page."""
    page = _page(FrontPage, body, f"{_PORTAL}/")
    return page.further_listings(belongs), page.channels(belongs), page.articles(belongs)


def read_boxes(body: bytes) -> object:
    """Read the boxes of the front page."""
    page = _page(BoxesPage, body, f"{_PORTAL}/")
    return page.has_ranking, page.picture_box(), article_links(page.root, page.base_url, belongs)


def learn_layout(body: bytes) -> object:
    """Learn a layout from this page, as from several."""
    one = sample(_page(ArticlePage, body, f"{_PORTAL}/p/2665093.html"))
    return learn([one, one, one], fewest=3)


def read_answer(body: bytes) -> object:
    """Read an answer of a load-more interface."""
    answer = MoreAnswer(body, f"{_PORTAL}/more?page=1", belongs)
    return answer.total, answer.next


def read_ranking(body: bytes) -> object:
    """Read a ranking."""
    return read_ranking_json(body, f"{_PORTAL}/")


def read_comment_list(body: bytes) -> object:
    """Read comments."""
    return read_comments(body, "portal/1", _TAKEN)


OF_ARTICLES: tuple[Reader, ...] = (read_article, read_newspaper_article, learn_layout)
OF_LISTS: tuple[Reader, ...] = (read_edition, read_listing, read_front_page, read_boxes)
OF_ANSWERS: tuple[Reader, ...] = (read_answer, read_ranking, read_comment_list, read_listing)
