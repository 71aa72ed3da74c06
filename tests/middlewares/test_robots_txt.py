"""A site that cannot give its robots.txt is left in peace; one that has none may be crawled."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.running import crawl
from tests.loopback import Answer, serving
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_ARTICLE = (
    "<html><head><title>渔船归港</title></head><body><h1>渔船归港</h1><p>渔船昨日归港，渔民们忙着卸货。</p></body></html>"
).encode()
_FORBIDS: Answer = b"User-agent: *\nDisallow: /\n"


def test_while_a_site_fails_to_give_its_rules_nothing_of_it_is_requested(tmp_path: Path) -> None:
    asked: list[str] = []
    answers: list[Answer] = [(503, {}, b"")] * 2
    site = {"/robots.txt": lambda: answers.pop() if answers else b"", "/p/1.html": _ARTICLE}
    with serving(site, asked) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1,2,3", RETRY_TIMES="1")
        assert crawled.code == 69, crawled.log
        assert asked == ["/robots.txt"] * 2
        assert crawled.log.count("gives no robots.txt (status 503)") == 1
        assert "robots.txt cannot be had (status 503)" in crawled.log
        assert "Traceback" not in crawled.log
        again = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1")
    assert again.code == 0 and set(again.feed) == {"portal/1"}


def test_rules_that_never_come_whole_are_no_leave_to_request_all(tmp_path: Path) -> None:
    options = ReplicaOptions(articles=10, seed=3, faults_at=(("reset", "/robots.txt"),), heal="never")
    with running_replica(options) as replica:
        crawled = crawl(tmp_path, replica.addresses, RETRY_TIMES="0", DOWNLOAD_TIMEOUT="3")
    assert crawled.code == 69 and crawled.lines == []
    assert crawled.log.count("gives no robots.txt") == 1
    assert "Traceback" not in crawled.log


def test_a_site_without_rules_may_be_crawled_whatever_its_page_of_the_error_says(tmp_path: Path) -> None:
    with serving({"/robots.txt": (429, {}, _FORBIDS), "/p/1.html": _ARTICLE}) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1", RETRY_TIMES="1")
    assert crawled.code == 0 and set(crawled.feed) == {"portal/1"}
