"""``scrapy fixture``: a saved page becomes a test case that the parametrised tests take up as it stands."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from tests.end_to_end.running import crawl
from tests.pages.article import test_page as test_article_fixtures
from tests.pages.listing import test_listing as test_listing_fixtures
from tests.pages.newspaper import test_edition_fixtures
from tests.pages.newspaper import test_page as test_newspaper
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_STOCK = _FIXTURES / "ArticlePage" / "stock_full" / "page.html"
_URL = "https://www.gdzjdaily.com.cn/p/2836278.html"
_MADE = "tests/fixtures/ArticlePage/p_2836278"
_EMPTY = "kicker,images"


_ARTICLES = test_article_fixtures.test_page_gives_its_item
_NEWSPAPERS = test_newspaper.test_page_gives_its_item
_LISTINGS = test_listing_fixtures.test_listing_gives_its_rows_and_the_way_on


@pytest.mark.parametrize(
    ("known", "empty", "taken_up"),
    [
        ("ArticlePage/stock_full", _EMPTY, _ARTICLES),
        ("ArticlePage/video", "kicker,subheadline,images", _ARTICLES),
        ("NewspaperArticlePage/01_first_template", "source,credits", _NEWSPAPERS),
        ("NewspaperArticlePage/11_old_news_host", "kicker,subheadline,images,credits", _NEWSPAPERS),
        ("EditionPage/image_map", "", test_edition_fixtures.test_page_gives_its_item),
        ("ListingPage/01_list_mixed_links", "load_more_id", _LISTINGS),
        ("ListingPage/07_load_more_var", "next", _LISTINGS),
        ("FrontPage/f1_front_list_menu", "", test_listing_fixtures.test_front_page_gives_channels_and_articles),
    ],
)
def test_a_case_is_taken_up(
    scrapy: Scrapy, tmp_path: Path, known: str, empty: str, taken_up: Callable[[Path], None]
) -> None:
    saved = _FIXTURES / known / "page.html"
    url = json.loads((saved.parent / "meta.json").read_text("utf-8"))["url"]
    done = scrapy("fixture", "--from", str(saved), "--url", url, "--name", "made", "--allow-empty", empty)
    assert done.returncode == 0, done.stderr
    case = tmp_path / "tests" / "fixtures" / Path(known).parent / "made"
    assert sorted(path.name for path in case.iterdir()) == ["item.json", "meta.json", "page.html"]
    assert (case / "page.html").read_bytes() == saved.read_bytes()
    assert json.loads((case / "item.json").read_text("utf-8"))
    taken_up(case)


def _stock(scrapy: Scrapy, *options: str, empty: str = _EMPTY) -> subprocess.CompletedProcess[str]:
    return scrapy("fixture", "--from", str(_STOCK), "--url", _URL, "--allow-empty", empty, *options)


def test_address_time_and_header_stand_beside_the_page(scrapy: Scrapy, tmp_path: Path) -> None:
    done = _stock(scrapy, "--fetched-at", "2022-06-01", "--content-type", "text/html; charset=gbk", "--into", "cases")
    assert done.stdout.startswith("cases/ArticlePage/p_2836278 written: read its item.json through")
    meta = json.loads((tmp_path / "cases/ArticlePage/p_2836278/meta.json").read_text("utf-8"))
    assert meta == {"url": _URL, "fetched_at": "2022-06-01T00:00:00Z", "content_type": "text/html; charset=gbk"}


def test_empty_fields_are_refused_and_named(scrapy: Scrapy, tmp_path: Path) -> None:
    done = _stock(scrapy, empty="kicker")
    assert (done.returncode, done.stdout) == (65, "")
    assert done.stderr.startswith("scrapy fixture: nothing was found for images: ") and done.stderr.count("\n") == 1
    assert _stock(scrapy, empty="").stderr.startswith("scrapy fixture: nothing was found for kicker, images: ")
    assert list(tmp_path.iterdir()) == []


def test_a_count_of_nothing_is_no_empty_field(scrapy: Scrapy, tmp_path: Path) -> None:
    assert _stock(scrapy).returncode == 0
    assert json.loads((tmp_path / _MADE / "item.json").read_text("utf-8"))["comment_count"] == 0


def test_no_case_is_written_over(scrapy: Scrapy, tmp_path: Path) -> None:
    assert _stock(scrapy).returncode == 0
    kept = tmp_path / _MADE / "item.json"
    kept.write_text("corrected by hand", "utf-8")
    done = _stock(scrapy)
    assert done.returncode == 1
    assert done.stderr == f"scrapy fixture: {_MADE} is there already: give another --name, or delete it first\n"
    assert kept.read_text("utf-8") == "corrected by hand"


def test_that_an_article_goes_on_is_told(scrapy: Scrapy) -> None:
    saved = _FIXTURES / "ArticlePage" / "eight_pages" / "page.html"
    url = "https://www.gdzjdaily.com.cn/p/2878241.html"
    done = scrapy("fixture", "--from", str(saved), "--url", url, "--allow-empty", "kicker,subheadline,images,credits")
    assert done.returncode == 0, done.stderr
    assert "the article goes on at https://www.gdzjdaily.com.cn/p/2878241_2.html" in done.stdout


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        ([], 2, "give the address or ID of one archived page, or a saved one: --from"),
        (["1", "2"], 2, "give the address or ID of one archived page"),
        (["1", "--url", _URL], 2, "give the address or ID of one archived page"),
        (["--from", "page.html"], 2, "--from takes --url"),
        (["1", "--from", "page.html", "--url", _URL], 2, "--from takes --url"),
        (["--from", "page.html", "--url", "https://other.example/"], 2, "'https://other.example/' is no page"),
        (["--from", "page.html", "--url", _URL, "--name", "../up"], 2, "--name '../up' cannot be a folder's name"),
        (["--from", "page.html", "--url", _URL, "--fetched-at", "May"], 2, "'May' is no time"),
        (["--from", "page.html", "--url", _URL, "--allow-empty", "colour"], 2, "--allow-empty colour: the page"),
        (["--from", "none.html", "--url", _URL], 1, "none.html cannot be used (No such file or directory): check"),
        (["--from", "page.html", "--url", _URL, "--into", "page.html", "--allow-empty", _EMPTY], 1, "page.html/"),
        (["--from", "empty.html", "--url", _URL], 65, "no headline was found"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    scrapy: Scrapy, tmp_path: Path, options: list[str], code: int, told: str
) -> None:
    shutil.copy(_STOCK, tmp_path / "page.html")
    (tmp_path / "empty.html").write_text("<html><body><p>维护中</p></body></html>", "utf-8")
    done = scrapy("fixture", *options)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(f"scrapy fixture: {told}") and done.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.html", "page.html"]


def test_a_page_of_the_archive_becomes_a_case_with_all_its_pages(scrapy: Scrapy, tmp_path: Path) -> None:
    with running_replica(ReplicaOptions(articles=40, seed=5)) as replica:
        truth = next(truth for truth in replica.truth() if (truth["pages"] or 1) > 1)
        assert crawl(tmp_path, replica.addresses).code == 0
        portal = replica.addresses["PORTAL_URL"]
    empty = ",".join(name for name, value in truth.items() if not value and name != "duplicate_of")
    options = ("-s", f"PORTAL_URL={portal}", "--name", "made", "--allow-empty", empty)
    done = scrapy("fixture", truth["id"], *options)
    assert done.returncode == 0, done.stderr
    item = json.loads((tmp_path / "tests/fixtures/ArticlePage/made/item.json").read_text("utf-8"))
    assert (item["headline"], item["text"], item["pages"]) == (truth["headline"], truth["text"], truth["pages"])
    again = scrapy("fixture", "portal/1", "-s", f"PORTAL_URL={portal}")
    assert again.returncode == 1 and again.stderr.startswith("scrapy fixture: ")
