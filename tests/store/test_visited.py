"""What a later visit of an unchanged article says anew, in both databases."""

from __future__ import annotations

from dataclasses import replace

from zhanjiang.items import Article
from zhanjiang.store import Store, articles, changes, visited

_FIRST = Article(id="portal/1", revision=1, content_hash="a", comment_count=0, fetched_at="2026-03-01T02:00:00Z")
_LATER = replace(_FIRST, comment_count=7, comment_participants=5, fetched_at="2026-03-02T02:00:00Z")


def test_numbers_of_comments_are_those_of_the_latest_visit(store: Store) -> None:
    with store.transaction() as connection:
        articles.save(connection, _FIRST)

    def note(*visits: Article) -> tuple[int | None, int | None, str | None, int]:
        for visit in visits:
            with store.transaction() as connection:
                visited.note_visit(connection, visit)
        with store.reading() as connection:
            [stored] = articles.revisions(connection, "portal/1")
            return stored.comment_count, stored.comment_participants, stored.channel, changes.last(connection)

    first = note()[-1]
    # The same page, one without a comment box, and a mirror's say nothing new.
    same = (replace(_FIRST, comment_count=3), replace(_LATER, comment_count=None, comment_participants=None))
    assert note(*same, replace(_LATER, via="mirror.example")) == (0, None, None, first)
    (*said, change) = note(_LATER)
    assert said == [7, 5, None] and change > first
    assert note(_LATER) == (7, 5, None, change)  # what is as it was is no change
    assert note(replace(_LATER, channel="shehui"))[:3] == (7, 5, "shehui")
    assert note(replace(_LATER, channel="jingji"))[:3] == (7, 5, "shehui")
    with store.reading() as connection:
        assert visited.channels(connection, ["portal/1", "portal/2"]) == {"portal/1": "shehui"}
