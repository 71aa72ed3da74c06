"""The table of comments: new ones added, known ones updated, nothing else touched."""

from __future__ import annotations

from dataclasses import replace

from zhanjiang.items import Comment
from zhanjiang.store import Store, comments

_FIRST = Comment(
    article="portal/7",
    key="31",
    author="海风",
    text="<b>码头</b>真好",
    time_shown="5分钟前",
    published_at="2022-05-31T21:58:00+08:00",
    likes=3,
    standing="new",
    fetched_at="2022-05-31T14:03:00Z",
)


def _save(store: Store, *seen: Comment) -> list[Comment]:
    """Save comments, and return those on the first one's article."""
    with store.transaction() as connection:
        for comment in seen:
            comments.save(connection, comment)
    with store.reading() as connection:
        return comments.of_article(connection, "portal/7")


def test_a_comment_is_stored_as_it_was_said(store: Store) -> None:
    assert _save(store, _FIRST) == [_FIRST]


def test_a_known_one_gets_its_likes_and_standing_and_keeps_its_first_time(store: Store) -> None:
    later = replace(_FIRST, time_shown="3天前", published_at="2022-05-31", likes=8, standing="hot")
    expected = replace(_FIRST, likes=8, standing="hot", fetched_at="2022-06-03T14:03:00Z")
    assert _save(store, _FIRST, replace(later, fetched_at="2022-06-03T14:03:00Z")) == [expected]


def test_likes_that_are_not_shown_any_more_stay(store: Store) -> None:
    assert [comment.likes for comment in _save(store, _FIRST, replace(_FIRST, likes=None))] == [3]


def test_articles_do_not_share_their_comments_and_the_earliest_is_first(store: Store) -> None:
    undated = replace(_FIRST, key="1", time_shown=None, published_at=None)
    earlier = replace(_FIRST, key="32", published_at="2022-05-30T21:58:00+08:00")
    saved = _save(store, undated, _FIRST, earlier, replace(_FIRST, article="portal/8"))
    assert [comment.key for comment in saved] == ["32", "31", "1"]
    with store.reading() as connection:
        assert comments.count(connection) == 4
