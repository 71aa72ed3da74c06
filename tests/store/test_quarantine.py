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


def test_of_each_address_the_newest_page_is_read_again(store: Store) -> None:
    other = dataclasses.replace(_PAGE, address="http://a.example/2")
    newest = dataclasses.replace(_PAGE, reason="no date", body=b"newest")
    _keep(store, _PAGE, other, newest)
    with store.transaction() as connection:
        kept = quarantine.newest(connection)
        pages = {page.address: quarantine.page_of(connection, page.id) for page in kept}
    assert pages == {newest.address: newest, other.address: other}
    assert [(page.reason, page.attempts) for page in kept if page.address == newest.address] == [("no date", 1)]


def test_times_of_older_versions_compare_with_those_of_today(store: Store) -> None:
    older = dataclasses.replace(_PAGE, reason="no date")
    _keep(store, _PAGE, older)
    with store.transaction() as connection:
        connection.execute(
            quarantine.quarantine.update()
            .where(quarantine.quarantine.c.reason == "no date")
            .values(fetched_at="2026-01-01T00:00:00+00:00")
        )
        [page] = quarantine.newest(connection)
        assert (page.reason, page.fetched_at[-1], len(page.fetched_at)) == ("no headline", "Z", 20)
        connection.execute(quarantine.quarantine.delete().where(quarantine.quarantine.c.reason == "no headline"))
        assert [page.fetched_at for page in quarantine.newest(connection)] == ["2026-01-01T00:00:00Z"]


def test_a_page_that_still_fails_is_one_row_with_its_new_reason(store: Store) -> None:
    other = dataclasses.replace(_PAGE, address="http://a.example/2")
    newest = dataclasses.replace(_PAGE, reason="no date", body=b"newest")
    _keep(store, _PAGE, other, newest)
    with store.transaction() as connection:
        [page] = [page for page in quarantine.newest(connection) if page.address == newest.address]
        quarantine.restate(connection, page, "validate", _PAGE.reason, None)
    restated = dataclasses.replace(newest, stage="validate", reason=_PAGE.reason, traceback=None)
    with store.transaction() as connection:
        assert quarantine.kept(connection) == [other, restated]


def test_what_was_read_is_let_go(store: Store) -> None:
    other = dataclasses.replace(_PAGE, address="http://a.example/2")
    _keep(store, _PAGE, other, dataclasses.replace(_PAGE, reason="no date"))
    with store.transaction() as connection:
        quarantine.release(connection, [_PAGE.address, "http://a.example/never-kept"])
        assert quarantine.kept(connection) == [other]
