"""The load-more interface of a listing: its address as scripts write it, its answers, and the answer after each."""

from __future__ import annotations

import json

import pytest

from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.listing.more_answers import MoreAnswer, is_answer, next_more, read_more

_SITE = "http://www.example"


def _belongs(url: str) -> bool:
    return url.startswith(f"{_SITE}/")


def _script(text: str, beside: str = "") -> str | None:
    html = f"<html><body><ul id=list></ul>{beside}<script>{text}</script></body></html>"
    return ListingPage(html.encode(), f"{_SITE}/shizheng/").load_more


@pytest.mark.parametrize(
    ("script", "beside", "address"),
    [
        ("var listid = 7;", "", "/index/nei/content?id=7&page=1&pagesize=15"),
        ("", "<div data-listid='7'></div>", "/index/nei/content?id=7&page=1&pagesize=15"),
        ("var cid=7,p=1;$.get('/api/list?cid='+cid+'&p='+p,show)", "", "/api/list?cid=7&p=1"),
        ("fetch('/api/list?c=' + box.dataset.cid + '&page=' + (++n))", "<p data-cid=9></p>", "/api/list?c=9&page=1"),
        ("fetch(`/more/${channelId}?pageNo=${no}&size=${size}`); var channelId='7'", "", "/more/7?pageNo=1&size=20"),
        ("$.getJSON('/more.php', {id: cid, page: page, num: 15}); cid = 7", "", "/more.php?id=7&page=1&num=15"),
        ("$.ajax({url:'/more.php',data:{id:7,pageIndex:i},success:f})", "", "/more.php?id=7&pageIndex=1"),
        ("axios.get('/more', {params: {nid: 7, offset: at}})", "", "/more?nid=7&offset=0"),
        ("get('/list/7/' + page + '.json')", "", "/list/7/1.json"),
        ("x.open('GET', '/more?lastId=' + lastId + '&cid=' + cid)", "<input id=cid value=7>", "/more?lastId=&cid=7"),
        ("var api='/api/v1/list';get(api+'?cid='+cid+'&p='+p);cid=7", "", "/api/v1/list?cid=7&p=1"),
        (r'x={"list":{"api":"\/api\/list","params":{"channelId":7,"pageNo":1}}}', "", "/api/list?channelId=7&pageNo=1"),
        ("fetch('/more?' + new URLSearchParams({cid: 7, page: n}))", "", "/more?cid=7&page=1"),
        ("$.ajax({url:'/more', type:'get', dataType:'json', data:{id:7,pn:i}})", "", "/more?id=7&pn=1"),
        (
            "fetch('/more?c=' + e.getAttribute('data-channel-id') + '&page=' + n)",
            "<p data-channel-id=9>",
            "/more?c=9&page=1",
        ),
        ("get('/more?c=' + encodeURIComponent(channelId) + '&page=' + n)", "<p data-channel-id=9>", "/more?c=9&page=1"),
        ("", "<a data-api='/more' data-page='2' data-cid='7'>加载更多</a>", "/more?page=2&cid=7"),
    ],
)
def test_the_address_is_joined_as_the_script_does(script: str, beside: str, address: str) -> None:
    assert _script(script, beside) == f"{_SITE}{address}"


@pytest.mark.parametrize(
    "script",
    [
        "$.post('/more', {page: page})",
        "$.ajax({url: '/more', type: 'POST', data: {page: page}})",
        "fetch('/more', {method: 'post', page: 1})",
        "fetch('/more?sign=' + sign(page) + '&page=' + page)",
        "fetch('/search?q=' + word + '&page=' + page)",
        "fetch('/ajax/rank?type=' + type)",
        "var text = '今日 / 明日' + page",
        "var listing = 7",
    ],
)
def test_what_is_not_known_in_full_is_no_interface(script: str) -> None:
    assert _script(script) is None


_ROW = {"url": "/p/101.html", "title": "蚝农清晨开市", "created": "2022-05-31 10:00"}
_HTML = '<li><a href="/p/101.html">蚝农清晨开市</a><span>2022-05-31</span></li>'


