"""``scrapy parse-file``: a saved page of any kind, field by field, with its rule and what the others give."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Scrapy
from tests.commands.terminal import run_on_terminal
from tests.replica.client import fetch
from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.textrepair import to_simplified

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_PORTAL = "https://www.gdzjdaily.com.cn"
_URL = f"{_PORTAL}/shizheng/p/2836278.html?v=1663507728281"
_NEWSPAPER = "http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17"
_STOCK = _FIXTURES / "ArticlePage" / "stock_full"


def _saved(case: Path) -> str:
    return str(case / "page.html")


def _json(scrapy: Scrapy, name: str | Path, url: str, *options: str, code: int = 0, **settings: str) -> dict[str, Any]:
    done = scrapy("parse-file", str(name), "--url", url, "--json", *options, **settings)
    assert done.returncode == code, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _expected(case: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((case / "item.json").read_text("utf-8"))
    return told


def test_an_article_whole_with_rules_and_alternatives(scrapy: Scrapy) -> None:
    told = _json(scrapy, _saved(_STOCK), _URL)
    item, expected = told["item"], _expected(_STOCK)
    assert {name: item[name] for name in expected} == expected
    assert (item["id"], item["channel"], item["via"]) == ("portal/2836278", "shizheng", None)
    assert (item["url"], item["addresses"]) == (f"{_PORTAL}/p/2836278.html", [_URL])
    assert told["rules"]["headline"] == {"rule": "selector", "layout": "stock"}
    assert told["rules"]["source"] == {"rule": "label", "layout": None}
    assert {name: rule["rule"] for name, rule in told["rules"].items()} == item["extracted_by"]
    others = [(other["rule"], other["value"]) for other in told["alternatives"]["text"]]
    assert others == [("label", item["text"]), ("generic", item["text"])]
    assert "source" not in told["alternatives"]
    assert told["layouts"][0] == {"layout": "stock", "holds": True, "is_marked": True, "headlines": 1, "bodies": 1}


def test_a_page_whose_markup_changed_is_told_by_its_rules(scrapy: Scrapy, tmp_path: Path) -> None:
    changed = (_STOCK / "page.html").read_text("utf-8").replace('class="article-content"', 'class="content-2027"')
    (tmp_path / "page.html").write_text(changed, "utf-8")
    done = scrapy("parse-file", "page.html", "--url", _URL)
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["headline", "label", *_expected(_STOCK)["headline"].split()] in lines
    assert "Layout stock: headline 1, body 0, without its marker" in done.stdout.splitlines()
    assert "selector" not in done.stdout


def test_plain_lines_say_which_rule_gave_what_and_what_differs(scrapy: Scrapy) -> None:
    case = _FIXTURES / "ArticlePage" / "modelled_07_mobile_unlabelled"
    done = scrapy("parse-file", _saved(case), "--url", "https://m.gdzjdaily.com.cn/p/7.html")
    assert done.returncode == 0 and done.stderr == ""
    first, header, *lines = done.stdout.splitlines()
    assert first.startswith("ArticlePage  https://m.gdzjdaily.com.cn/p/7.html  fetched 20")
    assert header.split() == ["field", "rule", "value"]
    generic = next(line for line in lines if line.lstrip().startswith("generic"))
    caption = _expected(case)["images"][0]["caption"]
    assert "{+" in generic and caption in generic and "[-" not in generic
    assert "\x1b" not in done.stdout and not any(line.startswith("--") for line in lines)


def test_a_terminal_gets_a_table(tmp_path: Path) -> None:
    code, shown = run_on_terminal(tmp_path, 120, "parse-file", _saved(_STOCK), "--url", _URL)
    assert code == 0
    _, header, rule, *rows = shown.splitlines()
    assert header.split() == ["field", "rule", "value"] and set(rule) == {"-", " "}
    row = next(line for line in rows if line.startswith("headline"))
    assert re.split("  +", row) == ["headline", "selector stock", _headline()]


def _headline() -> str:
    return str(_expected(_STOCK)["headline"])


def test_a_mirrors_page_is_repaired_and_simplified_with_its_alternatives(scrapy: Scrapy, tmp_path: Path) -> None:
    with running_replica(ReplicaOptions(articles=12, seed=23)) as replica:
        truth = next(truth for truth in replica.truth() if truth["kind"] == "article" and truth["pages"] == 1)
        path = truth["url"].removeprefix(replica.addresses["PORTAL_URL"])
        body = fetch(replica.addresses["MIRROR_URL"] + path).body
    (tmp_path / "page.html").write_bytes(body)
    told = _json(scrapy, "page.html", f"http://mirror.example{path}")
    item = told["item"]
    assert (item["id"], item["via"], item["script"]) == (truth["id"], "mirror.example", "hant")
    assert item["repair"]["readings"] > 10
    generic = next(other["value"] for other in told["alternatives"]["text"] if other["rule"] == "generic")
    assert item["text"].split("\n\n")[0] in generic
    kept = _json(scrapy, "page.html", f"http://mirror.example{path}", CONVERT_SCRIPT_TARGET="none")
    assert to_simplified(kept["item"]["text"]) == item["text"] != kept["item"]["text"]


def test_the_time_decides_which_layouts_hold(scrapy: Scrapy, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    shutil.copy(_STOCK / "page.html", page)
    os.utime(page, (1_653_998_280, 1_653_998_280))
    assert _json(scrapy, page, _URL)["fetched_at"] == "2022-05-31T11:58:00Z"
    told = _json(scrapy, page, _URL, "--fetched-at", "2026-11-24T09:36:24+08:00")
    assert told["fetched_at"] == told["item"]["fetched_at"] == "2026-11-24T01:36:24Z"


def test_what_goes_on_is_told_and_this_page_alone_is_read(scrapy: Scrapy) -> None:
    case = _FIXTURES / "ArticlePage" / "eight_pages"
    url = f"{_PORTAL}/p/2878241.html"
    told = _json(scrapy, _saved(case), url)
    assert (told["goes_on"], told["item"]["pages"]) == (f"{_PORTAL}/p/2878241_2.html", 1)
    assert _expected(case)["text"].startswith(told["item"]["text"])
    lines = scrapy("parse-file", _saved(case), "--url", url).stdout.splitlines()
    assert f"The article goes on at {_PORTAL}/p/2878241_2.html: only this page is read." in lines


def test_a_stub_is_a_link_and_says_where_it_leads(scrapy: Scrapy, tmp_path: Path) -> None:
    stub = '<html><body><script>location.href="https://other.example/a";</script></body></html>'
    (tmp_path / "page.html").write_text(stub, "utf-8")
    told = _json(scrapy, "page.html", _URL)
    assert (told["item"]["kind"], told["leads_to"], told["unfit"]) == ("link", "https://other.example/a", "")


@pytest.mark.parametrize(
    ("case", "url", "page"),
    [
        ("NewspaperArticlePage/01_first_template", f"{_NEWSPAPER}/content_2108598.htm", "NewspaperArticlePage"),
        ("NewspaperArticlePage/11_old_news_host", None, "ArticlePage"),
        ("EditionPage/image_map", None, "EditionPage"),
        ("ListingPage/01_list_mixed_links", None, "ListingPage"),
        ("FrontPage/f1_front_list_menu", None, "FrontPage"),
    ],
)
def test_pages_of_every_kind(scrapy: Scrapy, case: str, url: str | None, page: str) -> None:
    folder = _FIXTURES / case
    url = url or json.loads((folder / "meta.json").read_text("utf-8"))["url"]
    told = _json(scrapy, _saved(folder), url)
    assert told["page"] == page
    item, expected = told["item"], _expected(folder)
    for name in expected.keys() - {"rows", "channels", "images", "newspaper_page"}:
        assert item[name] == expected[name], name
    if "rows" in expected:
        assert [row[:2] for row in item["rows"]] == expected["rows"]
    assert told["rules"]


def test_a_newspapers_article_names_the_layout_of_each_part(scrapy: Scrapy) -> None:
    case = _FIXTURES / "NewspaperArticlePage" / "01_first_template"
    told = _json(scrapy, _saved(case), f"{_NEWSPAPER}/content_2108598.htm")
    assert told["item"]["id"] == "zjrb/2018-07-17/2108598"
    assert told["rules"]["headline"] == {"rule": "selector", "layout": "contents"}
    assert told["rules"]["text"] == {"rule": "selector", "layout": "ozoom"}
    others = {(other["rule"], other["layout"]) for other in told["alternatives"]["text"]}
    assert others == {("selector", "Founder's content"), ("label", ""), ("generic", "")}


@pytest.mark.parametrize(
    ("html", "reason", "outcome"),
    [
        ("<html><body><p>维护中</p></body></html>", "no headline was found", "put the page into quarantine"),
        (
            "<html><body><p>您访问的页面不存在或已删除</p></body></html>",
            "the page says that there is no such article",
            "mark it as gone",
        ),
        ("", "the page is empty", "put the page into quarantine"),
    ],
)
def test_a_page_without_an_article_ends_with_65(
    scrapy: Scrapy, tmp_path: Path, html: str, reason: str, outcome: str
) -> None:
    (tmp_path / "page.html").write_text(html, "utf-8")
    done = scrapy("parse-file", "page.html", "--url", _URL)
    assert (done.returncode, done.stdout) == (65, "")
    assert done.stderr.startswith(f"scrapy parse-file: {reason}") and done.stderr.count("\n") == 1
    assert done.stderr.endswith(f"; a crawl would {outcome}\n")


def test_what_is_no_whole_article_is_shown_and_ends_with_65(scrapy: Scrapy, tmp_path: Path) -> None:
    html = "<html><head><title>港口</title></head><body><h1>港口</h1></body></html>"
    (tmp_path / "page.html").write_text(html, "utf-8")
    done = scrapy("parse-file", "page.html", "--url", _URL)
    assert done.returncode == 65 and "港口" in done.stdout
    told = "scrapy parse-file: text: neither text nor pictures were found; a crawl would put the page into quarantine\n"
    assert done.stderr == told
    assert "A crawl would put it into quarantine; it is read by labels, since no layout fits, with doubts: it has" in (
        done.stdout
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>维护中</p>", "the page links nothing of the portal"),
        ("<a href='/shizheng/index.html'>时政</a>", "the page links no article and no other page"),
    ],
)
def test_a_listing_without_a_row_ends_with_65(scrapy: Scrapy, tmp_path: Path, body: str, told: str) -> None:
    (tmp_path / "page.html").write_text(f"<html><body>{body}</body></html>", "utf-8")
    done = scrapy("parse-file", "page.html", "--url", f"{_PORTAL}/shizheng/index.html")
    assert done.returncode == 65
    assert done.stderr.startswith(f"scrapy parse-file: {told}") and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["none.html", "--url", _URL], 1, "none.html cannot be used (No such file or directory)"),
        ([".", "--url", _URL], 1, ". cannot be used (Is a directory)"),
        ([], 2, "give one saved page"),
        (["one.html", "two.html", "--url", _URL], 2, "give one saved page"),
        (["one.html"], 2, "say where the page is from"),
        (["one.html", "--url", "https://other.example/"], 2, "'https://other.example/' is no page that is known"),
        (["one.html", "--url", "p/1.html"], 2, "'p/1.html' is no page that is known"),
        (["one.html", "--url", _URL, "--fetched-at", "May"], 2, "'May' is no time: give one such as 2026-11-24T"),
        (["one.html", "--url", _URL, "-s", "CONVERT_SCRIPT_TARGET=de"], 2, "CONVERT_SCRIPT_TARGET is 'de'"),
    ],
)
def test_a_mistake_is_told_in_one_line(scrapy: Scrapy, options: list[str], code: int, told: str) -> None:
    done = scrapy("parse-file", *options)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(f"scrapy parse-file: {told}") and done.stderr.count("\n") == 1
