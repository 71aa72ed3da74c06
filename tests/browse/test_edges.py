"""What pages seldom meet: the ends of time, an article without a channel or a date, and a mistake of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from parsel import Selector

from tests.browse.test_site import _ask, _page
from zhanjiang.browse.answers import Reply
from zhanjiang.browse.reading import Folders
from zhanjiang.browse.site import StoreSite
from zhanjiang.items import Article
from zhanjiang.store import articles, open_store


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "9999-12-01", "0001-01-01", "0001-01-31"])
def test_the_ends_of_time_are_days_like_others(site: StoreSite, day: str) -> None:
    for address in (f"/day/{day}", f"/newspaper/zjrb/{day}"):
        page = _page(site, address)
        assert len(page.css(".calendar td span, .calendar td a").getall()) == 31
        assert page.css("h1")


def test_what_fails_is_reported_on_a_page_of_ours(
    site: StoreSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> Reply:
        raise OverflowError("year 10000 is\nout of range")

    monkeypatch.setattr("zhanjiang.browse.site._page_at", lambda _path: (fail, ()))
    reply = _ask(site, "/day/<b>")
    assert reply.status == 500 and Selector(reply.body.decode()).css("main p::text").get()
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "10000" not in reply.body.decode()
    reported = capsys.readouterr().err
    assert reported.count("\n") == 1 and "OverflowError: year 10000 is out of range" in reported
    monkeypatch.undo()
    assert _ask(site, "/").status == 200


def test_an_article_without_a_channel_has_a_place(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    with store.transaction() as connection:
        for number, day in ((1, "2022-05-31"), (2, None)):
            article = Article(id=f"portal/{number}", headline="盐", published_at=day, revision=1, content_hash="0")
            articles.save(connection, article)
    store.close()
    site = StoreSite(f"sqlite:///{tmp_path}/store.db", Folders(tmp_path, None))
    assert _page(site, "/").css('.channels a[href="/channel/-"]::text').get() == "未分频道"
    page = _page(site, "/channel/-")
    assert page.css(".headline h3 a::attr(href)").getall() == ["/article/portal/1", "/article/portal/2"]
    assert page.css("h2::text").getall() == ["无日期"] and page.css("h1::text").get() == "未分频道"
    site.close()
