"""The digital newspaper: days, pages and articles, as its truth tells them."""

from __future__ import annotations

import itertools
import struct
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.replica.client import fetch
from tests.replica.newspaper_reading import areas, head_in_blocks, head_in_tables, label, printed, select
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

Truth = dict[str, Any]
_NEW_YEAR = ReplicaOptions(articles=20, seed=3, newspaper_days=5, newspaper_from=date(2015, 12, 30))


def _on(site: str, truths: list[Truth]) -> list[Truth]:
    return [truth for truth in truths if truth["url"].startswith(f"{site}/")]


@pytest.fixture(scope="session")
def site(replica: RunningReplica) -> str:
    """The address of the digital newspaper."""
    return replica.addresses["NEWSPAPER_URL"]


@pytest.fixture(scope="session")
def printed_pieces(site: str, pieces: list[Truth]) -> list[Truth]:
    """The truth about the articles of the digital newspaper."""
    return _on(site, pieces)


def _assert_head(truth: Truth) -> str:
    """Assert that kicker, headline, decks and byline stand where they should; return the template."""
    page = select(truth["url"])
    in_tables = bool(page.xpath("//td[@style='color: #0205FF;']"))
    kicker, headline, behind = head_in_tables(page) if in_tables else head_in_blocks(page)
    decks = truth["subheadline"].split("\n") if truth["subheadline"] else []
    assert (kicker, headline) == (truth["kicker"], truth["headline"])
    assert behind == [*decks, *([truth["byline"]] if truth["byline"] else [])]
    assert label(page) == (truth["newspaper_page"]["number"], truth["newspaper_page"]["name"])
    assert areas(page, truth["url"])[truth["url"]] == truth["newspaper_page"]["area"]
    return "tables" if in_tables else "blocks"


def _assert_body(truth: Truth) -> None:
    page = select(truth["url"])
    body = "\n".join(printed(page, "//div[@id='ozoom']"))
    places = [body.index(paragraph) for paragraph in truth["text"].split("\n\n")]
    assert places == sorted(places)
    pictures = [src for src in page.xpath("//td[not(.//td//img)]//img/@src").getall() if "/res/" in src]
    assert [urljoin(truth["url"], src) for src in pictures] == [image["url"] for image in truth["images"]]
    everything = "\n".join(printed(page, "//body"))
    assert all((image["caption"] or "") in everything for image in truth["images"])
    assert all(person["name"] in everything for person in truth["authors"])


def test_every_field_stands_on_the_page_in_both_templates(printed_pieces: list[Truth]) -> None:
    sample = printed_pieces[::9]
    assert {_assert_head(truth) for truth in sample} == {"tables", "blocks"}
    for truth in sample:
        _assert_body(truth)
    assert any(truth["kicker"] for truth in sample) and any("\n" in (truth["subheadline"] or "") for truth in sample)
    assert any(not truth["authors"] for truth in sample)
    assert any(truth["authors"] and not truth["byline"] for truth in sample)


def test_each_paper_uses_both_templates_and_the_late_node() -> None:
    with running_replica(_NEW_YEAR) as running:
        site = running.addresses["NEWSPAPER_URL"]
        used = {
            (truth["id"][:4], truth["published_at"][:4], _assert_head(truth))
            for truth in _on(site, running.newspaper_truth())[::12]
        }
        assert fetch(f"{site}/zjwb/html/2015-12/30/node_181.htm").status == 200
        assert fetch(f"{site}/zjwb/html/2015-12/30/node_2.htm").status == 404
        assert fetch(f"{site}/zjrb/html/2015-12/30/node_2.htm").status == 200
    assert used == {
        ("zjrb", "2015", "blocks"),
        ("zjrb", "2016", "tables"),
        ("zjwb", "2015", "tables"),
        ("zjwb", "2016", "blocks"),
    }


def test_pages_link_their_articles_and_the_next_page(
    site: str, newspaper_pages: list[Truth], printed_pieces: list[Truth]
) -> None:
    pages = _on(site, newspaper_pages)
    by_place: dict[tuple[str, ...], list[str]] = {}
    for truth in printed_pieces:
        place = (truth["id"][:4], truth["published_at"], truth["newspaper_page"]["number"])
        by_place.setdefault(place, []).append(truth["url"])
    for page, following in itertools.pairwise(pages[:41]):
        read = select(page["url"])
        expected = by_place.get((page["paper"], page["day"], page["number"]), [])
        assert label(read) == (page["number"], page["name"])
        listed = read.xpath("//ul/li/a[starts-with(@href, 'content_')]/@href").getall()
        assert [urljoin(page["url"], link) for link in listed] == list(areas(read, page["url"])) == expected
        onward = [urljoin(page["url"], link) for link in read.xpath("//a[text()='下一版']/@href").getall()]
        assert onward == ([following["url"]] if page["day"] == following["day"] else [])
    empty = [page for page in pages if (page["paper"], page["day"], page["number"]) not in by_place]
    assert empty and {page["name"] for page in empty} == {"广告"}


def test_about_eight_pages_a_day_and_some_articles_on_each(
    site: str, newspaper_pages: list[Truth], printed_pieces: list[Truth]
) -> None:
    pages = _on(site, newspaper_pages)
    days = {(page["paper"], page["day"]) for page in pages}
    assert 7 <= len(pages) / len(days) <= 9
    assert 3 <= len(printed_pieces) / len(pages) <= 6
    assert len({truth["id"] for truth in printed_pieces}) == len(printed_pieces)


