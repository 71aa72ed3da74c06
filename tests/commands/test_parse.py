"""``scrapy parse``, ``scrapy shell`` and ``scrapy check`` on pages of the replica: what a crawl reads, and no file."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands.archived import Crawled
from tests.commands.tiny.site import serving
from tests.end_to_end.running import run_scrapy


def _items(printed: str) -> list[dict[str, Any]]:
    """The items that ``scrapy parse`` prints, as Python data."""
    shown = re.search(r"# Scraped Items  -+\n(.*?)# Requests", printed, re.DOTALL)
    assert shown, printed
    items: list[dict[str, Any]] = ast.literal_eval(shown[1].strip())
    return items


def _parse(folder: Path, crawled: Crawled, url: str, code: int = 0) -> tuple[list[dict[str, Any]], str, str]:
    done = run_scrapy(folder, "parse", url, "--nocolour", *crawled.sites)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr and [*folder.iterdir()] == []
    return _items(done.stdout), done.stdout.partition("# Requests")[2], done.stderr


def test_an_article_is_shown_as_a_crawl_stores_it(crawled: Crawled, tmp_path: Path) -> None:
    truth = next(article for article in crawled.replica.truth() if article["kind"] == "article" and article["authors"])
    [item], _, _ = _parse(tmp_path, crawled, truth["url"])
    for name in ("id", "kicker", "headline", "subheadline", "published_at", "source", "authors", "credits", "text"):
        assert item[name] == truth[name], name


def test_a_mirrors_article_comes_with_its_repair(crawled: Crawled, tmp_path: Path) -> None:
    truth = next(article for article in crawled.replica.truth() if article["kind"] == "article")
    number = truth["id"].partition("/")[2]
    mirror = crawled.replica.addresses["MIRROR_URL"]
    [item], _, _ = _parse(tmp_path, crawled, f"{mirror}/p/{number}.html")
    assert (item["id"], item["url"]) == (truth["id"], truth["url"])
    assert mirror.endswith(item["via"]) and item["repair"]["readings"] > 0


def test_a_newspapers_page_and_article_are_read(crawled: Crawled, tmp_path: Path) -> None:
    page = crawled.replica.newspaper_pages()[0]
    [item], links, _ = _parse(tmp_path, crawled, page["url"])
    assert (item["paper"], item["day"], item["number"]) == (page["paper"], page["day"], page["number"])
    assert links.count("<GET ") >= len(item["articles"]) > 0
    article = crawled.replica.newspaper_truth()[0]
    [read], _, _ = _parse(tmp_path, crawled, article["url"])
    assert (read["id"], read["headline"], read["text"]) == (article["id"], article["headline"], article["text"])


def test_a_listing_has_rows_and_requests(crawled: Crawled, tmp_path: Path) -> None:
    [item], links, _ = _parse(tmp_path, crawled, f"{crawled.replica.addresses['PORTAL_URL']}/shizheng/")
    assert item["channel"] == "shizheng" and links.count("<GET ") >= len(item["rows"]) > 0


def test_doubts_are_reported_beside_the_item(tmp_path: Path) -> None:
    story = "<p>渔港昨日开市，首批渔船靠岸卸货，岸上已排起长队。</p>" * 4
    html = f"<html><head><title>渔港开市</title></head><body><h1>渔港开市</h1>{story}</body></html>"
    with serving({"/p/7.html": html.encode()}) as site:
        done = run_scrapy(
            tmp_path, "parse", f"{site.address}/p/7.html", "--nocolour", "-s", f"PORTAL_URL={site.address}"
        )
    assert done.returncode == 0 and _items(done.stdout)[0]["headline"] == "渔港开市"
    [line] = re.findall(r"^scrapy parse: .*", done.stderr, re.MULTILINE)
    assert line.endswith("with doubts: no date of it was found")


@pytest.mark.parametrize("path", ["/robots.txt", "/p/1.html"])
def test_what_is_no_page_of_ours_is_one_line(crawled: Crawled, tmp_path: Path, path: str) -> None:
    items, _, log = _parse(tmp_path, crawled, f"{crawled.replica.addresses['PORTAL_URL']}{path}", code=65)
    assert items == [] and len(re.findall(r"^scrapy parse: .*", log, re.MULTILINE)) == 1


def test_the_shell_has_page_and_article_at_hand(crawled: Crawled, tmp_path: Path) -> None:
    truth = crawled.replica.truth()[0]
    code = "(page.url, article.headline, read(response) == article)"
    done = run_scrapy(tmp_path, "shell", truth["url"], "-c", code, *crawled.sites)
    assert done.returncode == 0, done.stderr
    assert ast.literal_eval(done.stdout.strip()) == (truth["url"], truth["headline"], True)
    assert [*tmp_path.iterdir()] == []


def test_contracts_hold_on_the_portal_and_fail_elsewhere(crawled: Crawled, tmp_path: Path) -> None:
    portal, images = (crawled.replica.addresses[name] for name in ("PORTAL_URL", "PORTAL_IMAGE_URL"))
    well = run_scrapy(tmp_path, "check", "-s", f"PORTAL_URL={portal}")
    assert well.returncode == 0 and "\nOK" in well.stderr and "Ran 0 contracts" not in well.stderr, well.stderr
    wrong = run_scrapy(tmp_path, "check", "-s", f"PORTAL_URL={images}")
    assert wrong.returncode == 1 and "check PORTAL_URL" in wrong.stderr
