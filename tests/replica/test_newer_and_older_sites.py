"""The newspapers' site since 2024, and the old news host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from parsel import Selector

from tests.replica.client import fetch
from tests.replica.newspaper_reading import printed, select
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.replica.newspaper.edition import PAPERS

Truth = dict[str, Any]


def test_articles_since_2024_stand_as_reported(replica: RunningReplica, pieces: list[Truth]) -> None:
    site = replica.addresses["PAPER_URL"]
    reported = [truth for truth in pieces if truth["url"].startswith(site)]
    assert {truth["id"][:4] for truth in reported} == set(PAPERS)
    for truth in reported[::25]:
        paper, day, numbers = truth["id"].split("/")
        assert truth["url"] == f"{site}/{paper}/h5/html5/{day[:7]}/{day[8:]}/content_{numbers}.htm"
        assert day >= "2024-01-01" and re.fullmatch(r"\d+_\d+", numbers)
        page = select(truth["url"])
        year, month, date = day.split("-")
        assert printed(page, "//p[@class='from']") == [f"{PAPERS[paper]} {year}年{month}月{date}日"]
        place = truth["newspaper_page"]
        assert printed(page, "//div[@class='bar']/a") == [f"第{place['number']}版:{place['name']}"]
        assert place["area"] is None
        texts = page.xpath("//div[@id='ozoom']/founder-content/p[not(@style)]/text()").getall()
        texts = [re.sub(r"（(?:紧接|下转)第[^）]*版）", "", text) for text in texts]
        assert texts == [f"　　{paragraph}" for paragraph in truth["text"].split("\n\n")]
        whole = "\n".join(printed(page, "//div[@class='detail']"))
        heads = [truth["kicker"], truth["headline"], truth["subheadline"], truth["byline"]]
        assert all(line in whole for head in heads if head for line in head.split("\n"))
        bare = truth["url"].replace(f"{site}/{paper}/", f"{site}/")
        assert fetch(bare).body == fetch(truth["url"]).body


def test_days_since_2024_list_their_articles(
    replica: RunningReplica, newspaper_pages: list[Truth], pieces: list[Truth]
) -> None:
    site = replica.addresses["PAPER_URL"]
    known = {truth["url"] for truth in pieces}
    pages = [page for page in newspaper_pages if page["url"].startswith(site)]
    for page in pages[:30]:
        read = select(page["url"])
        links = [urljoin(page["url"], link) for link in read.xpath("//ul[@class='news-list']//a/@href").getall()]
        assert set(links) <= known and bool(links) == (page["name"] != "广告")
        assert urljoin(page["url"], read.xpath("//img[@class='preview']/@src").get("")) == page["scan"]
        assert fetch(page["scan"]).headers["content-type"] == "image/jpeg"
    assert pages[0]["url"].endswith("/node_01.htm") and pages[0]["number"] == "A01"
    assert any("+ " in page["name"] for page in pages)
    assert any(select(page["url"]).xpath("//a[text()='上一期']") for page in pages[9:20])


def test_old_news_names_no_charset_in_its_header(replica: RunningReplica, pieces: list[Truth]) -> None:
    site = replica.addresses["OLD_NEWS_URL"]
    reported = [truth for truth in pieces if truth["url"].startswith(site)]
    assert len(reported) >= 20 and f"{site}/local/2016/07/2016-07-1460596.html" == reported[0]["url"]
    assert reported[0]["id"] == "home/2016-07/1460596"
    forms = set()
    for truth in reported:
        reply = fetch(truth["url"])
        assert reply.headers["content-type"] == "text/html"
        declared = b"charset=gb2312" in reply.body
        encoding = "utf-8" if _is_utf8(reply.body) else "gb18030"
        forms.add((declared, encoding))
        page = Selector(reply.body.decode(encoding))
        assert printed(page, "//h1") == [truth["headline"]]
        assert truth["published_at"][:16].replace("T", " ") in printed(page, "//div[@class='article_info']")[0]
        paragraphs = printed(page, "//div[@class='article_cont']/p[not(@align)]")
        assert paragraphs == truth["text"].split("\n\n")
        assert page.xpath("//p[@class='MsoNormal']/span[contains(@style, '宋体')]")
    assert forms == {(True, "gb18030"), (False, "gb18030"), (False, "utf-8")}
    listed = Selector(fetch(f"{site}/local/").body.decode("gb18030")).xpath("//li/a/@href").getall()
    assert [site + link for link in listed] == [truth["url"] for truth in reported]


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_the_truth_may_be_written_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "newspaper.jsonl"
    with running_replica(ReplicaOptions(articles=10, newspaper_days=1, newspaper_truth=file)) as running:
        assert len(file.read_text("utf-8").splitlines()) == len(running.newspaper_truth()) > 50
