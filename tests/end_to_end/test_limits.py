"""What has no end is cut at a limit that is told, makes the exit code 65, and leaves the rest to the next run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings

from tests.end_to_end.listing_site import article, document, rows
from tests.end_to_end.running import Crawled, crawl, run_scrapy
from tests.loopback import Answer, serving
from zhanjiang import settings as of_project
from zhanjiang.crawl.settings_check import WrongSetting, check_settings

_NUMBER = re.compile(r"/p/(\d+)\.html")
_LISTING = re.compile(r"/shizheng/(?:index(?:_(\d+))?\.html)?")
_DAY = re.compile(r"/zjrb/html/(\d{4})-(\d\d)/(\d\d)/node_2\.htm")
_COMMENTS = re.compile(r"/ajax/comment\?contentid=(\d+)&page=(\d+)")


def _endless(path: str, headers: Mapping[str, str]) -> Answer | None:
    """Answer for a portal whose listing has ever new articles, each with ever more comments."""
    if path == "/":
        return document("")
    if match := _NUMBER.fullmatch(path):
        return article(int(match[1]))
    if match := _LISTING.fullmatch(path):
        page = int(match[1] or 1)
        link = f'<a href="/shizheng/index_{page + 1}.html">下一页</a>'
        return document(rows(range(100 + page * 5, 105 + page * 5)) + link)
    if match := _COMMENTS.fullmatch(path):
        comment = {"id": f"{match[1]}-{match[2]}", "content": "好", "nickname": "海风", "created": "2023-05-04 10:00"}
        return 200, {"Content-Type": "application/json"}, json.dumps({"data": [comment]}).encode()
    return None


def _assert_cut(crawled: Crawled, setting: str, value: int) -> None:
    assert crawled.code == 65, crawled.log
    assert "Traceback" not in crawled.log
    assert f"than {setting}={value}: the rest is left to the next run; -s {setting}=N raises the limit" in crawled.log
    assert f"({setting})" in crawled.log.splitlines()[-1]


def test_a_listing_without_an_end_is_left_to_the_next_run_which_goes_on(tmp_path: Path) -> None:
    asked: list[str] = []
    with serving({}, asked, _endless) as portal:
        first = crawl(tmp_path, {"PORTAL_URL": portal}, LISTING_PAGES_MAX="4", COMMENTS_ENABLED="False")
        _assert_cut(first, "LISTING_PAGES_MAX", 4)
        assert len(first.lines) == 20
        asked.clear()
        second = crawl(tmp_path, {"PORTAL_URL": portal}, LISTING_PAGES_MAX="4", COMMENTS_ENABLED="False")
    _assert_cut(second, "LISTING_PAGES_MAX", 4)
    assert len(second.lines) >= 15 and not {*first.feed} & {*second.feed}
    assert "/shizheng/index_5.html" in asked and "/shizheng/index_3.html" not in asked


def test_a_range_of_ids_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with serving({}, guard=_endless) as portal:
        taken: list[str] = []
        for _ in range(2):
            crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1-9999999999", IDS_MAX="7", COMMENTS_ENABLED="False")
            _assert_cut(crawled, "IDS_MAX", 7)
            taken += crawled.feed
    assert sorted(taken) == sorted(f"portal/{number}" for number in range(1, 15))


def test_comments_without_an_end_are_cut(tmp_path: Path) -> None:
    with serving({}, guard=_endless) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=7", COMMENT_PAGES_MAX="3")
    _assert_cut(crawled, "COMMENT_PAGES_MAX", 3)
    assert crawled.rows("SELECT count(*) FROM comments") == [(3,)]


def _endless_newspaper(path: str, headers: Mapping[str, str]) -> Answer | None:
    """Answer for a newspaper that has an issue on each day since the beginning of time, without articles."""
    match = _DAY.fullmatch(path)
    if match is None:
        return None
    previous = date(*map(int, match.groups())) - timedelta(days=1)
    link = f'<a href="/zjrb/html/{previous:%Y-%m/%d}/node_2.htm">上一期</a>'
    picture = '<img src="/zjrb/page/1/2018-07/17/A01/2018071701_b.jpg">'
    return f"<html><body><p>第A01版：要闻</p>{picture}<a href=node_3.htm>A02</a>{link}</body></html>".encode()


def test_a_newspaper_without_a_first_day_is_left_to_the_next_run_which_goes_on(tmp_path: Path) -> None:
    asked: list[str] = []
    with serving({}, asked, _endless_newspaper) as site:
        given = {"NEWSPAPER_URL": site, "PAPER_URL": site, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}
        settings = [
            part for pair in (given | {"NEWSPAPER_DAYS_MAX": 5}).items() for part in ("-s", "{}={}".format(*pair))
        ]
        walk = ("crawl", "newspaper", *settings, "-a", "papers=zjrb", "-a", "until=2018-07-17")
        for days in (range(17, 12, -1), range(12, 7, -1)):
            asked.clear()
            done = run_scrapy(tmp_path, *walk)
            assert done.returncode == 65 and "Traceback" not in done.stderr, done.stderr
            assert "zjrb has more days than NEWSPAPER_DAYS_MAX=5: the rest is left to the next run" in done.stderr
            assert [path for path in asked if "node_2" in path] == [
                f"/zjrb/html/2018-07/{day:02}/node_2.htm" for day in days
            ]


@pytest.mark.parametrize("setting", ["IDS_MAX", "LISTING_PAGES_MAX", "ARTICLE_PAGES_MAX", "NEWSPAPER_DAYS_MAX"])
def test_a_limit_is_a_number_from_one(setting: str) -> None:
    settings = Settings({**of_project.defaults, "REPLICA_OPTIONS": None}, priority="project")
    settings.set(setting, "0", priority="cmdline")
    with pytest.raises(WrongSetting, match=f"{setting} is '0': give a whole number from 1"):
        check_settings(settings)
