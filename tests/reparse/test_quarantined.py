"""A page in quarantine, read again: what becomes of it, and of what the store knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands.quarantined import (
    NO_ARTICLE,
    OPTIONS,
    Site,
    count_articles,
    dump,
    keep,
    kept_pages,
    ledger_row,
    reparse,
)
from tests.stored import stored
from zhanjiang.replica.launch import running_replica
from zhanjiang.store import Store, articles, ledger, open_store, quarantine
from zhanjiang.store.quarantine import QuarantinedPage


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A replica without faults."""
    with running_replica(OPTIONS) as replica:
        yield Site(replica, replica.truth())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in the working folder."""
    opened = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    yield opened
    opened.close()


def test_what_still_fails_stays_with_its_new_reason(tmp_path: Path, store: Store, site: Site) -> None:
    url = site.url(7)
    keep(store, url, NO_ARTICLE, reason="an older mistake", due="2030-01-01T00:00:00Z")
    keep(store, url, NO_ARTICLE)
    [line, last] = reparse(tmp_path, site)
    assert line.startswith(f"failed  {url}  no headline was found")
    assert last == "0 read (0 stored), 1 still fail, 0 left as they are"
    [page] = kept_pages(store)
    assert page.reason.startswith("no headline was found") and page.body == NO_ARTICLE
    assert page.traceback and "UnreadablePage" in page.traceback
    row = ledger_row(store, 7)
    assert (row.state, row.reason, row.attempts) == ("quarantined", page.reason, 2)
    assert row.due == "2031-01-01T00:00:00Z"


def test_what_is_left_of_a_cut_page_is_no_article(tmp_path: Path, store: Store, site: Site) -> None:
    number = site.number(lambda truth: truth["pages"] == 1 and truth["kind"] == "article")
    whole = site.fetch(number)
    cut = whole[: whole.rindex("编辑".encode())]
    keep(store, site.url(number), cut, reason="the page ends in its middle")
    [line, _] = reparse(tmp_path, site)
    assert line == f"left  {site.url(number)}  the page ends in its middle: the next crawl refetches it"
    assert count_articles(store) == 0
    assert ledger_row(store, number).state == "quarantined"


def test_channel_and_a_links_headline_come_from_the_ledger(tmp_path: Path, store: Store, site: Site) -> None:
    number = site.number(lambda truth: truth["kind"] == "link")
    keep(store, site.url(number), site.fetch(number))
    assert reparse(tmp_path, site)[0] == f"stored  {site.url(number)}"
    [article] = stored(store)
    assert (article.kind, article.channel, article.headline) == ("link", "shizheng", "listed")
    assert (article.url, article.addresses, article.via) == (site.url(number), [site.url(number)], None)


def test_a_mirrors_page_names_the_mirror(tmp_path: Path, store: Store, site: Site) -> None:
    number = site.number(lambda truth: truth["pages"] == 1)
    url = f"http://mirror.example/p/{number}.html"
    with store.transaction() as connection:
        quarantine.keep(connection, QuarantinedPage(url, "read", "a mistake", None, site.fetch(number), None))
    assert reparse(tmp_path, site)[0] == f"stored  {url}"
    [article] = stored(store)
    assert (article.url, article.via) == (site.url(number), "mirror.example")
    with store.transaction() as connection:
        assert ledger.rows_of(connection, [url])[url].state == "stored"


def test_a_page_that_goes_on_is_left_unless_all_of_it_is_kept(tmp_path: Path, store: Store, site: Site) -> None:
    number = site.number(lambda truth: (truth["pages"] or 1) > 2)
    pages = next(truth["pages"] for truth in site.truths if truth["id"] == f"portal/{number}")
    keep(store, site.url(number), site.fetch(number), reason="its second page: status 503", state="incomplete")
    before = dump(tmp_path)
    [line, last] = reparse(tmp_path, site)
    reason = f"the article goes on at {site.url(number, 2)}, which is not stored"
    assert line.startswith(f"left  {site.url(number)}  {reason}")
    assert last == "0 read (0 stored), 0 still fail, 1 left as they are"
    assert [row for row in before if 'INTO "crawls"' not in row] == [
        row for row in dump(tmp_path) if 'INTO "crawls"' not in row
    ]
    for page in range(2, pages + 1):
        keep(store, site.url(number, page), site.fetch(number, page))
    assert reparse(tmp_path, site) == [
        f"stored  {site.url(number)}",
        "1 read (1 stored), 0 still fail, 0 left as they are",
    ]
    assert [article.pages for article in stored(store)] == [pages]
    assert kept_pages(store) == []
    assert ledger_row(store, number).state == "stored"


@pytest.mark.parametrize("page", [1, 2])
def test_the_page_of_another_article_is_never_taken_for_this_one(
    tmp_path: Path, store: Store, site: Site, page: int
) -> None:
    body = site.fetch(site.number(lambda truth: truth["pages"] == 1))
    reason = "redirected to http://a.example/p/9.html, which is not the address of this article"
    keep(store, site.url(8, page), body, reason=reason)
    assert reparse(tmp_path, site)[0].startswith(f"left  {site.url(8, page)}  ")
    assert count_articles(store) == 0
    assert [kept.reason for kept in kept_pages(store)] == [reason]


def test_a_listing_is_left_to_the_next_crawl(tmp_path: Path, store: Store, site: Site) -> None:
    with store.transaction() as connection:
        quarantine.keep(connection, QuarantinedPage("http://a.example/tiyu/", "read", "odd", None, b"<p>", None))
    assert reparse(tmp_path, site)[0].startswith("left  http://a.example/tiyu/  no article's page")
    assert len(kept_pages(store)) == 1


def test_what_was_read_since_is_not_read_again(tmp_path: Path, store: Store, site: Site) -> None:
    number = site.number(lambda truth: truth["pages"] == 1)
    keep(store, site.url(number), site.fetch(number), state="stored", content_hash="later")
    assert reparse(tmp_path, site) == [
        f"known  {site.url(number)}",
        "1 read (0 stored), 0 still fail, 0 left as they are",
    ]
    assert (count_articles(store), kept_pages(store)) == (0, [])


def test_older_bytes_never_replace_what_a_later_visit_brought(tmp_path: Path, store: Store, site: Site) -> None:
    number = site.number(lambda truth: truth["pages"] == 1)
    keep(store, site.url(number), site.fetch(number))
    assert reparse(tmp_path, site)[0].startswith("stored")
    [article] = stored(store)
    later = replace(article, revision=2, text="later", content_hash="later", fetched_at="2999-01-01T00:00:00Z")
    with store.transaction() as connection:
        articles.save(connection, later)
    keep(store, site.url(number), site.fetch(number))
    with store.transaction() as connection:
        ledger.write(connection, f"/p/{number}.html", {"state": "failed", "reason": "status 503"})
    assert reparse(tmp_path, site)[0] == f"known  {site.url(number)}"
    assert [article.text for article in stored(store)] == ["later"]
    assert (ledger_row(store, number).state, kept_pages(store)) == ("failed", [])


def test_a_page_that_says_so_is_gone(tmp_path: Path, store: Store, site: Site) -> None:
    with running_replica(replace(OPTIONS, faults_at=(("soft_404", "/p/8.html"),))) as replica:
        body = Site(replica, []).fetch(8)
    keep(store, site.url(8), body)
    assert reparse(tmp_path, site)[0] == f"gone  {site.url(8)}"
    assert (ledger_row(store, 8).state, kept_pages(store)) == ("gone", [])
