"""Comments out of whatever JSON the interface answers with."""

from __future__ import annotations

import json
from typing import Any

import pytest

from zhanjiang.items import Comment
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.comments import read_comments

_SEEN_AT = "2022-06-01T04:00:00Z"


def _read(answer: Any) -> list[Comment]:
    return read_comments(json.dumps(answer).encode(), "portal/7", _SEEN_AT)


def _told(answer: Any) -> list[tuple[str | None, str | None]]:
    return [(comment.author, comment.text) for comment in _read(answer)]


def test_every_field_is_read() -> None:
    row = {"id": 31, "nickname": "海风", "content": "码头真好", "created": "2022-05-31 21:58", "digg": "12"}
    assert _read({"state": True, "total": 1, "data": [row]}) == [
        Comment(
            article="portal/7",
            key="31",
            author="海风",
            text="码头真好",
            time_shown="2022-05-31 21:58",
            published_at="2022-05-31T21:58:00+08:00",
            likes=12,
            fetched_at=_SEEN_AT,
        )
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"text": "好", "author": "海风"},
        {"body": "好", "user": {"id": 5, "nickName": "海风", "avatar": "/a.png"}},
        {"comment": "好", "user_name": "海风", "create_time": 1654005480},
        {"commentContent": "好", "member": {"name": "海风"}},
        {"Content": "好", "NickName": "海风", "Body": ""},
        {"content": "好", "name": "海风", "title": "码头启用"},
    ],
)
def test_keys_have_many_names(row: dict[str, Any]) -> None:
    assert _told({"code": 0, "data": {"list": [row]}}) == [("海风", "好")]


@pytest.mark.parametrize(
    "answer",
    [
        [{"content": "好", "author": "海风"}],
        {"data": {"31": {"content": "好", "author": "海风"}, "32": {"content": "", "author": "空"}}},
        {"result": {"page": {"rows": [{"content": "好", "author": "海风"}]}}},
    ],
    ids=["bare list", "list with numbers for keys", "deep"],
)
def test_lists_stand_anywhere(answer: Any) -> None:
    assert _told(answer) == [("海风", "好")]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        {"state": False, "content": "没有数据", "author": "系统"},
        {"data": []},
        {"data": [{"content": "没有名字和时间"}]},
        {"data": [{"author": "海风", "comment": 3}]},
        {"data": [{"author": "海风", "content": "   "}]},
        {"hot": [{"title": "码头启用", "url": "/p/1.html", "content": "摘要", "author": "记者"}]},
    ],
)
def test_what_is_no_comment_is_none(answer: Any) -> None:
    assert _read(answer) == []


@pytest.mark.parametrize("body", [b"", b"<html><body>404</body></html>", b"null", b'"ok"', b"3", b"[" * 100_000])
def test_what_is_no_json_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadablePage):
        read_comments(body, "portal/7", _SEEN_AT)


def test_json_in_a_function_call_is_read() -> None:
    body = 'jQuery.cb_1({"data": [{"content": "好", "author": "海风"}]});'.encode()
    assert [comment.text for comment in read_comments(body, "portal/7", _SEEN_AT)] == ["好"]


def test_hot_and_new_are_told_by_list_or_flag_and_a_comment_comes_once() -> None:
    both = {"id": 1, "content": "好", "author": "海风"}
    answer = {
        "newList": [both, {"id": 2, "content": "赞", "author": "浪花"}],
        "hotList": [both],
        "list": [{"id": 3, "content": "妙", "author": "沙", "is_hot": "1"}, {"id": 4, "content": "嗯", "author": "石"}],
        "news": [{"id": 5, "content": "哦", "author": "木", "isHot": 0}],
    }
    standings = {comment.key: comment.standing for comment in _read(answer)}
    assert standings == {"1": "hot", "2": "new", "3": "hot", "4": None, "5": None}


def test_replies_are_comments_and_not_hot_for_that() -> None:
    reply = {"id": 2, "content": "同意", "author": "浪花"}
    read = _read({"hot": [{"id": 1, "content": "好", "author": "海风", "replies": [reply]}]})
    assert [(comment.key, comment.standing) for comment in read] == [("1", "hot"), ("2", None)]


def test_a_text_is_kept_as_it_was_said() -> None:
    said = '<b onclick="x()">好</b>&amp;\n  <script>alert(1)</script> 繁體'
    assert _told({"data": [{"author": "<i>海风</i>", "content": said}]}) == [("<i>海风</i>", said)]


def test_what_no_database_takes_is_left_out() -> None:
    body = b'{"data": [{"author": "a\\u0000b", "content": "ok \\ud83d", "likes": 99999999999999999999}]}'
    (comment,) = read_comments(body, "portal/7", _SEEN_AT)
    assert (comment.author, comment.text, comment.likes) == ("ab", "ok ", None)


def test_without_an_id_a_comment_is_known_by_what_does_not_change() -> None:
    def key(**told: Any) -> str | None:
        return _read({"data": [{"content": "好", "author": "海风"} | told]})[0].key

    assert key(time="5分钟前", likes=1) == key(time="3天前", likes=2) == key(id=0)
    assert key(time="2022-05-31 21:58") != key(time="2022-05-30 21:58") != key()
    assert key(author="浪花") != key() != key(content="很好")


@pytest.mark.parametrize(
    ("shown", "published_at"),
    [
        (1654005480, "2022-05-31T21:58:00+08:00"),
        (1654005480123, "2022-05-31T21:58:00+08:00"),
        ("2022-05-31T13:58:00Z", "2022-05-31T21:58:00+08:00"),
        ("2022年5月31日", "2022-05-31"),
        ("刚刚", "2022-06-01T12:00:00+08:00"),
        ("2小时前", "2022-06-01T10:00:00+08:00"),
        ("2小時前", "2022-06-01T10:00:00+08:00"),
        ("今天 08:05", "2022-06-01T08:05:00+08:00"),
        ("5月31日 21:58", "2022-05-31T21:58:00+08:00"),
        ("2022-06-31 21:58", None),
        ("02-30 10:00", None),
        ("昨天 25:00", None),
        ("湛江网友", None),
        (1e300, None),
    ],
)
def test_times_are_kept_as_shown_and_read_where_they_can_be(shown: Any, published_at: str | None) -> None:
    (comment,) = _read([{"content": "好", "author": "海风", "time": shown}])
    assert (comment.time_shown, comment.published_at) == (str(shown), published_at)
