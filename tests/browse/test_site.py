"""Every page over a store that crawls have filled: what stands on it, and what it lets nobody do."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import pytest
from parsel import Selector

from tests.browse.demo import Demo
from zhanjiang.browse.answers import Asked, Reply
from zhanjiang.browse.reading import Folders
from zhanjiang.browse.site import StoreSite
from zhanjiang.processors.script_conversion import script_of
from zhanjiang.store import articles, open_read_only, selection
from zhanjiang.store.selection import ArticleFilter


def _ask(site: StoreSite, address: str, **more: str) -> Reply:
    path, _, query = address.partition("?")
    return site.answer(Asked(unquote(path), dict(parse_qsl(query)), **more))


def _page(site: StoreSite, address: str) -> Selector:
    reply = _ask(site, address)
    assert reply.status == 200, address
    return Selector(reply.body.decode())


def _words(page: Selector) -> str:
    return " ".join("".join(page.css("main ::text").getall()).split())


def _all_pages(demo: Demo) -> list[str]:
    article = f"/article/{demo.edited}"
    return [
        *("/", f"/day/{demo.day}", "/channel/shehui", "/search", "/search?q=湛江", "/search?q=%22", "/newspaper"),
        *(f"/newspaper/{demo.issue}", f"/newspaper/{demo.newer_issue}", "/newspaper/zjrb/1999-01-01"),
        *("/rankings", "/rankings?period=week", "/runs", "/runs?before=3", "/runs/1", "/runs/4"),
        *(article, f"{article}?script=hant", f"{article}/revisions", f"{article}/archive", f"{article}/frame"),
        *(f"{article}/source", f"/article/{demo.damaged}", f"/article/{demo.damaged}?script=hant"),
    ]


def test_every_page_answers_and_lets_nothing_run_or_load(site: StoreSite, demo: Demo) -> None:
    for address in _all_pages(demo):
        reply = _ask(site, address)
        assert reply.status == 200, address
        policy = reply.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; base-uri 'none'") and "script-src" not in policy
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        if reply.kind.startswith("text/html") and "sandbox" not in policy:
            text = reply.body.decode()
            assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", text), address
            loaded = Selector(text).xpath("//*[not(self::a)]/@href | //@src | //@action").getall()
            assert [one for one in loaded if not one.startswith("/") or one.startswith("//")] == [], address


def test_every_link_leads_to_a_page(site: StoreSite, demo: Demo) -> None:
    checked: set[str] = set()
    for address in _all_pages(demo):
        reply = _ask(site, address)
        if not reply.kind.startswith("text/html"):
            continue
        for link in Selector(reply.body.decode()).xpath("//a/@href | //iframe/@src | //img/@src").getall():
            if link.startswith("/") and link not in checked:
                checked.add(link)
                assert _ask(site, link).status == 200, (address, link)
            assert link.startswith(("/", "#", "http://", "https://")), (address, link)
    assert len(checked) > 100


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8090", "localhost:1"])
def test_this_machine_is_answered(site: StoreSite, host: str) -> None:
    assert _ask(site, "/", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:8090", "127.0.0.1.evil.example", "127.0.0.1:x", "::1"]
)
def test_a_name_that_was_pointed_here_is_refused(site: StoreSite, host: str) -> None:
    reply = _ask(site, "/", host=host)
    assert reply.status == 421 and b"127.0.0.1" in reply.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_allowed(site: StoreSite, method: str) -> None:
    assert _ask(site, "/", method=method).status == 405


@pytest.mark.parametrize(
    "address",
    [
        *("/search?q=湛江&page=99", "/search?q=湛江&page=99999999999999"),
        *("/nowhere", "/day/yesterday", "/day/2022-02-30", "/day?day=x", "/channel/none", "/article/portal/1"),
        *("/article/portal/1/revisions", "/article/portal/1/archive", "/article/portal/1/frame", "/article/x"),
        *("/newspaper/zjrb/2018-99-99", "/newspaper/other/2018-07-17", "/runs/99999999999999999999", "/pictures/x"),
        f"/pictures/ab/{'a' * 64}.jpg",
    ],
)
def test_what_is_not_there_is_reported_on_a_page(site: StoreSite, address: str) -> None:
    reply = _ask(site, address)
    assert reply.status == 404
    assert Selector(reply.body.decode()).css("main p::text").get()


def test_a_front_page_has_all_of_its_day(site: StoreSite, demo: Demo) -> None:
    page = _page(site, f"/day/{demo.day}")
    linked = {link.removeprefix("/article/") for link in page.css("main .news a::attr(href)").getall()}
    store = open_read_only(demo.store_url)
    with store.reading() as connection:
        of_day = {one["id"] for one in selection.records(connection, ArticleFilter(demo.day, demo.day))}
    store.close()
    assert of_day and {link for link in linked if link.startswith("portal/")} == {
        one for one in of_day if one.startswith("portal/")
    }
    assert f"{len(of_day)} 篇" in _words(page)
    assert page.css(f'.calendar a[href="/day/{demo.day}"][aria-current]')


def test_days_follow_one_another(site: StoreSite) -> None:
    days = []
    address: str | None = "/"
    while address:
        page = _page(site, address)
        days.append(page.css("input[type=date]::attr(value)").get() or "")
        address = page.css("a[rel=prev]::attr(href)").get()
    assert len(days) > 3 and days == sorted(days, reverse=True)
    assert _page(site, f"/day/{days[-1]}").css("a[rel=next]::attr(href)").get() == f"/day/{days[-2]}"
    assert "没有存档的文章" in _words(_page(site, "/day/1990-01-01"))


def test_a_channel_is_read_to_its_end(site: StoreSite, demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhanjiang.browse.front._IN_LIST", 2)
    read: list[str] = []
    address: str | None = "/channel/shehui"
    while address:
        page = _page(site, address)
        read += page.css(".headline h3 a::attr(href)").getall()
        address = page.css("a[rel=next]::attr(href)").get()
    store = open_read_only(demo.store_url)
    with store.reading() as connection:
        wanted = ArticleFilter(channels=("shehui",))
        there = [one["id"] for one in selection.records(connection, wanted)]
    store.close()
    assert len(read) == len(set(read)) > 2
    assert {link.removeprefix("/article/") for link in read} == {*there}


def test_an_article_is_there_whole_in_either_script(site: StoreSite, demo: Demo) -> None:
    store = open_read_only(demo.store_url)
    with store.reading() as connection:
        article = articles.revisions(connection, demo.pictured)[-1]
    store.close()
    page = _page(site, f"/article/{demo.pictured}")
    assert page.css("article::attr(lang)").get() == "zh-Hans"
    assert "".join(page.css("h1 ::text").getall()) == article.headline
    assert page.css(".text p::text").getall() == (article.text or "").split("\n\n")
    assert page.css("figcaption::text").getall() == [image.caption for image in article.images if image.caption]
    assert len(page.css("figure img")) == len(article.images)
    assert all(person.name and person.name in _words(page) for person in article.credits)
    traditional = _page(site, f"/article/{demo.pictured}?script=hant")
    assert traditional.css("article::attr(lang)").get() == "zh-Hant"
    text = "\n\n".join(traditional.css(".text p::text").getall())
    assert script_of(text) == "hant" and len(text) == len(article.text or "")


def test_guesses_are_marked_with_their_alternatives(site: StoreSite, demo: Demo) -> None:
    page = _page(site, f"/article/{demo.damaged}")
    [mark] = page.css(".text mark")
    row = page.css(mark.css("a::attr(href)").get() or "")
    assert mark.xpath("text()").get() == row.css("mark::text").get()
    assert len(row.css("td:last-child div")) > 1
    assert row.css(f'a[href="#{mark.attrib["id"]}"]')


def test_comments_reprints_and_archive_are_linked(site: StoreSite, demo: Demo) -> None:
    assert _page(site, f"/article/{demo.commented}").css("#comments ~ ol .said::text").get()
    reprint = _page(site, f"/article/{demo.reprint}")
    original = reprint.css(".notice a::attr(href)").get()
    assert original
    assert f"/article/{demo.reprint}" in _page(site, original).css("#reprints ~ ul a::attr(href)").getall()


def test_revisions_are_compared(site: StoreSite, demo: Demo) -> None:
    page = _page(site, f"/article/{demo.edited}/revisions")
    assert len(page.css("ol.rows li")) == 2 and page.css("ins, del")


def test_the_archived_page_does_nothing(site: StoreSite, demo: Demo) -> None:
    reply = _ask(site, f"/article/{demo.edited}/frame")
    assert reply.headers["Content-Security-Policy"].endswith("sandbox")
    assert not re.search(rb"<script|<link|<meta http|\shref=|\son\w+=|<iframe|<form", reply.body, re.IGNORECASE)
    headline = _page(site, f"/article/{demo.edited}").css("h1::text").get() or ""
    assert headline in reply.body.decode()
    source = _ask(site, f"/article/{demo.edited}/source")
    assert source.kind.startswith("text/plain") and b"<html" in source.body.lower()
    captures = _page(site, f"/article/{demo.edited}/archive").css("main td a::attr(href)").getall()
    assert len(captures) == 2
    earlier = _page(site, captures[-1]).css("iframe::attr(src)").get() or ""
    assert _ask(site, earlier).body != reply.body


def test_without_nh3_the_frame_says_how_to_get_it(site: StoreSite, demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nh3", None)
    reply = _ask(site, f"/article/{demo.edited}/frame")
    assert reply.status == 404 and b"pip install nh3" in reply.body
    assert _ask(site, f"/article/{demo.edited}/source").status == 200


def test_pictures_come_from_their_folder(site: StoreSite, demo: Demo) -> None:
    source = _page(site, f"/article/{demo.pictured}").css("figure img::attr(src)").get() or ""
    reply = _ask(site, source)
    assert reply.kind == "image/jpeg" and reply.body.startswith(b"\xff\xd8") and reply.age > 0
    assert (Path(demo.settings["IMAGES_STORE"]) / source.removeprefix("/pictures/")).read_bytes() == reply.body
    elsewhere = StoreSite(demo.store_url, Folders(Path(demo.settings["ARCHIVE_DIR"]), None))
    assert _ask(elsewhere, source).status == 404
    assert "图片未存档" in _words(_page(elsewhere, f"/article/{demo.pictured}"))
    elsewhere.close()


def test_a_newspapers_page_shows_where_its_articles_stand(site: StoreSite, demo: Demo) -> None:
    page = _page(site, f"/newspaper/{demo.issue}")
    areas = page.css("svg.page a")
    assert len(areas) > 1 and all(area.css("polygon::attr(points)").get() for area in areas)
    listed = page.css("aside ol a::attr(href)").getall()
    assert {area.attrib["href"] for area in areas} <= {*listed}
    assert not page.css("svg.page foreignobject")
    scan = page.css("svg.page image::attr(href)").get() or ""
    assert _ask(site, scan).kind == "image/jpeg"
    second = page.css("nav.pages a::attr(href)").getall()[1]
    assert _page(site, second).css("aside ol a::attr(href)").getall() != listed
    assert page.css(".calendar a[aria-current=date]")
    assert "没有存档的版面" in _words(_page(site, "/newspaper/zjrb/1999-01-01"))


def test_a_page_without_its_scan_is_drawn(demo: Demo) -> None:
    without = StoreSite(demo.store_url, Folders(Path(demo.settings["ARCHIVE_DIR"]), None))
    page = _page(without, f"/newspaper/{demo.issue}")
    assert len(page.css("svg.page foreignobject")) == len(page.css("svg.page polygon")) > 1
    assert "版面图未存档" in _words(page) and not page.css("svg.page image")
    without.close()


def test_rankings_show_who_rose(site: StoreSite) -> None:
    page = _page(site, "/rankings")
    assert [*page.css("td:first-child::text").getall()] == [f"{rank}" for rank in range(1, 11)]
    assert page.css(".trend polyline") and "最近 2 次快照" in _words(page)


@pytest.mark.parametrize("number", ["9" * 18, "9" * 5000, "-1", "x", "٣", ""])
def test_a_number_that_can_be_none_is_no_failure(site: StoreSite, number: str) -> None:
    for address in (f"/runs?before={number}", f"/search?q=湛江&page={number}", f"/channel/shehui?before=2022_{number}"):
        is_beyond_all = address.startswith("/search") and number == "9" * 18
        assert _ask(site, address).status == (404 if is_beyond_all else 200)
    assert _ask(site, f"/runs/{number or 'x'}").status == 404


def test_runs_are_listed_with_what_they_found(site: StoreSite) -> None:
    listed = _page(site, "/runs").css("tbody th a::text").getall()
    assert listed == sorted(listed, reverse=True, key=int) and len(listed) == 6
    run = _page(site, "/runs/1")
    assert "articles/new" in _words(run) and len(run.css("ul.rows a")) > 10


def test_a_store_that_is_away_is_reported_and_opened_again(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    site = StoreSite(f"sqlite:///{file}", Folders(tmp_path, None))
    reply = _ask(site, "/")
    assert reply.status == 503 and b"scrapy crawl articles" in reply.body
    file.write_bytes(Path(demo.store_url.removeprefix("sqlite:///")).read_bytes())
    assert _ask(site, "/").status == 200
    site.close()
