"""The table of what only some kinds have: added, and replaced by what a later visit shows."""

from __future__ import annotations

from dataclasses import replace

from zhanjiang.items import LiveEntry, Particulars
from zhanjiang.store import Store, particulars

_FIRST = Particulars(
    article="portal/7",
    player="https://www.example/video/player?id=7",
    entries=[LiveEntry("10:05", "开桨。")],
    fetched_at="2022-05-31T14:03:00Z",
)


def test_a_later_visit_replaces_what_is_known(store: Store) -> None:
    later = replace(_FIRST, player=None, entries=[LiveEntry("10:20", "冲线！"), *_FIRST.entries])
    with store.transaction() as connection:
        particulars.save(connection, _FIRST)
        particulars.save(connection, later)
    with store.reading() as connection:
        assert particulars.of_article(connection, "portal/7") == later
        assert particulars.of_article(connection, "portal/8") is None
