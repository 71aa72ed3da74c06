"""The table of captures, in both databases: what is looked up for a crawl, for a user, and for a check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive.building import kept, write
from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import Capture
from zhanjiang.catalogue.noting import note_file
from zhanjiang.store import Store, captures, crawls, lacking, ledger
from zhanjiang.times import moment

_URL = "https://www.example/p/7.html"
_FILE = "articles-run1.warc.gz"
_PAGE = Capture(_FILE, 0, 9, "response", _URL, 200, "sha1:A", "2026-11-25T01:00:00.000000Z", 1, "/p/7.html", "article")


def _capture(offset: int, hour: int, **values: object) -> Capture:
    """The page, taken at another hour."""
    return replace(_PAGE, offset=offset, taken_at=f"2026-11-25T{hour:02}:00:00.000000Z", **values)  # type: ignore[arg-type]


def _add(store: Store, *taken: Capture) -> None:
    with store.transaction() as connection:
        captures.add(connection, taken)


def test_captures_are_added_once(store: Store) -> None:
    for _ in range(2):
        _add(store, _PAGE, _capture(9, 2))
    with store.transaction() as connection:
        assert captures.of_run(connection, 1) == [_PAGE, _capture(9, 2)]
        assert captures.files(connection) == {_FILE}
        assert captures.of_file(connection, _FILE) == {0: (9, "sha1:A"), 9: (9, "sha1:A")}


def test_a_body_is_repeated_by_no_other_that_is_the_same(store: Store) -> None:
    _add(store, _PAGE, _capture(9, 2, digest="sha1:B"), _capture(18, 3, type="revisit"))
    with store.transaction() as connection:
        assert captures.previous(connection, _URL, 200, "sha1:A") == _PAGE
        assert captures.previous(connection, _URL, 200, "sha1:C") is None
        assert captures.previous(connection, f"{_URL}?v=1", 200, "sha1:A") is None


def test_what_has_not_changed_is_the_last_page_and_no_error(store: Store) -> None:
    _add(store, _PAGE, _capture(9, 2, digest="sha1:B"), _capture(18, 3, digest="sha1:E", status=503))
    with store.transaction() as connection:
        assert captures.previous(connection, _URL, 304, "sha1:") == _capture(9, 2, digest="sha1:B")


def test_an_answer_is_known_by_moment_address_and_body(store: Store) -> None:
    _add(store, _PAGE)
    with store.transaction() as connection:
        assert captures.is_known(connection, replace(_PAGE, file="other", offset=7))
        for other in ({"digest": "sha1:B"}, {"url": "https://www.example/"}, {"type": "revisit"}, {"taken_at": "x"}):
            assert not captures.is_known(connection, replace(_PAGE, **other))  # type: ignore[arg-type]


def test_the_latest_is_a_page_where_there_is_one(store: Store) -> None:
    _add(
        store,
        _capture(0, 1, article="portal/7"),
        _capture(9, 2, article="portal/7", status=304, type="revisit"),
        _capture(18, 3, article="portal/7", status=404),
        _capture(27, 4, article="portal/7", is_further=True),
        _capture(36, 5, article="portal/8", status=404),
    )
    with store.transaction() as connection:
        latest = captures.latest(connection, article="portal/7")
        assert latest and (latest.offset, captures.has_page(latest)) == (9, True)
        early = captures.latest(connection, article="portal/7", until="2026-11-25T01:30:00.000000Z")
        assert early and early.offset == 0
        error = captures.latest(connection, article="portal/8")
        assert error and (error.offset, captures.has_page(error)) == (36, False)
        assert captures.latest(connection, urls=["http://x/", _URL]) == _capture(
            27, 4, article="portal/7", is_further=True
        )
        assert captures.latest(connection, article="portal/9") is None


def test_a_revisit_refers_by_moment_or_by_body(store: Store) -> None:
    _add(store, _PAGE, _capture(9, 2), _capture(18, 3, type="revisit"))
    with store.transaction() as connection:
        assert captures.referred(connection, (_URL, _PAGE.taken_at), "sha1:Z") == _PAGE
        assert captures.referred(connection, (_URL, "2020-01-01T00:00:00.000000Z"), "sha1:A") in (_PAGE, _capture(9, 2))
        assert captures.referred(connection, None, "sha1:Z") is None


# --- Pages that the archive lacks -------------------------------------------------------------------------------------


@pytest.fixture
def fetched(store: Store) -> Store:
    """A store with a page that a run has fetched."""
    with store.transaction() as connection:
        run = crawls.begin(connection, "articles", {}, {})
        ledger.add(connection, [PageRef("/p/7.html", _URL, "article")], run, "stored")
        ledger.write(connection, "/p/7.html", {"last_fetched": moment()})
        crawls.end(connection, run, "finished", 1, {})
    return store


def _lacking(store: Store, *damaged: tuple[str, int], lost: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    with store.transaction() as connection:
        return lacking.unreadable_pages(connection, damaged, lost)


_LACKING = [("/p/7.html", _URL)]


@pytest.mark.parametrize(
    "taken",
    [
        [_PAGE],
        [_capture(0, 1, type="resource", status=None)],
        [replace(_PAGE, page=None), _capture(9, 2, type="revisit", status=304)],
        [replace(_PAGE, url="https://m.example/p/7.html", page=None), _capture(9, 2, type="revisit")],
    ],
)
def test_a_page_is_there_as_an_answer_or_as_one_that_refers_to_it(fetched: Store, taken: list[Capture]) -> None:
    _add(fetched, *taken)
    for _ in range(2):
        assert _lacking(fetched) == []
    assert _lacking(fetched, (_FILE, 0)) == _LACKING
    assert _lacking(fetched, lost=(_FILE,)) == _LACKING
    assert _lacking(fetched, (_FILE, 5), lost=("other",)) == []


@pytest.mark.parametrize(
    "taken",
    [
        [replace(_PAGE, page="/p/8.html")],
        [_capture(0, 1, status=301)],
        [_capture(0, 1, type="revisit", status=304)],
        [_capture(0, 1, type="revisit"), _capture(9, 2, type="revisit")],
    ],
)
def test_a_page_is_missed_where_no_body_of_it_is_there(fetched: Store, taken: list[Capture]) -> None:
    _add(fetched, *taken)
    assert _lacking(fetched) == _LACKING


def test_what_a_run_without_an_archive_fetched_is_not_missed(fetched: Store) -> None:
    assert _lacking(fetched) == []
    _add(fetched, replace(_PAGE, page=None, run=None))
    assert _lacking(fetched) == []


def test_a_file_is_noted_as_it_was_written(store: Store, tmp_path: Path) -> None:
    written = write(tmp_path, kept(), kept(f"{_URL}?v=1", metadata={}))
    with store.transaction() as connection:
        assert note_file(connection, tmp_path / written[0].file).damages == []
        assert captures.of_urls(connection, [capture.url for capture in written]) == written
        assert captures.articles(connection) == ["portal/2665093"]


def test_the_articles_of_a_run(store: Store) -> None:
    _add(store, _PAGE, *(_capture(9 * at, 2, article=f"portal/{at % 3}") for at in range(1, 7)), _capture(99, 3, run=2))
    with store.reading() as connection:
        assert sorted(captures.articles_of_run(connection, 1, 9)) == ["portal/0", "portal/1", "portal/2"]
        assert len(captures.articles_of_run(connection, 1, 2)) == 2
        assert captures.articles_of_run(connection, 3, 9) == []
