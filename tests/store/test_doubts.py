"""The table of doubtful articles: a row each, replaced at each reading and removed with the last doubt."""

from __future__ import annotations

from zhanjiang.store import Store, doubts


def test_a_doubt_replaces_the_one_before_and_is_cleared(store: Store) -> None:
    with store.transaction() as connection:
        doubts.save(connection, "portal/7", "http://a.example/p/7.html", ["no_text"])
        doubts.save(connection, "portal/8", "http://a.example/p/8.html", ["headline"])
        doubts.save(connection, "portal/7", "http://m.example/p/7.html", ["one_line", "description"])
        rows = {row.article: row for row in doubts.newest(connection)}
        assert rows["portal/7"].address == "http://m.example/p/7.html"
        assert rows["portal/7"].reasons == ["one_line", "description"]
        doubts.clear(connection, "portal/7")
        assert doubts.articles(connection) == {"portal/8"}
