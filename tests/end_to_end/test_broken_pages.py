"""One page in six comes broken: what a retry can mend is stored, the rest is told, and nothing is half."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.end_to_end.running import assert_clean, assert_true, crawl, run_scrapy
from tests.loopback import Answer, serving
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_FAULTS = ("unavailable", "reset", "empty_body", "truncated_gzip", "noisy_body")


def test_one_page_in_six_is_broken(tmp_path: Path) -> None:
    options = ReplicaOptions(articles=120, seed=53, faults=tuple((name, 1 / 30) for name in _FAULTS))
    with running_replica(replace(options, faults=())) as replica:
        everything = {truth["id"] for truth in replica.truth()}
    with running_replica(options) as replica:
        crawled = crawl(tmp_path, replica.addresses)
        truths = replica.truth()
        told = run_scrapy(tmp_path, "status", "--failed", "-s", f"PORTAL_URL={replica.addresses['PORTAL_URL']}")
    assert crawled.code == 65
    assert "Traceback" not in crawled.log
    assert_true(crawled, truths)
    lost = everything - {truth["id"] for truth in truths}
    assert len(lost) > 3
    for id in lost:
        address = f"{replica.addresses['PORTAL_URL']}/p/{id.removeprefix('portal/')}.html"
        assert any(line.split()[:2] == ["quarantined", address] for line in told.stdout.splitlines()), address


def _page(text: str) -> bytes:
    paragraphs = "".join(f"<p>{text}，渔民们在码头上卸下第{number}筐鱼。</p>" for number in range(1, 9))
    title = "<html><head><title>渔船归港</title></head><body><div><h1>渔船归港</h1>"
    return f"{title}<div>2023-05-04 10:00 来源：湛江日报</div><div>{paragraphs}</div></div></body></html>".encode()


def _cut(answers: list[Answer]) -> Callable[[], Answer]:
    """Give the answers one after the other, the last one from then on."""
    return lambda: answers.pop(0) if len(answers) > 1 else answers[0]


def test_a_page_that_ends_in_its_middle_is_asked_for_again(tmp_path: Path) -> None:
    whole = _page("渔船昨日归港")
    cut = whole[: len(whole) // 2]
    site = {"/p/1.html": whole, "/p/2.html": _cut([cut, whole]), "/p/3.html": _cut([cut])}
    with serving(site) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1,2,3", CONCURRENT_REQUESTS_PER_DOMAIN="1")
    assert crawled.code == 65
    assert "meta keys" not in crawled.log
    assert {item["id"]: item["text"].count("渔民们") for item in crawled.lines} == {"portal/1": 8, "portal/2": 8}
    assert crawled.rows("SELECT address, reason FROM quarantine") == [
        (f"{portal}/p/3.html", "the page ends in its middle")
    ]


def test_a_page_is_asked_for_again_until_it_comes_whole(tmp_path: Path) -> None:
    whole = _page("渔船昨日归港")
    spoiled = (whole[: len(whole) // 2], b"\x8b\x00\xfe" * 900, b"<html><body><p>\x07\xff</p></body></html>")
    site = {f"/p/{number}.html": _cut([bad, bad, whole]) for number, bad in enumerate(spoiled, 2)}
    with serving({"/p/1.html": whole, **site}) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1-4", CONCURRENT_REQUESTS_PER_DOMAIN="1")
    assert_clean(crawled)
    assert {item["id"]: item["text"].count("渔民们") for item in crawled.lines} == {
        f"portal/{number}": 8 for number in range(1, 5)
    }


def test_a_site_whose_pages_never_close_is_read(tmp_path: Path) -> None:
    page = _page("渔船昨日归港").replace(b"</div></body></html>", b"")
    with serving({"/p/1.html": page, "/p/2.html": page}) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "ids=1,2")
    assert crawled.code == 0
    assert len(crawled.lines) == 2


def test_an_article_without_its_further_page_is_kept_and_not_fed(tmp_path: Path) -> None:
    with running_replica(ReplicaOptions(articles=40, seed=59)) as replica:
        long = next(truth for truth in replica.truth() if (truth["pages"] or 0) > 2)
        number = long["id"].removeprefix("portal/")
    fault = ("unavailable", f"/p/{number}_2.html")
    with running_replica(ReplicaOptions(articles=40, seed=59, faults_at=(fault,), heal="never")) as replica:
        port = replica.port
        crawled = crawl(tmp_path, replica.addresses, RETRY_TIMES="1")
    assert crawled.code == 65
    assert long["id"] not in crawled.feed and len(crawled.feed) == 39
    assert crawled.rows("SELECT stage, length(body) > 1000 FROM quarantine") == [("incomplete", 1)]
    assert crawled.rows("SELECT article, state FROM ledger WHERE state = 'incomplete'") == [(long["id"], "incomplete")]
    with running_replica(ReplicaOptions(articles=40, seed=59, port=port)) as replica:
        again = crawl(tmp_path, replica.addresses)
    assert again.code == 0
    assert [item["pages"] for item in again.lines] == [long["pages"]]
    assert again.rows("SELECT address FROM quarantine") == []
