"""A page out of the archive by what a user types: an ID, a number, an address, and the moment until which."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from scrapy.settings import Settings

from tests.archive.building import BODY, PAGE, URL, as_previous, kept, write
from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.catalogue.finding import ArchivedPage, find, latest_page, read_until, read_whole
from zhanjiang.store import Store, captures

_LATER = "2026-11-26T00:00:00.000000Z"
_LAST = "2026-11-27T00:00:00.000000Z"


def _add(store: Store, taken: Iterable[Capture]) -> None:
    with store.transaction() as connection:
        captures.add(connection, taken)


def _settings(tmp_path: Path) -> Settings:
    return Settings({"STORE_URL": f"sqlite:///{tmp_path}/data/store.db", "ARCHIVE_DIR": str(tmp_path / "archive")})


@pytest.mark.parametrize(
    "typed", ["portal/2665093", "2665093", URL, URL.removeprefix("https://"), "https://m.example/tiyu/p/2665093.html"]
)
def test_an_article_is_found_by_id_number_and_address(store: Store, tmp_path: Path, typed: str) -> None:
    first, later = write(tmp_path, kept(), kept(body=b"edited", taken_at=_LATER))
    _add(store, [first, later])
    with store.reading() as connection:
        assert find(connection, typed) == later
        assert find(connection, typed, until="2026-11-25T23:59:59.999999Z") == first


def test_an_address_is_found_as_it_was_typed_before_its_article(store: Store, tmp_path: Path) -> None:
    first, second = write(tmp_path, kept(taken_at=_LATER), kept(f"{URL}?v=1"))
    _add(store, [first, second])
    with store.reading() as connection:
        assert find(connection, second.url) == second


@pytest.mark.parametrize("typed", ["portal/7", "https://www.example/p/2665093_2.html", "https://www.example/tiyu/"])
def test_what_the_archive_does_not_have(store: Store, tmp_path: Path, typed: str) -> None:
    _add(store, write(tmp_path, kept()))
    with store.reading() as connection, pytest.raises(ArchiveError, match=f"nothing of {typed}: check it"):
        find(connection, typed)


def test_before_the_first_capture_there_is_nothing(store: Store, tmp_path: Path) -> None:
    _add(store, write(tmp_path, kept()))
    with store.reading() as connection, pytest.raises(ArchiveError, match="until 2026-11-24T00:00:00Z"):
        find(connection, URL, until="2026-11-24T00:00:00.000000Z")


def test_a_revisit_is_read_with_the_body_it_refers_to(local_store: Store, tmp_path: Path) -> None:
    [first] = write(tmp_path, kept(X_Version="1"))
    [revisit] = write(tmp_path, kept(taken_at=_LATER, previous=as_previous(first), X_Version="2"), name="articles-run2")
    _add(local_store, [first, revisit])
    with local_store.reading() as connection:
        record = read_whole(connection, tmp_path, revisit)
    assert (record.capture, record.body, record.headers["x-version"]) == (revisit, BODY, "2")


def test_a_revisit_of_what_is_lost_cannot_be_read(local_store: Store, tmp_path: Path) -> None:
    [first] = write(tmp_path, kept())
    [revisit] = write(tmp_path, kept(taken_at=_LATER, previous=as_previous(first)), name="articles-run2")
    _add(local_store, [revisit])
    with local_store.reading() as connection, pytest.raises(ArchiveError, match="lacks the answer"):
        read_whole(connection, tmp_path, revisit)


def test_the_latest_page_passes_by_a_later_error(local_store: Store, tmp_path: Path) -> None:
    taken = write(tmp_path / "archive", kept(), kept(body=b"down", status=503, taken_at=_LAST))
    _add(local_store, taken)
    expected = ArchivedPage(URL, BODY, "text/html; charset=utf-8", taken[0].fetched_at)
    assert latest_page(_settings(tmp_path), str(PAGE["article"])) == expected


def test_an_error_alone_is_no_page(local_store: Store, tmp_path: Path) -> None:
    _add(local_store, write(tmp_path / "archive", kept(body=b"down", status=503)))
    with pytest.raises(ArchiveError, match="only an answer with status 503"):
        latest_page(_settings(tmp_path), URL)


def test_without_a_store_there_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError):
        latest_page(_settings(tmp_path), URL)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-11-25", "2026-11-25T15:59:59.999999Z"),
        ("2026-11-25T18:00", "2026-11-25T10:00:00.999999Z"),
        ("2026-11-25T10:00:00Z", "2026-11-25T10:00:00.999999Z"),
        ("2026-11-25T10:00:00.5Z", "2026-11-25T10:00:00.500000Z"),
    ],
)
def test_a_moment_means_all_that_is_within_it(typed: str, expected: str) -> None:
    assert read_until(typed) == expected


def test_a_moment_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'yesterday' is no time: give one such as"):
        read_until("yesterday")
