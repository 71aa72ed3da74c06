"""The table of quarantine."""

from __future__ import annotations

import dataclasses

from zhanjiang.store import Store, quarantine
from zhanjiang.store.quarantine import QuarantinedPage

_PAGE = QuarantinedPage("http://a.example/1", "read", "no headline", "Traceback …", b"\xff<html>" * 99, "text/html")


def _keep(store: Store, *pages: QuarantinedPage) -> None:
    with store.transaction() as connection:
        for page in pages:
            quarantine.keep(connection, page)


def test_a_page_comes_back_with_its_bytes(store: Store) -> None:
    _keep(store, _PAGE)
    with store.transaction() as connection:
        assert quarantine.kept(connection) == [_PAGE]


def test_the_same_address_and_reason_is_one_row_with_the_newest_bytes(store: Store) -> None:
    newer = dataclasses.replace(_PAGE, body=b"newer")
    other = dataclasses.replace(_PAGE, reason="no date")
    _keep(store, _PAGE, newer, other)
    with store.transaction() as connection:
        assert quarantine.kept(connection) == [newer, other]
        attempts = "SELECT attempts FROM quarantine ORDER BY id"
        assert connection.exec_driver_sql(attempts).scalars().all() == [2, 1]