@pytest.mark.parametrize(
    "answer",
    [
        [_ROW],
        {"data": [_ROW]},
        {"code": 0, "result": {"total": 9, "page": {"tags": [], "records": [_ROW]}}},
        {"data": {"7": _ROW}},
        {"rows": [{"link": _ROW["url"], "name": _ROW["title"], "time": 1653962400}]},
        {"rows": [{"linkUrl": _ROW["url"], "articleTitle": _ROW["title"], "publishTime": 1653962400000}]},
        {"rows": [{"subtitle": "副题", "path": _ROW["url"], "title": _ROW["title"], "pub_date": "2022-05-31"}]},
        {"html": _HTML},
        {"data": {"content": f"<ul>{_HTML}</ul>", "count": 1}},
        {"data": json.dumps([_ROW])},
        {"list": [_HTML]},
        {"list": [{"id": 2665101, "title": _ROW["title"], "publishTime": "2022-05-31"}], "tags": [{"id": 7}]},
    ],
)
def test_rows_of_any_nesting(answer: object) -> None:
    for body in (json.dumps(answer), f"show_1({json.dumps(answer, ensure_ascii=False)});"):
        [row] = read_more(body.encode(), f"{_SITE}/more?page=1", _belongs)
        assert (row.reference.number % 1000, row.headline, str(row.day)) == (101, "蚝农清晨开市", "2022-05-31")


def test_rows_of_plain_html() -> None:
    [row] = read_more(_HTML.encode(), f"{_SITE}/more?page=1", _belongs)
    assert (row.reference.number, row.headline) == (101, "蚝农清晨开市")
    assert is_answer(_HTML.encode(), f"{_SITE}/more?page=1") and not is_answer(_HTML.encode(), f"{_SITE}/shizheng/")


@pytest.mark.parametrize("answer", [[], {"data": []}, {"data": None}, {"html": ""}, {"data": {"list": [], "total": 0}}])
def test_an_answer_without_rows_is_the_end(answer: object) -> None:
    assert read_more(json.dumps(answer).encode(), f"{_SITE}/more?page=3", _belongs) == []


@pytest.mark.parametrize(
    "body", ['{"code": 403, "msg": "denied"}', '{"data": [{"id": 7, "title": "无地址"}]}', "{cut", "错误" * 200]
)
def test_an_answer_that_is_none_is_reported(body: str) -> None:
    with pytest.raises(UnreadablePage):
        read_more(body.encode(), f"{_SITE}/more?page=3", _belongs)


@pytest.mark.parametrize(
    ("url", "answer", "following"),
    [
        ("/more?p=1", {"data": [_ROW]}, "/more?p=2"),
        ("/more?pageNo=3&size=10", {"data": [_ROW]}, "/more?pageNo=4&size=10"),
        ("/more?start=20&count=10", {"data": [_ROW]}, "/more?start=30&count=10"),
        ("/more?offset=20", {"data": [_ROW]}, "/more?offset=21"),
        ("/more?lastId=&c=7", {"data": [_ROW]}, "/more?lastId=101&c=7"),
        ("/more?cursor=&c=7", {"data": [_ROW], "nextCursor": "x9"}, "/more?cursor=x9&c=7"),
        ("/more?page=1", {"data": [_ROW], "next": "/more?page=7&t=1"}, "/more?page=7&t=1"),
        ("/more?page=1", {"data": [_ROW], "hasMore": False}, None),
        ("/list/7/1.json", {"data": [_ROW]}, "/list/7/2.json"),
        ("/more/7_1.json", [_ROW], "/more/7_2.json"),
    ],
)
def test_the_address_of_the_next_answer(url: str, answer: object, following: str | None) -> None:
    read = MoreAnswer(json.dumps(answer).encode(), f"{_SITE}{url}", _belongs)
    assert read.next == (f"{_SITE}{following}" if following else None)


def test_rows_alone_whose_address_counts_nothing_lead_nowhere() -> None:
    assert next_more(f"{_SITE}/more", is_json=False) is None
