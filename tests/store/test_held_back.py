"""The table of articles held back: whole articles, one a row, until they are confirmed or read again."""

from __future__ import annotations

from dataclasses import replace

from zhanjiang.items import Article, Guess, Image, Person, RepairReport
from zhanjiang.store import Store, held_back

_ARTICLE = Article(
    id="portal/7",
    url="https://www.example/p/7.html",
    addresses=["https://www.example/p/7.html"],
    headline="海东桥下新增灯塔",
    text="渡口昨日开放。",
    authors=[Person("记者", "简竹湾")],
    images=[Image("https://www.example/1.jpg", "灯塔。")],
    repair=RepairReport(1, 2, [Guess("text", "抱", ["报"])], proved=False),
    extracted_by={"headline": "label"},
    content_hash="1f",
)


def test_an_article_is_held_back_whole(store: Store) -> None:
    with store.transaction() as connection:
        held_back.hold(connection, _ARTICLE, 3, "many articles seem edited")
        [row] = held_back.held(connection)
        assert (row.article_id, row.run, row.reason) == ("portal/7", 3, "many articles seem edited")
        assert row.article == _ARTICLE


def test_a_later_visit_replaces_what_was_held(store: Store) -> None:
    later = replace(_ARTICLE, headline="海东桥下添灯塔")
    with store.transaction() as connection:
        held_back.hold(connection, _ARTICLE, 3, "a layout that is not known")
        held_back.hold(connection, later, 4, "many articles seem edited")
        held_back.hold(connection, replace(_ARTICLE, id="portal/8"), 4, "many articles seem edited")
        assert [row.article for row in held_back.held(connection, ["portal/7"])] == [later]
        assert held_back.release(connection, "portal/7") and not held_back.release(connection, "portal/7")
        assert [row.article_id for row in held_back.held(connection)] == ["portal/8"]
