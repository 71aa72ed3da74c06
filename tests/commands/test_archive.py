"""``scrapy archive show``, the look-up behind it, and what all of ``scrapy archive`` says to mistakes."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import pytest
from scrapy.settings import Settings

from tests.archive.building import kept, write
from tests.commands.archived import ARCHIVE, Crawled, archive, show
from tests.commands.conftest import Scrapy
from zhanjiang.archive import ArchiveError
from zhanjiang.catalogue.finding import latest_page


def test_show_gives_the_bytes_as_they_came(crawled: Crawled) -> None:
    pictures = crawled.rows("SELECT url, sha256 FROM images")
    assert pictures
    for url, digest in pictures[:3]:
        assert sha256(show(crawled.folder, url, "--decoded")).hexdigest() == digest


def test_an_article_is_shown_by_whatever_names_it(crawled: Crawled) -> None:
    [(article, url, headline)] = crawled.rows("SELECT id, url, headline FROM articles WHERE kind = 'article' LIMIT 1")
    first, *others = [show(crawled.folder, name) for name in (article, article[7:], url, f"{url}?v=2", url[7:])]
    assert all(shown == first for shown in others)
    decoded = show(crawled.folder, article, "--decoded")
    assert gzip.decompress(first) == decoded
    assert headline in decoded.decode()


def test_the_last_page_is_shown_and_an_earlier_one_on_demand(crawled: Crawled) -> None:
    [(article, first)] = crawled.rows(
        "SELECT article, min(taken_at) FROM captures WHERE type = 'revisit' AND status = 304 OR run = 1 "
        "GROUP BY article HAVING count(DISTINCT run) = 2 AND article NOT NULL AND max(is_further) = 0 LIMIT 1"
    )
    assert archive(crawled.folder, "show", article, "--headers").startswith("HTTP/1.1 304")
    assert archive(crawled.folder, "show", article, "--headers", "--at", first[:19] + "Z").startswith("HTTP/1.1 200")
    # What is not sent again is had where it stands.
    assert "<html" in archive(crawled.folder, "show", article, "--decoded")
    told = archive(crawled.folder, "show", article, "--at", "2020-01-01", code=1)
    assert told.startswith(f"scrapy archive: the archive has nothing of {article} until 2020-01-01T15:59:59Z: ")


def test_a_page_goes_before_the_error_that_came_later(copied: Crawled) -> None:
    [(article, url)] = copied.rows("SELECT article, url FROM captures WHERE article NOT NULL AND status = 200 LIMIT 1")
    metadata = {"run": 3, "article": article, "page": "/p/1.html", "kind": "article"}
    gone = kept(url, b"gone", 404, taken_at="2031-01-01T00:00:00.000000Z", metadata=metadata)
    write(copied.folder / ARCHIVE, gone, name="articles-run3")
    assert ", 1 of them noted in the store: all sound\n" in archive(copied.folder, "verify")
    assert archive(copied.folder, "show", article, "--headers").startswith(("HTTP/1.1 200", "HTTP/1.1 304"))


def test_a_page_is_looked_up_by_whatever_names_it(crawled: Crawled) -> None:
    [(article, url, taken_at)] = crawled.rows(
        "SELECT article, url, max(taken_at) FROM captures WHERE article NOT NULL AND is_further = 0 "
        "AND status IN (200, 304) GROUP BY article LIMIT 1"
    )
    page = latest_page(crawled.settings, article)
    assert (page.url, page.fetched_at) == (url, f"{taken_at[:19]}Z")
    assert page == latest_page(crawled.settings, url)
    assert page.content_type.startswith("text/html") and b"<html" in page.body


@pytest.mark.parametrize("named", ["portal/1", "http://nowhere.example/", "zjrb/2018-07-17/1", "[", "http://[/"])
def test_a_page_that_is_not_there_is_told_in_one_line(crawled: Crawled, named: str) -> None:
    with pytest.raises(ArchiveError, match="the archive has nothing of") as caught:
        latest_page(crawled.settings, named)
    assert "\n" not in str(caught.value)


def test_a_page_without_a_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no store"):
        latest_page(Settings({"STORE_URL": f"sqlite:///{tmp_path}/none.db", "ARCHIVE_DIR": "none"}), "portal/1")


def test_an_error_is_no_page(copied: Crawled) -> None:
    copied.rows("UPDATE captures SET status = 500 WHERE article = (SELECT min(article) FROM captures)")
    [(article,)] = copied.rows("SELECT min(article) FROM captures")
    with pytest.raises(ArchiveError, match=f"the archive has no page of {article}, only an answer with status 500"):
        latest_page(copied.settings, article)


# --- Mistakes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            (),
            "say what to do: wacz, verify, show, import, mend, as in: scrapy archive wacz -o day.wacz --day 2026-11-25",
        ),
        (("burn",), "argument ACTION: invalid choice: 'burn' (choose from 'wacz', 'verify', 'show', 'import', 'mend'"),
        (("wacz", "--day", "2026-11-25"), "say with -o which file to write, as in: scrapy archive wacz"),
        (("wacz", "-o", "a.wacz"), "give one of --day, --run and --ids, as in: scrapy archive wacz"),
        (("wacz", "-o", "a.wacz", "--day", "2026-11-25", "--run", "1"), "give one of --day, --run and --ids"),
        (("wacz", "-o", "a.wacz", "--day", "2026-13-01"), "--day '2026-13-01': give one such as 2026-11-25"),
        (
            ("wacz", "-o", "a.wacz", "--run", "last"),
            "--run 'last': give its number, as `scrapy status --runs` shows it",
        ),
        (("wacz", "-o", "a.wacz", "--ids", "portal/"), "--ids 'portal/': give IDs and ranges such as portal/2665093"),
        (("wacz", "-o", "a.wacz", "--ids", "9-7"), "--ids '9-7': give IDs and ranges such as portal/2665093"),
        (("verify", "portal/7"), "verify takes no argument: scrapy archive verify"),
        (("verify", "--decoded"), "'--decoded' is no option of verify: see scrapy archive verify --help"),
        (("show",), "give one ID or address, as in: scrapy archive show portal/2665093"),
        (("show", "7", "--at", "noon"), "'noon' is no time: give one such as 2026-11-25 or 2026-11-25T18:00"),
        (("import",), "give WARC or WACZ files, as in: scrapy archive import crawl.warc.gz"),
        (("import", "none.warc"), "there is no file none.warc: give WARC or WACZ files"),
    ],
)
def test_a_mistake_is_one_line(scrapy: Scrapy, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = scrapy("archive", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"scrapy archive: {told}") and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("verify",), ("show", "7"), ("wacz", "-o", "a.wacz", "--run", "1")])
def test_where_nothing_is_one_line_says_what_to_do(scrapy: Scrapy, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = scrapy("archive", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert "run `scrapy crawl articles` first" in done.stderr and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_help_has_an_example_of_each(scrapy: Scrapy) -> None:
    shown = " ".join(scrapy("archive", "--help").stdout.split())
    for example in ("wacz -o day.wacz --day 2026-11-25", "verify", "show portal/2665093", "import crawl.warc.gz"):
        assert f"scrapy archive {example}" in shown
