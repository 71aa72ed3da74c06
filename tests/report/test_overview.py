"""What the store tells of itself, in both databases."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import ExitStack

import orjson
import pytest

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import Sites
from zhanjiang.items import Article
from zhanjiang.report.overview import (
    BadPage,
    Channel,
    DoubtfulArticle,
    Due,
    LeasedPages,
    ListingState,
    Overview,
    overview,
)
from zhanjiang.store import Store, articles, crawls, doubts, ledger, listings, open_store, quarantine
from zhanjiang.store.lock import is_locked, open_locked
from zhanjiang.store.quarantine import QuarantinedPage

_SITES = Sites("http://a.example", "http://m.example")


def _article(number: int, day: str | None, channel: str | None, revision: int = 1) -> Article:
    return Article(
        id=f"portal/{number}", published_at=day, channel=channel, revision=revision, content_hash=str(revision)
    )


def _look(store: Store, address: str) -> Overview:
    with store.transaction() as connection:
        return overview(connection, address, _SITES.page_name)


def _find(store: Store, run: int, kind: str, state: str, *names: str, **values: object) -> None:
    with store.transaction() as connection:
        for name in names:
            number = name.removeprefix("/p/").removesuffix(".html")
            found = PageRef(name, f"http://a.example{name}", kind, f"portal/{number}", "shehui")  # type: ignore[arg-type]
            ledger.add(connection, [found], run, state)  # type: ignore[arg-type]
            ledger.write(connection, name, values or {"state": state})


def _begin(store: Store) -> int:
    with store.transaction() as connection:
        return crawls.begin(connection, "articles", {"full": "1"}, {})


def test_an_empty_store_tells_nothing(store: Store, store_url: str) -> None:
    found = _look(store, store_url)
    nothing = Channel(0, None, None, {})
    assert found == Overview(nothing, {}, [], [], [], [], [], {}, [], Due(0, 0, None), {}, [], {})


def test_stored_by_channel_and_year_as_the_latest_revisions_are(store: Store, store_url: str) -> None:
    with store.transaction() as connection:
        articles.save(connection, _article(1, "2021-12-31T08:00:00+08:00", "tiyu"))
        articles.save(connection, _article(1, "2021-12-31T08:00:00+08:00", "shehui", revision=2))
        articles.save(connection, _article(2, "2022-01-01", "shehui"))
        articles.save(connection, _article(3, "2022-02-01T08:00:00+08:00", "shehui"))
        articles.save(connection, _article(4, None, None))
    found = _look(store, store_url)
    assert found.stored == {
        "": Channel(1, None, None, {"": 1}),
        "shehui": Channel(3, "2021-12-31", "2022-02-01", {"2021": 1, "2022": 2}),
    }
    assert found.total == Channel(4, "2021-12-31", "2022-02-01", {"": 1, "2021": 1, "2022": 2})
    assert [(month.month, month.first, month.last, month.stored) for month in found.gaps] == [
        ("2021-12", 1, 1, 1),
        ("2022-01", 2, 2, 1),
        ("2022-02", 3, 4, 2),
    ]


def test_bad_pages_and_what_is_owed_in_hand_and_due(store: Store, store_url: str) -> None:
    run = _begin(store)
    past, future = "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"
    _find(store, run, "article", "queued", "/p/5.html")
    _find(store, run, "article", "leased", "/p/6.html", "/p/7.html")
    _find(store, run, "article", "stored", "/p/8.html", due=past)
    _find(store, run, "article", "stored", "/p/9.html", due=future)
    _find(store, run, "article", "failed", "/p/3.html", reason="status 503", attempts=4, due=past)
    _find(store, run, "listing", "incomplete", "/p/2.html", attempts=1, due=future)
    _find(store, run, "article", "gone", "/p/4.html")
    found = _look(store, store_url)
    assert found.problems == [
        BadPage("http://a.example/p/3.html", "failed", "status 503", 4, "article"),
        BadPage("http://a.example/p/2.html", "incomplete", "no reason is known", 1, "listing"),
    ]
    assert found.owed == {"article": 1}
    assert found.in_hand == [LeasedPages(run, 2, goes_on=False)]
    assert found.due == Due(1, 1, future)
    [span] = found.gaps
    assert (span.month, span.first, span.last, span.absent, span.bad, span.owed) == (None, 2, 7, 1, 2, 3)


def test_a_quarantined_page_is_told_where_the_ledger_does_not_know_it(store: Store, store_url: str) -> None:
    _find(store, 1, "article", "stored", "/p/1.html")
    mirrored = "http://mirror.example/p/1.html"
    with store.transaction() as connection:
        for address in ("http://m.example/shehui/p/1.html?v=2", mirrored):
            quarantine.keep(connection, QuarantinedPage(address, "read", "no headline", None, b"<html>", None))
        quarantine.keep(connection, QuarantinedPage(mirrored, "read", "no headline", None, b"<html>", None))
    assert _look(store, store_url).problems == [BadPage(mirrored, "quarantined", "no headline", 2, "article")]


def test_listings_read_to_their_end_or_not(store: Store, store_url: str) -> None:
    with store.transaction() as connection:
        for channel, state in (("tiyu", "queued"), ("shehui", "read"), ("app", "gone")):
            page = PageRef(f"/{channel}/index.html", "http://a.example/", "listing", channel=channel)
            ledger.add(connection, [page], 1, state)  # type: ignore[arg-type]
        listings.complete(connection, "shehui", 7)
    assert _look(store, store_url).listings == {"shehui": ListingState(7, 0), "tiyu": ListingState(None, 1)}


@pytest.fixture
def locked(store_url: str) -> Iterator[None]:
    """Hold the store's lock as a run does."""
    with ExitStack() as stack:
        open_locked(store_url, stack)
        yield


