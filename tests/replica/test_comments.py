"""Comments: what the endpoint gives, what pages print, and the ways in which the endpoint fails."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest

from tests.replica.client import fetch
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica


def _endpoint(portal: str, id: str, page: int) -> str:
    return f"{portal}/ajax/comment?contentid={id.removeprefix('portal/')}&page={page}"


def _read(portal: str, id: str) -> list[dict[str, Any]]:
    """Read all pages as a script would."""
    reported: list[dict[str, Any]] = []
    hot: list[dict[str, Any]] = []
    for page in count(1):
        answer = json.loads(fetch(_endpoint(portal, id, page)).body)
        hot = answer["hot"]
        if not answer["new"]:
            break
        reported += answer["new"]
    return [
        {
            "author": row["nickname"],
            "text": row["content"],
            "published_at": row["created"].replace(" ", "T") + ":00+08:00",
            "likes": row["likes"],
            "is_hot": row in hot,
        }
        for row in reported
    ]


def test_the_endpoint_and_the_pages_say_what_the_truth_says(
    replica: RunningReplica, portal: str, articles: list[dict[str, Any]]
) -> None:
    comments = replica.comments()
    assert {truth["id"]: truth["comment_count"] for truth in articles if truth["comment_count"]} == {
        id: len(reported) for id, reported in comments.items()
    }
    assert max(map(len, comments.values())) > 5
    for id, reported in list(comments.items())[:25]:
        assert _read(portal, id) == reported
        assert sum(comment["is_hot"] for comment in reported) == min(2, len(reported))
        page = fetch(f"{portal}/p/{id.removeprefix('portal/')}.html")
        hot, _, latest = page.text.partition("最热评论")[2].partition("最新评论")
        for comment in reported:
            assert comment["text"] in (hot if comment["is_hot"] else latest)
            assert comment["author"] in page.text and f"赞({comment['likes']})" in page.text


def test_some_comments_look_like_markup_and_are_printed_escaped(replica: RunningReplica, portal: str) -> None:
    reported = [(id, comment["text"]) for id, comments in replica.comments().items() for comment in comments]
    for sign in ("<b>顶", "<script>alert", "👍", "哈" * 200):
        id = next(id for id, text in reported if sign in text)
        body = fetch(f"{portal}/p/{id.removeprefix('portal/')}.html").body.decode().partition("最热评论")[2]
        assert (sign in body.partition("点击查看更多精彩评论")[0]) == ("<" not in sign)


@pytest.mark.parametrize(("mode", "status"), [("html", 200), ("missing", 404), ("page_ignored", 200)])
def test_the_endpoint_may_fail(mode: str, status: int) -> None:
    with running_replica(ReplicaOptions(articles=60, comments=mode)) as running:
        portal, comments = running.addresses["PORTAL_URL"], running.comments()
        id = max(comments, key=lambda id: len(comments[id]))
        replies = [fetch(_endpoint(portal, id, page)) for page in (1, 7)]
    assert [reply.status for reply in replies] == [status, status]
    if mode == "page_ignored":
        assert replies[0].body == replies[1].body and json.loads(replies[0].body)["new"]
    else:
        assert all(reply.headers["content-type"].startswith("text/html") for reply in replies)
