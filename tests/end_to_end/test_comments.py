"""Comments of articles in a crawl: asked for behind the articles, kept apart from them, and never a failure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from tests.end_to_end.running import Crawled, assert_clean, crawl
from tests.loopback import Answer, serving

_STORED = "SELECT article, author, text, likes, standing FROM comments ORDER BY article, author"
_JSON = {"Content-Type": "application/json"}


def _page(number: int, counts: str) -> bytes:
    return f"""<html><head><title>码头{number}号泊位启用</title></head><body><div class="article">
<h1 class="article-title">码头{number}号泊位启用</h1><div>2022-05-31 21:58 来源：湛江云媒 作者：</div>
<div class="article-content"><p>昨日，第{number}号泊位正式启用，市民前来参观。</p></div></div>
<div>评论一下</div><div>{counts}</div></body></html>""".encode()


def _answer(*said: str, **more: object) -> Answer:
    rows = [{"id": text, "nickname": f"读者{text}", "content": text, "likes": 2, **more} for text in said]
    return 200, _JSON, json.dumps({"data": rows}).encode()


def _asked(number: int, page: int) -> str:
    return f"/ajax/comment?contentid={number}&page={page}"


def _articles(*numbers: int, counts: str = "评论 3人参与,2条评论") -> dict[str, Answer | Callable[[], Answer]]:
    return {f"/p/{number}.html": _page(number, counts) for number in numbers}


def _crawl(folder: Path, site: str, numbers: Iterable[int], **settings: str) -> Crawled:
    given = {"RETRY_TIMES": "1", "CONCURRENT_REQUESTS_PER_DOMAIN": "1", **settings}
    return crawl(folder, {"PORTAL_URL": site}, f"ids={','.join(map(str, numbers))}", **given)


def _comments_asked(asked: Iterable[str]) -> list[str]:
    return [path for path in asked if path.startswith("/ajax/comment")]


def test_comments_are_stored_and_the_feed_has_articles_alone(tmp_path: Path) -> None:
    pages = _articles(1, 2) | {
        _asked(1, 1): _answer("好", "<b>赞</b>"),
        _asked(1, 2): _answer("妙"),
        _asked(1, 3): _answer(),
        _asked(2, 1): _answer("嗯", is_hot=1),
        _asked(2, 2): _answer(),
    }
    asked: list[str] = []
    with serving(pages, asked) as site:
        crawled = _crawl(tmp_path, site, [1, 2])
    assert_clean(crawled)
    assert crawled.feed.keys() == {"portal/1", "portal/2"}
    assert crawled.rows(_STORED) == [
        ("portal/1", "读者<b>赞</b>", "<b>赞</b>", 2, None),
        ("portal/1", "读者好", "好", 2, None),
        ("portal/1", "读者妙", "妙", 2, None),
        ("portal/2", "读者嗯", "嗯", 2, "hot"),
    ]
    assert asked.index("/p/2.html") < asked.index(_asked(1, 1))
    assert crawled.rows("SELECT page FROM ledger ORDER BY page") == [("/p/1.html",), ("/p/2.html",)]


def test_an_interface_that_ignores_the_page_does_not_loop(tmp_path: Path) -> None:
    same = {_asked(1, page): _answer("好", "赞") for page in range(1, 60)}
    asked: list[str] = []
    with serving(_articles(1) | same, asked) as site:
        assert_clean(_crawl(tmp_path, site, [1]))
    assert _comments_asked(asked) == [_asked(1, 1), _asked(1, 2)]


def test_an_interface_without_end_is_left_after_fifty_pages(tmp_path: Path) -> None:
    endless = {_asked(1, page): _answer(f"第{page}条") for page in range(1, 60)}
    asked: list[str] = []
    with serving(_articles(1) | endless, asked) as site:
        crawled = _crawl(tmp_path, site, [1])
    assert crawled.code == 65, crawled.log
    assert "COMMENT_PAGES_MAX" in crawled.log
    assert len(_comments_asked(asked)) == len(crawled.rows(_STORED)) == 50


@pytest.mark.parametrize(
    "broken",
    [
        (404, {}, b"not found"),
        b"<html>no such page</html>",
        b"",
        (503, {}, b""),
        (403, {}, b""),
    ],
    ids=["404", "HTML", "empty", "503", "403"],
)
def test_an_interface_that_is_none_is_asked_once_a_run_and_told_in_one_line(tmp_path: Path, broken: Answer) -> None:
    pages = _articles(1, 2, 3) | {_asked(number, 1): broken for number in (1, 2, 3)}
    asked: list[str] = []
    with serving(pages, asked) as site:
        crawled = _crawl(tmp_path, site, [1, 2, 3], CONCURRENT_REQUESTS_PER_DOMAIN="8")
    assert_clean(crawled)
    assert len(set(_comments_asked(asked))) == 1
    assert crawled.log.count("No more comments are requested in this run") == 1
    assert "Comments are missing" not in crawled.log
    assert len(crawled.feed) == 3 == len(crawled.rows("SELECT page FROM ledger"))
    assert crawled.rows("SELECT exit_code FROM crawls") == [(0,)]
    assert crawled.rows(_STORED) == []


def test_one_article_that_fails_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    numbers = range(1, 6)
    pages = _articles(*numbers) | {_asked(number, 1): _answer("好") for number in numbers}
    asked: list[str] = []

    def firsts() -> list[str]:
        return [path for path in _comments_asked(asked) if path.endswith("page=1")]

    def fail_the_second(path: str, _headers: Mapping[str, str]) -> Answer | None:
        # The first is the trial; whose comments that asks for depends on which article is read first.
        return (404, {}, b"") if firsts()[1:] == [path] else None

    with serving(pages, asked, fail_the_second) as site:
        crawled = _crawl(tmp_path, site, numbers)
    assert_clean(crawled)
    failed = "portal/" + firsts()[1].partition("contentid=")[2].partition("&")[0]
    assert [row[0] for row in crawled.rows(_STORED)] == [id for n in numbers if (id := f"portal/{n}") != failed]
    assert crawled.log.count("Comments are missing") == 1


def test_who_has_no_comments_is_not_asked_for_them_and_who_does_not_say_is(tmp_path: Path) -> None:
    pages = (
        _articles(1, counts="评论 0人参与,0条评论")
        | _articles(2, counts="评论 0人参与,1条评论")
        | _articles(3, counts="")
    )
    pages |= {_asked(number, 1): _answer() for number in (1, 2, 3)}
    asked: list[str] = []
    with serving(pages, asked) as site:
        assert_clean(_crawl(tmp_path, site, [1, 2, 3]))
    assert sorted(_comments_asked(asked)) == [_asked(2, 1), _asked(3, 1)]


def test_switched_off_nothing_is_asked(tmp_path: Path) -> None:
    asked: list[str] = []
    with serving(_articles(1), asked) as site:
        assert_clean(_crawl(tmp_path, site, [1], COMMENTS_ENABLED="False"))
    assert _comments_asked(asked) == []


def test_an_unchanged_article_that_is_read_again_has_its_comments_read_again(tmp_path: Path) -> None:
    pages = _articles(1) | {_asked(1, 1): _answer("好")}
    with serving(pages) as site:
        _crawl(tmp_path, site, [1])
        pages[_asked(1, 1)] = _answer("好", "新来的", likes=9)
        again = _crawl(tmp_path, site, [1])
    assert_clean(again)
    assert again.lines == []
    assert [(text, likes) for _, _, text, likes, _ in again.rows(_STORED)] == [("好", 9), ("新来的", 9)]


def test_comments_on_a_mirror_are_not_asked_for(tmp_path: Path) -> None:
    asked: list[str] = []
    with serving({}, asked) as portal, serving(_articles(1), asked) as mirror:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, f"urls={mirror}/p/1.html")
    assert_clean(crawled)
    assert len(crawled.feed) == 1
    assert _comments_asked(asked) == []
