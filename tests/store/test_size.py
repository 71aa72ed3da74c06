"""How much room a store takes."""

from __future__ import annotations

from zhanjiang.store import Store, size
from zhanjiang.store.address import file_of, parse_store_url


def test_a_store_takes_room_in_both_databases(store: Store, store_url: str) -> None:
    with store.reading() as connection:
        assert size.of_store(connection, file_of(parse_store_url(store_url))) > 50_000
