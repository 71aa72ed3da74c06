"""Search on the pages: hits marked, and narrowed by what they have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl

import pytest
from parsel import Selector

from zhanjiang.browse.answers import Asked
from zhanjiang.browse.reading import Folders
from zhanjiang.browse.site import StoreSite
from zhanjiang.items import Article, Person
from zhanjiang.store import articles, open_store

_CHANNELS = ("shehui", "jingji", "shehui")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSite]:
    """Give the pages over a store of thirty articles about salt, in three years."""
    folder = tmp_path_factory.mktemp("searched")
    address = f"sqlite:///{folder}/store.db"
    store = open_store(address)
    with store.transaction() as connection:
        for number in range(30):
            articles.save(connection, _article(number))
    store.close()
    opened = StoreSite(address, Folders(folder, None))
    yield opened
    opened.close()


def _article(number: int) -> Article:
    return Article(
        id=f"portal/{2700000 + number}",
        headline=f"盐场第{number}次开晒",
        text="角尾盐场昨日开晒。\n\n" + "渔港里停满了船。" * 20 + "盐民都说今年的<b>天气</b>好。",
        channel=_CHANNELS[number % 3],
        source="湛江日报" if number % 2 else "湛江晚报",
        authors=[Person("记者", f"黎小满{number % 2}")],
        published_at=f"{2020 + number % 3}-05-{1 + number:02}T10:00:00+08:00",
        revision=1,
        content_hash=f"{number:064}",
        fetched_at="2026-01-01T00:00:00Z",
    )


def _page(site: StoreSite, address: str) -> Selector:
    path, _, query = address.partition("?")
    reply = site.answer(Asked(path, dict(parse_qsl(query))))
    assert reply.status == 200
    return Selector(reply.body.decode())


def test_words_are_marked_in_either_script(site: StoreSite) -> None:
    for asked in ("盐场", "鹽場"):
        page = _page(site, f"/search?q={asked}")
        assert {*page.css(".hit mark::text").getall()} == {"盐场"}
        assert page.css("[role=status]::text").get("").startswith("30 篇")


def test_hits_are_read_page_by_page(site: StoreSite) -> None:
    first = _page(site, "/search?q=盐场")
    second = _page(site, first.css("a[rel=next]::attr(href)").get() or "")
    found = [*first.css(".hit h2 a::attr(href)").getall(), *second.css(".hit h2 a::attr(href)").getall()]
    assert len(found) == len({*found}) == 30
    assert not second.css("a[rel=next]") and second.css("a[rel=prev]")


def test_every_hit_is_reached_page_by_page(tmp_path: Path) -> None:
    """Also beyond what is counted, and where hits without a date were stored in any order."""
    address = f"sqlite:///{tmp_path}/store.db"
    store = open_store(address)
    numbers = Random(3).sample(range(330), 330)
    with store.transaction() as connection:
        for number in numbers:
            day = None if number % 3 == 0 else f"2022-05-{1 + number % 28:02}"
            made = Article(id=f"portal/{number}", kind="link", headline="盐", published_at=day, revision=1)
            made.content_hash = "0"
            articles.save(connection, made)
    store.close()
    many = StoreSite(address, Folders(tmp_path, None))
    found: list[str] = []
    at: str | None = "/search?q=盐"
    while at:
        page = _page(many, at)
        found += page.css(".hit h2 a::attr(href)").getall()
        at = page.css("a[rel=next]::attr(href)").get()
    assert len(found) == len({*found}) == 330
    assert many.answer(Asked("/search", {"q": "盐", "page": "18"})).status == 404
    many.close()


def test_facets_count_and_narrow(site: StoreSite) -> None:
    page = _page(site, "/search?q=盐场")
    values = {
        link.css("::text").get(): (link.attrib["href"], int(number))
        for link, number in zip(page.css(".facets a"), page.css(".facets small::text").getall(), strict=True)
    }
    assert {name: number for name, (_, number) in values.items()} == {
        **{"2022": 10, "2021": 10, "2020": 10, "社会": 20, "经济": 10},
        **{"湛江日报": 15, "湛江晚报": 15, "黎小满0": 15, "黎小满1": 15},
    }
    for address, number in values.values():
        narrowed = _page(site, address)
        assert narrowed.css("[role=status]::text").get("").startswith(f"{number} 篇")
        back = narrowed.css(".facets a[aria-current]::attr(href)").get() or ""
        assert _page(site, back).css("[role=status]::text").get("").startswith("30 篇")


def test_two_facets_fit_together(site: StoreSite) -> None:
    page = _page(site, "/search?q=盐场&channel=jingji&year=2021&source=湛江日报&author=黎小满1")
    expected = sum(number % 3 == 1 and number % 2 == 1 for number in range(30))
    assert page.css("[role=status]::text").get("").startswith(f"{expected} 篇")


@pytest.mark.parametrize("asked", ['"', "-盐"])
def test_what_cannot_be_searched_is_explained(site: StoreSite, asked: str) -> None:
    page = _page(site, f"/search?q={asked}")
    assert page.css("[role=alert]::text").get()
    assert page.css("input[name=q]::attr(value)").get() == asked


def test_nothing_found_is_said(site: StoreSite) -> None:
    assert "没有找到" in (_page(site, "/search?q=没有的词").css("ol li::text").get() or "")
    assert site.answer(Asked("/search", {"q": "盐场", "page": "9999"})).status == 404


def test_what_an_article_says_stays_text(site: StoreSite) -> None:
    page = _page(site, "/search?q=天气")
    assert page.css(".hit mark::text").get() == "天气"
    assert "<b>" in "".join(page.css(".hit p ::text").getall()) and not page.css(".hit b")


def test_an_incomplete_index_is_reported(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    store = open_store(address)
    with store.transaction() as connection:
        articles.save(connection, replace(_article(1), id="portal/1"))
        connection.exec_driver_sql("UPDATE articles SET search_key = NULL")
    store.close()
    opened = StoreSite(address, Folders(tmp_path, None))
    assert "maintain --reindex" in "".join(_page(opened, "/search?q=盐场").css("[role=alert] ::text").getall())
    opened.close()
