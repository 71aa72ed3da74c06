"""An article moves to another channel where its own no longer lists it, and not where two channels do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import ArticleReference
from zhanjiang.extensions.channel_moves import ChannelMoves
from zhanjiang.items import Article
from zhanjiang.pages.reading.links import ArticleLink
from zhanjiang.store import Store, articles, ledger, open_store

_HERE, _THERE = "shehui", "jingji"
Page = tuple[str, Sequence[int], bool]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with articles of one channel, the last of them edited once."""
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    with opened.transaction() as connection:
        for number, revision in ((1, 1), (2, 1), (3, 1), (4, 1), (9, 1), (9, 2)):
            article = Article(id=f"portal/{number}", channel=_HERE, revision=revision, content_hash="a")
            articles.save(connection, article)
            page = PageRef(f"/p/{number}.html", f"http://a.example/p/{number}.html", "article", article.id, _HERE)
            ledger.add(connection, [page], 1, "stored")
    yield opened
    opened.close()


def _moved(store: Store, *pages: Page, address: str | None = None) -> dict[str | None, str | None]:
    """Which articles are of which other channel after a run that read these pages of listings."""
    moves = ChannelMoves(lambda: store)
    for channel, numbers, is_first in pages:
        references = [ArticleReference(number, channel=address if number == 2 else None) for number in numbers]
        links = [ArticleLink(f"http://a.example/p/{one.number}.html", one) for one in references]
        moves.articles_listed(channel, links, is_first)
    moves.spider_closed()
    with store.reading() as connection:
        stored = {one.id: one.channel for one in articles.current(connection)}
        in_ledger = {row.article: row.channel for row in connection.execute(ledger.ledger.select())}
    assert stored == in_ledger
    return {id: channel for id, channel in stored.items() if channel != _HERE}


@pytest.mark.parametrize("number", [2, 9])
def test_what_its_channel_no_longer_lists_and_another_does_has_moved(store: Store, number: int) -> None:
    own = (_HERE, [one for one in (9, 4, 3, 2, 1) if one != number], True)
    for pages in ((own, (_THERE, [number], True)), ((_THERE, [number], True), own)):
        assert _moved(store, *pages) == {f"portal/{number}": _THERE}
    with store.reading() as connection:
        assert articles.revisions(connection, "portal/9")[0].channel == _HERE
        assert len(articles.revisions(connection, f"portal/{number}")) == (2 if number == 9 else 1)


@pytest.mark.parametrize(
    "pages",
    [
        [(_HERE, [9, 4, 3, 2, 1], True), (_THERE, [2], True)],  # both list it, whichever is read first
        [(_THERE, [2], True), (_HERE, [9, 4, 3, 2, 1], True)],
        [(_THERE, [9, 2], True)],  # its own channel was not read
        [(_HERE, [9, 4, 3], True), (_THERE, [2], True)],  # nor so far back
        [(_HERE, [1, 9, 4, 3], True), (_THERE, [2], True)],  # an old article is pinned
        [(_HERE, [3, 1], False), (_HERE, [4, 2], False), (_THERE, [2], True)],  # rows shift between pages
        [(_HERE, [3, 4], True), (_THERE, [9], True)],  # the oldest first
        [(_HERE, [4, 3, 1], True), (_THERE, [], True)],  # nobody lists it
        [],
    ],
)
def test_what_may_stand_in_both_stays(store: Store, pages: list[Page]) -> None:
    assert _moved(store, *pages) == {}


def test_an_address_that_names_a_channel_outranks_the_listing(store: Store) -> None:
    assert _moved(store, (_HERE, [4, 3, 1], True), (_THERE, [2], True), address=_HERE) == {}