def test_a_run_goes_on_as_long_as_the_lock_is_held(store: Store, store_url: str, locked: None) -> None:
    killed, running = _begin(store), _begin(store)
    _find(store, killed, "article", "leased", "/p/1.html")
    _find(store, running, "article", "leased", "/p/2.html")
    found = _look(store, store_url)
    assert [(run.id, run.outcome, run.counts) for run in found.runs] == [
        (running, "goes on", None),
        (killed, "killed", None),
    ]
    assert found.in_hand == [LeasedPages(killed, 1, goes_on=False), LeasedPages(running, 1, goes_on=True)]


def test_without_the_lock_it_was_killed(store: Store, store_url: str) -> None:
    run = _begin(store)
    assert [run.outcome for run in _look(store, store_url).runs] == ["killed"]
    with store.transaction() as connection:
        assert not is_locked(store_url, connection)
        crawls.end(connection, run, "shutdown", 61.5, {"articles/new": 2, "ledger/failed": 1, "pages/article": 9})
        crawls.set_exit_code(connection, run, 65)
    [told] = _look(store, store_url).runs
    assert (told.outcome, told.exit_code, told.seconds, told.arguments) == ("shutdown", 65, 61.5, {"full": "1"})
    assert told.counts and {name: n for name, n in told.counts.items() if n} == {"new": 2, "failed": 1}


def test_all_of_it_is_json(store: Store, store_url: str) -> None:
    _begin(store)
    found = _look(store, store_url)
    told = orjson.loads(orjson.dumps(found))
    assert [*told] == [field.name for field in dataclasses.fields(Overview)]


def test_a_rehearsal_leaves_nothing(store: Store, store_url: str) -> None:
    with store.rehearsal():
        _begin(store)
        _find(store, 1, "article", "failed", "/p/3.html")
        with pytest.raises(ValueError, match="undone"), store.transaction() as connection:
            crawls.begin(connection, "undone", {}, {})
            raise ValueError("undone")
        assert len(_look(store, store_url).problems) == len(_look(store, store_url).runs) == 1
    assert _look(store, store_url).runs == []
    assert _begin(store) == 1 or "postgresql" in store_url
    other = open_store(store_url)
    assert len(_look(other, store_url).runs) == 1
    other.close()


def test_doubtful_articles_are_named_with_the_reasons(store: Store, store_url: str) -> None:
    with store.transaction() as connection:
        doubts.save(connection, "portal/7", "http://a.example/p/7.html", ["no_text", "headline"])
        [row] = doubts.newest(connection)
    reason = "it has no text; the page's title names another line"
    expected = [DoubtfulArticle("portal/7", "http://a.example/p/7.html", reason, row.found_at)]
    assert _look(store, store_url).doubtful == expected
