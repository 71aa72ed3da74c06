"""What feeds lack, and which feed of a later run gets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhanjiang.crawl.feed_outbox import FeedOutbox
from zhanjiang.items import Article
from zhanjiang.store import Store, open_store, similar


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An open, empty store."""
    return open_store(f"sqlite:///{tmp_path}/store.db")


def _outbox(store: Store, *feeds: str, channel: str | None = None) -> FeedOutbox:
    outbox = FeedOutbox(store)
    outbox.accepts = {feed: lambda article: channel in (None, article.channel) for feed in feeds}
    return outbox


def _save(outbox: FeedOutbox, number: int) -> None:
    article = Article(
        id=f"portal/{number}", kind="article", channel="shehui", revision=1, content_hash="1", extracted_by={}
    )
    with outbox.store.transaction() as connection:
        similar.save(connection, article)
        outbox.note(connection, article)


def test_an_article_is_owed_until_the_feed_has_it(store: Store) -> None:
    first = _outbox(store, "a", "b")
    for number in (1, 2):
        _save(first, number)
        first.written("a", [f"portal/{number}"])
    # Killed before another article was stored, or the feeds were closed: nobody knows of the last.
    assert _outbox(store, "a", "b").owed() == [("portal/1", "b"), ("portal/2", "a"), ("portal/2", "b")]
    first.flush()
    again = _outbox(store, "a", "b")
    assert again.owed() == [("portal/1", "b"), ("portal/2", "b")]
    assert again.article("portal/1").id == "portal/1"
    store.close()


def test_what_a_feed_lacks_that_is_there_no_more_is_left_to_all(store: Store) -> None:
    _save(_outbox(store, "2026-11-28.jsonl"), 1)
    assert _outbox(store).owed() == []
    assert _outbox(store, "rankings.jsonl", channel="none").owed() == []
    today = _outbox(store, "x.jsonl", "y.csv")
    assert today.owed() == [("portal/1", "x.jsonl"), ("portal/1", "y.csv")]
    today.written("x.jsonl", ["portal/1"])
    today.flush()
    assert _outbox(store, "x.jsonl", "y.csv").owed() == [("portal/1", "y.csv")]
    store.close()


def test_what_went_with_a_deleted_file_is_owed_again(store: Store) -> None:
    outbox = _outbox(store, "a")
    _save(outbox, 1)
    outbox.written("a", ["portal/1"])
    outbox.lost("a", ["portal/1"])
    outbox.flush()
    assert _outbox(store, "a").owed() == [("portal/1", "a")]
    store.close()
