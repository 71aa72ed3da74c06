"""The table of listings: which were read to their end, and what of them is unread."""

from __future__ import annotations

from zhanjiang.addresses.page import PageRef
from zhanjiang.store import Store, ledger, listings


def _page(channel: str, number: int) -> PageRef:
    name = f"/{channel}/{number}.html"
    return PageRef(name, f"https://www.example{name}", "listing", channel=channel)


def test_the_last_run_that_read_a_listing_to_its_end_is_remembered(store: Store) -> None:
    with store.transaction() as connection:
        for run in (1, 3):
            listings.complete(connection, "shizheng", run)
        listings.complete(connection, "tiyu", 2)
        assert listings.completed(connection) == {"shizheng": 3, "tiyu": 2}


def test_pages_that_are_not_read_are_owed(store: Store) -> None:
    with store.transaction() as connection:
        ledger.add(connection, [_page("shizheng", 1), _page("shizheng", 2), _page("tiyu", 1)], 1, "queued")
        for page, state in (("/shizheng/1.html", "read"), ("/shizheng/2.html", "failed"), ("/tiyu/1.html", "read")):
            ledger.write(connection, page, {"state": state, "run": 2})
        assert listings.owed(connection) == {"shizheng"}
        assert listings.channels_read(connection, 2) == {"shizheng", "tiyu"}
        assert listings.channels_read(connection, 1) == set()
        assert listings.unread(connection) == {"shizheng": 1, "tiyu": 0}
