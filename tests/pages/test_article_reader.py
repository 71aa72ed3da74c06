"""An article is read from its pages' bytes alone, and what was read can go to another process, errors too."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from twisted.python.failure import Failure

from zhanjiang.crawl.failures import reason_of, traceback_of
from zhanjiang.pages.article.loader import ArticleLoader
from zhanjiang.pages.article_reader import ArticleReader, FetchedPage, ReadArticle, ReadingFailure
from zhanjiang.pages.unreadable import UnreadablePage
from zhanjiang.processors.signature import compared, sign

_URL = "https://www.gdzjdaily.com.cn/p/7.html"
_PAGE = (
    "<html><head><title>{title}</title></head><body><h1>{title}</h1><div>2023-05-04 10:00 来源：湛江日报</div>"
    "<div><p>{text}</p></div>{pager}</body></html>"
)
_HANS = ArticleReader(None, script="hans")


def _page(
    title: str = "漁船歸港", text: str = "漁民們在碼頭上卸下魚獲，岸邊的冷庫整夜開門。", pager: str = ""
) -> FetchedPage:
    body = _PAGE.format(title=title, text=text, pager=pager).encode()
    return FetchedPage(body, _URL, "text/html; charset=utf-8", "2026-11-26T01:02:03Z")


def _sent(read: ReadArticle) -> ReadArticle:
    sent: ReadArticle = pickle.loads(pickle.dumps(read))
    return sent


def test_an_article_is_read_converted_and_signed() -> None:
    read = _HANS.read([_page()])
    assert read == _sent(read)
    assert read.article and (read.article.headline, read.article.script) == ("渔船归港", "hant")
    assert read.article.text == "渔民们在码头上卸下鱼获，岸边的冷库整夜开门。"
    assert read.signature == sign(compared(read.article.headline, read.article.text))


def test_without_a_script_pipelines_do_the_rest() -> None:
    read = ArticleReader(None).read([_page()])
    assert read.article and (read.article.headline, read.article.script) == ("漁船歸港", None)
    assert read.signature is None


def test_what_cannot_be_encoded_is_left_to_pipelines() -> None:
    article = ArticleReader(None).read([_page()]).article
    assert article
    odd = replace(article, text=f"{article.text}\ud83d")
    assert _HANS._prepare(odd, _URL) is None and odd.script is None


def test_an_article_of_two_pages_is_read_where_it_ends() -> None:
    first = _page(pager="<a href='/p/7_2.html'>下一页</a>")
    last = replace(_page(text="第二頁的冷庫也開門，漁民們忙到天亮才回家。"), url=_URL.replace("7.", "7_2."))
    assert _HANS.read([first]).next_page == last.url
    article = _HANS.read([first, last]).article
    assert article and article.pages == 2
    assert article.text and article.text.split("\n\n")[1].startswith("第二页的冷库")


def test_an_error_keeps_its_type_and_where_it_arose() -> None:
    failure = _sent(_HANS.read([replace(_page(), body=b"<p>x</p>")])).failure
    assert failure and type(failure.error) is UnreadablePage
    try:
        raise failure.error
    except UnreadablePage:
        assert "in to_item" in traceback_of(Failure())


def test_an_error_keeps_its_causes() -> None:
    with pytest.raises(ValueError, match="comment_count") as raised:
        ArticleLoader().add_value("comment_count", 5)
    sent = pickle.loads(pickle.dumps(ReadingFailure(raised.value))).error
    assert reason_of(sent) == reason_of(raised.value)


class _Odd(Exception):
    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} {other}")


def test_an_error_that_pickle_cannot_bring_back_says_the_same() -> None:
    sent = pickle.loads(pickle.dumps(ReadingFailure(_Odd("no", "page")))).error
    assert str(sent) == "_Odd: no page"