def test_days_without_a_paper_are_404_and_links_jump_over_them(site: str, newspaper_pages: list[Truth]) -> None:
    for paper in ("zjrb", "zjwb"):
        first = {
            page["day"]: page["url"]
            for page in reversed(newspaper_pages)
            if page["paper"] == paper and page["url"].startswith(site)
        }
        days = sorted(date.fromisoformat(day) for day in first)
        between = [days[0] + timedelta(offset) for offset in range((days[-1] - days[0]).days)]
        absent = [day for day in between if str(day) not in first]
        assert len(absent) == (2 if paper == "zjrb" else 1)
        for day in absent:
            node = first[str(days[0])].rpartition("/")[2]
            assert fetch(f"{site}/{paper}/html/{day:%Y-%m/%d}/{node}").status == 404
        reached, address = [first[str(days[-1])]], first[str(days[-1])]
        while link := select(address).xpath("//a[text()='上一期']/@href").get():
            address = urljoin(address, link)
            reached.append(address)
        assert reached[-1] == first[str(days[0])]
        assert set(first.values()) - set(reached) == {first[str(days[2])]}


def test_scans_are_as_big_as_the_page_says_and_pictures_are_pictures(
    site: str, newspaper_pages: list[Truth], printed_pieces: list[Truth]
) -> None:
    for page in _on(site, newspaper_pages)[:6]:
        shown = select(page["url"]).xpath("//img[@usemap]")
        assert urljoin(page["url"], shown.attrib["src"]) == page["scan"]
        scan = fetch(page["scan"]).body
        frame = scan.index(b"\xff\xc0")
        assert scan.startswith(b"\xff\xd8") and scan.endswith(b"\xff\xd9")
        height, width = struct.unpack(">HH", scan[frame + 5 : frame + 9])
        assert (str(width), str(height)) == (shown.attrib["width"], shown.attrib["height"])
        assert fetch(page["pdf"]).body.startswith(b"%PDF")
    images = [image["url"] for truth in printed_pieces for image in truth["images"]][:12]
    assert all(fetch(url).body[:4] in (b"\xff\xd8\xff\xfe", b"\x89PNG") for url in images)
    assert fetch(f"{site}/zjrb/page/1/2018-01-01/01/20180101000000000.jpg").status == 404


def test_pieces_are_continued_on_a_later_page(printed_pieces: list[Truth]) -> None:
    by_id = {truth["id"]: truth for truth in printed_pieces}
    rests = [truth for truth in printed_pieces if truth["extra"]["continues"]]
    assert rests
    for rest in rests:
        begun = by_id[rest["extra"]["continues"]]
        assert rest["headline"] == begun["headline"] and rest["published_at"] == begun["published_at"]
        assert not any("版）" in truth["text"] for truth in (rest, begun))
        assert "（紧接第" in "".join(printed(select(rest["url"]), "//div[@id='ozoom']"))
        assert "（下转第" in "".join(printed(select(begun["url"]), "//div[@id='ozoom']"))


def test_some_pieces_are_the_portals_of_the_next_day(printed_pieces: list[Truth], truths: list[Truth]) -> None:
    portal = {truth["id"]: truth for truth in truths}
    reprinted = [truth for truth in printed_pieces if truth["extra"]["reprinted_as"]]
    assert reprinted
    for truth in reprinted:
        again = portal[truth["extra"]["reprinted_as"]]
        following = date.fromisoformat(truth["published_at"]) + timedelta(1)
        assert again["published_at"][:10] == str(following) and again["headline"] == truth["headline"]
        assert again["text"].split("\n\n")[1:] == truth["text"].split("\n\n")[1:]
        assert again["text"] != truth["text"]


def test_a_page_that_is_missing_takes_its_articles_out_of_the_truth() -> None:
    lost = "/zjrb/html/2018-07/17/node_4.htm"
    options = ReplicaOptions(
        articles=20, newspaper_days=2, newspaper_from=date(2018, 7, 17), faults_at=(("missing", lost),)
    )
    with running_replica(options) as running:
        site = running.addresses["NEWSPAPER_URL"]
        assert fetch(site + lost).status == 404
        assert fetch(f"{site}/zjrb/html/2018-07/17/node_3.htm").status == 200
        reported = [truth for truth in running.newspaper_truth() if truth["id"].startswith("zjrb/2018-07-17/")]
        assert "A03" not in {truth["newspaper_page"]["number"] for truth in reported} and len(reported) > 15
        assert f"{site}{lost}" not in {page["url"] for page in running.newspaper_pages()}


def test_front_pages_lead_to_the_newest_editions(site: str, newspaper_pages: list[Truth]) -> None:
    for paper in ("zjrb", "zjwb"):
        days = [page["url"] for page in _on(site, newspaper_pages) if page["paper"] == paper]
        newest = days[-1].rpartition("/")[0]
        for address in (f"{site}/", f"{site}/{paper}/"):
            links = [urljoin(address, link) for link in select(address).xpath("//a/@href").getall()]
            assert any(link.startswith(f"{newest}/") for link in links)


@pytest.mark.parametrize(
    "path", ["/zjrb/html/2018-13/41/node_2.htm", "/zjrb/html/1999-01/01/node_2.htm", "/zjxx/", "/x"]
)
def test_other_addresses_are_missing(site: str, path: str) -> None:
    assert fetch(site + path).status == 404
