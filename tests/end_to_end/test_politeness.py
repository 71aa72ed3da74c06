"""What sites forbid is not asked, their pauses are kept, and nobody is asked who was not named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.end_to_end.running import Crawled, assert_clean, crawl
from tests.loopback import serving
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_STORY = "<p>昨日上午，硇洲岛的渔船陆续归港，码头上一派忙碌。</p>" * 3


def _page(inside: str, title: str = "湛江云媒") -> bytes:
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{inside}</body></html>".encode()


def _article(headline: str) -> bytes:
    return _page(f"<h1>{headline}</h1><p>2024-05-01 10:00 来源：湛江日报 作者：记者甘海</p>{_STORY}", headline)


def _seconds(crawled: Crawled) -> float:
    """Return how long a crawl took, by its own statistics."""
    return float(re.findall(r"'elapsed_time_seconds': ([\d.]+)", crawled.log)[0])


def _links(*addresses: str) -> bytes:
    rows = "".join(f'<li><a href="{address}">{address} 的标题</a></li>' for address in addresses)
    return _page(f"<ul>{rows}</ul>")


def test_what_robots_txt_forbids_is_not_requested(tmp_path: Path) -> None:
    asked: list[str] = []
    site = {
        "/robots.txt": b"User-agent: *\nDisallow: /shehui/\nDisallow: /p/2.html\n",
        "/": _links("/shizheng/index.html", "/shehui/index.html"),
        "/shizheng/index.html": _links("/p/1.html", "/p/2.html"),
        "/shehui/index.html": _links("/p/3.html"),
        **{f"/p/{number}.html": _article(f"渔船归港第{number}日") for number in (1, 2, 3)},
    }
    with serving(site, asked) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False")
    assert crawled.code == 65  # what is forbidden is told, once
    assert set(crawled.feed) == {"portal/1"}
    assert sorted(asked) == ["/", "/p/1.html", "/robots.txt", "/shizheng/index.html"]


def test_our_own_name_in_robots_txt_counts(tmp_path: Path) -> None:
    robots = b"User-agent: zhanjiang-news\nDisallow: /\n\nUser-agent: *\nDisallow:\n"
    asked: list[str] = []
    with serving({"/robots.txt": robots, "/p/1.html": _article("渔船归港")}, asked) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1")
    assert crawled.lines == [] and asked == ["/robots.txt"]
    assert crawled.code == 69 and "Traceback" not in crawled.log


def test_a_crawl_delay_is_kept(tmp_path: Path) -> None:
    with running_replica(ReplicaOptions(articles=20, seed=3, crawl_delay=0.3)) as replica:
        numbers = [truth["id"].removeprefix("portal/") for truth in replica.truth() if truth["pages"] == 1][:6]
        crawled = crawl(tmp_path, replica.addresses, f"ids={','.join(numbers)}")
    assert_clean(crawled)
    assert len(crawled.feed) == len(numbers) == 6
    assert "asks for a pause of 0.3 s between requests: 0.3 s are granted" in crawled.log
    assert _seconds(crawled) >= 5 * 0.3  # between six articles lie five pauses


def test_by_default_a_second_lies_between_two_requests(tmp_path: Path) -> None:
    site = {f"/p/{number}.html": _article(f"渔船归港第{number}日") for number in (1, 2)}
    with serving(site) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1-2", hurried=False)
    assert_clean(crawled)
    assert len(crawled.feed) == 2
    assert _seconds(crawled) >= 0.5  # Scrapy's jitter takes up to a half off


@pytest.mark.parametrize("foreign", ["loopback", "private", "other_host"])
def test_a_redirect_to_somebody_else_is_not_followed_and_reported(tmp_path: Path, foreign: str) -> None:
    overheard: list[str] = []
    with serving({"/p/1.html": _article("不该读到"), "/robots.txt": b""}, overheard) as inner:
        target = {"loopback": inner, "private": "http://192.168.0.1", "other_host": "http://www.example"}[foreign]
        site = {"/p/1.html": (302, {"Location": f"{target}/p/1.html"}, b""), "/p/2.html": _article("渔船归港")}
        with serving(site) as portal:
            crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1-2")
    assert crawled.code == 65 and "Traceback" not in crawled.log
    assert set(crawled.feed) == {"portal/2"}
    assert overheard == []
    assert f"Not requested, as it is on none of the sites: {target}/p/1.html" in crawled.log


def test_links_to_somebody_else_are_not_followed(tmp_path: Path) -> None:
    overheard: list[str] = []
    with serving({"/p/9.html": _article("不该读到"), "/shehui/index.html": _links("/p/9.html")}, overheard) as inner:
        site = {
            "/": _links("/shizheng/index.html", f"{inner}/shehui/index.html", f"{inner}/p/9.html"),
            "/shizheng/index.html": _links("/p/1.html", f"{inner}/p/9.html"),
            "/p/1.html": _article("渔船归港"),
        }
        with serving(site) as portal:
            crawled = crawl(tmp_path, {"PORTAL_URL": portal})
    assert_clean(crawled)
    assert set(crawled.feed) == {"portal/1"}
    assert overheard == []


def test_a_typed_site_is_requested_and_one_it_leads_to_is_not(tmp_path: Path) -> None:
    overheard: list[str] = []
    with serving({"/p/2.html": _article("不该读到")}, overheard) as inner:
        site = {"/p/1.html": _article("渔船归港"), "/p/2.html": (301, {"Location": f"{inner}/p/2.html"}, b"")}
        with serving(site) as mirror:
            crawled = crawl(tmp_path, {}, f"urls={mirror}/p/1.html,{mirror}/p/2.html")
    assert crawled.code == 65 and "Traceback" not in crawled.log
    assert {item["id"]: item["via"] for item in crawled.lines} == {"portal/1": mirror.removeprefix("http://")}
    assert overheard == []
    assert f"{inner}/p/2.html" in crawled.log
