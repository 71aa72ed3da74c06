"""The table of pictures: known by their address, replaced by a later download."""

from __future__ import annotations

from dataclasses import replace

from zhanjiang.store import Store, images
from zhanjiang.store.images import StoredImage

_URL = "https://img.example/1.jpg"
_FIRST = StoredImage(_URL, "aa/aa.jpg", "aa", 1000, 30, 20, "2022-05-31T14:03:00Z")


def test_a_later_download_replaces_an_earlier_one(store: Store) -> None:
    later = replace(_FIRST, path="bb/bb.png", sha256="bb", bytes=2000)
    with store.transaction() as connection:
        assert not images.is_any(connection)
        images.save(connection, _FIRST)
        images.save(connection, later)
        assert images.known(connection, [_URL, "https://img.example/2.jpg"]) == {_URL: later}
        assert images.is_any(connection)


def test_a_file_of_two_addresses_is_counted_once(store: Store) -> None:
    with store.transaction() as connection:
        assert images.total(connection) == (0, 0)
        images.save(connection, _FIRST)
        images.save(connection, replace(_FIRST, url="https://mirror.example/1.jpg"))
        images.save(connection, replace(_FIRST, url="https://img.example/2.jpg", path="cc/cc.jpg", bytes=500))
        assert images.total(connection) == (2, 1500)
