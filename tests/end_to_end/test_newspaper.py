"""Days, pages and articles of the newspapers, by the real command, from a site on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.newspaper_site import DAYS, FIRST, number_of, site
from tests.end_to_end.running import FEED, UNHURRIED, Crawled, Item, assert_clean, run_scrapy
from tests.loopback import Answer, serving

_RANGE = ("since=2018-07-15", "until=2018-07-18")
_DAY = ("papers=zjrb", "since=2018-07-18", "until=2018-07-18")
_SOFT_404 = "<html><body>您访问的页面不存在或已删除</body></html>".encode()
_HOME = "/local/2016/07/2016-07-1460596.html"
_PAPER = "/h5/html5/2024-02/01/content_61646_330886.htm"
_FIXTURES = Path(__file__).parents[1] / "fixtures" / "NewspaperArticlePage"


class Site:
    """The site: its address, its pages, and the paths that were asked for."""

    def __init__(self, address: str, pages: dict[str, bytes], asked: list[str]) -> None:
        self.address, self.pages, self.asked = address, pages, asked

    def crawl(self, folder: Path, *arguments: str, spider: str = "newspaper", **settings: str) -> Crawled:
        """Crawl the site; what was asked for before is forgotten."""
        self.asked.clear()
        sites = dict.fromkeys(("NEWSPAPER_URL", "PAPER_URL", "OLD_NEWS_URL", "PORTAL_URL"), self.address)
        given = [part for argument in arguments for part in ("-a", argument)]
        given += [part for name, value in (UNHURRIED | sites | settings).items() for part in ("-s", f"{name}={value}")]
        done = run_scrapy(folder, "crawl", spider, *given, "-O", FEED)
        lines = (folder / FEED).read_text("utf-8").splitlines() if (folder / FEED).exists() else []
        return Crawled(done.returncode, done.stderr, [json.loads(line) for line in lines], folder)

    @property
    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [path for path in self.asked if path != "/robots.txt"]


@pytest.fixture
def newspaper() -> Iterator[Site]:
    """A site of its own for each test, so that pages can be taken away."""
    pages, asked = site(), list[str]()
    for path, case in ((_PAPER, "09_paper_small_screen"), (_HOME, "11_old_news_host")):
        pages[path] = (_FIXTURES / case / "page.html").read_bytes()
    with serving(pages, asked) as address:
        yield Site(address, pages, asked)


def _ids() -> set[str]:
    return {
        f"{paper}/{day.replace('/', '-')}/{number_of(paper, day, page, place)}"
        for paper in FIRST
        for day in DAYS
        for page in (0, 1)
        for place in (0, 1)
    }


def _assert_right(item: Item, address: str) -> None:
    paper, day, number = item["id"].split("/")
    page, place = int(number[-2]), int(number[-1])
    left = 50.0 * place
    assert item["url"] == f"{address}/{paper}/html/{day[:7]}/{day[8:]}/content_{number}.htm"
    assert item["addresses"] == [item["url"]] and item["via"] is None
    assert (item["kicker"], item["headline"]) == (f"引题{number}先说", f"头条{number}")
    assert (item["subheadline"], item["published_at"]) == (f"副题{number}再说", day)
    assert item["text"].startswith(f"本报讯 故事{number}从清晨的码头讲起")
    area = [[left, 10.0], [left + 50.0, 10.0], [left + 50.0, 50.0], [left, 50.0]]
    assert item["newspaper_page"] == {"number": f"A0{page + 1}", "name": f"要闻{page}", "area": area}


def test_a_range_of_days_of_both_papers(tmp_path: Path, newspaper: Site) -> None:
    crawled = newspaper.crawl(tmp_path, *_RANGE)
    assert_clean(crawled)
    assert crawled.feed.keys() == _ids()
    for item in crawled.lines:
        _assert_right(item, newspaper.address)
    assert len(newspaper.paths) == len(set(newspaper.paths))
    gone = crawled.rows("SELECT page FROM ledger WHERE kind = 'day' AND state = 'gone' ORDER BY page")
    assert gone == [("/zjrb/2018-07-17",), ("/zjwb/2018-07-17",)]
    kept = crawled.rows("SELECT paper, day, number, name, scan, pdf FROM newspaper_pages ORDER BY page")
    assert len(kept) == 12
    folder = f"{newspaper.address}/zjrb"
    scan, pdf = f"{folder}/page/1/0/18071800000000001.jpg", f"{folder}/html/2018-07/15/a0.pdf"
    assert kept[0] == ("zjrb", "2018-07-15", "A01", "要闻0", scan, pdf)


def test_a_second_run_asks_for_nothing_of_old_days(tmp_path: Path, newspaper: Site) -> None:
    assert_clean(newspaper.crawl(tmp_path, *_RANGE))
    again = newspaper.crawl(tmp_path, *_RANGE)
    assert again.code == 0 and again.lines == [] and newspaper.paths == []


def test_without_a_first_day_links_and_calendar_lead_back(tmp_path: Path, newspaper: Site) -> None:
    crawled = newspaper.crawl(tmp_path, "papers=zjrb", "until=2018-07-18")
    assert_clean(crawled)
    assert crawled.feed.keys() == {id for id in _ids() if id.startswith("zjrb/")}
    assert newspaper.paths.count("/zjrb/html/2018-07/17/node_2.htm") == 1
    again = newspaper.crawl(tmp_path, "papers=zjrb", "until=2018-07-18")
    assert again.code == 0 and newspaper.paths == []


def test_days_under_numbers_that_change_are_found_by_their_links(tmp_path: Path, newspaper: Site) -> None:
    for place, (day, former) in enumerate(zip(DAYS, (*DAYS[1:], ""), strict=True)):
        first = newspaper.pages.pop(f"/zjrb/html/{day}/node_2.htm")
        newspaper.pages[f"/zjrb/pc/html/{day.replace('2018', '2024')}/node_{900 - place}.htm"] = _renamed(first, former)
    newspaper.pages["/"] = b'<a href="zjrb/pc/html/2024-07/18/node_900.htm">'
    crawled = newspaper.crawl(tmp_path, "papers=zjrb", "since=2024-07-15", "until=2024-07-18")
    assert crawled.code == 65  # neither the second pages nor the articles of these days are there
    read = crawled.rows("SELECT page FROM ledger WHERE kind = 'day' AND state = 'read' ORDER BY page")
    assert read == [("/zjrb/2024-07-15",), ("/zjrb/2024-07-16",), ("/zjrb/2024-07-18",)]
    gone = crawled.rows("SELECT page FROM ledger WHERE kind = 'day' AND state = 'gone'")
    assert gone == [("/zjrb/2024-07-17",)]


def _renamed(page: bytes, former: str) -> bytes:
    """Return a day's first page whose link 上一期 leads to where the former day is since 2024."""
    if not former:
        return page
    number = 900 - DAYS.index(former)
    return page.replace(
        f"../../{former}/node_2.htm".encode(), f"../../{former.replace('2018', '2024')}/node_{number}.htm".encode()
    )


def test_the_entrance_tells_the_newest_day(tmp_path: Path, newspaper: Site) -> None:
    told = b'<html><head><meta http-equiv=refresh content="0; url=html/2018-07/18/node_181.htm"></head></html>'
    newspaper.pages["/zjwb/"] = told
    crawled = newspaper.crawl(tmp_path, "papers=zjwb", "since=2018-07-15")
    assert_clean(crawled)
    assert crawled.feed.keys() == {id for id in _ids() if id.startswith("zjwb/")}
    assert not [path for path in newspaper.paths if path.endswith("/node_2.htm")]


def test_a_missing_page_is_told_once_and_brought_when_it_is_there(tmp_path: Path, newspaper: Site) -> None:
    path = "/zjrb/html/2018-07/16/node_3.htm"
    page = newspaper.pages.pop(path)
    crawled = newspaper.crawl(tmp_path, *_RANGE)
    assert crawled.code == 65 and len(crawled.feed) == len(_ids()) - 2
    rows = crawled.rows("SELECT page, kind FROM ledger WHERE state = 'failed'")
    assert rows == [("/zjrb/2018-07-16/node_3", "newspaper_page")]
    newspaper.pages[path] = page
    again = newspaper.crawl(tmp_path, *_RANGE)
    assert again.code == 0 and len(again.feed) == 2
    for item in again.lines:
        _assert_right(item, newspaper.address)


def test_what_was_stopped_is_taken_up(tmp_path: Path, newspaper: Site) -> None:
    first = newspaper.crawl(tmp_path, *_RANGE, "max_articles=3")
    second = newspaper.crawl(tmp_path, *_RANGE)
    assert first.code == 0 and second.code == 0
    assert len(first.feed) == 3 and first.feed.keys() | second.feed.keys() == _ids()
    assert not first.feed.keys() & second.feed.keys()
    for item in second.lines:
        _assert_right(item, newspaper.address)


def test_a_day_without_a_paper_is_no_error(tmp_path: Path, newspaper: Site) -> None:
    crawled = newspaper.crawl(tmp_path, "since=2018-07-17", "until=2018-07-17")
    assert crawled.code == 0 and crawled.lines == []


@pytest.mark.parametrize("spider", ["newspaper", "articles"])
def test_typed_addresses_of_all_sites(tmp_path: Path, newspaper: Site, spider: str) -> None:
    number = number_of("zjwb", DAYS[0], 1, 0)
    paths = [f"/zjwb/html/{DAYS[0]}/content_{number}.htm?div=-1", _PAPER, _HOME]
    newspaper.pages[paths[0]] = newspaper.pages[paths[0].partition("?")[0]]
    crawled = newspaper.crawl(tmp_path, f"urls={','.join(newspaper.address + path for path in paths)}", spider=spider)
    assert_clean(crawled)
    assert sorted(newspaper.paths) == sorted(paths)
    szb, paper, home = f"zjwb/2018-07-18/{number}", "zjrb/2024-02-01/61646_330886", "home/2016-07/1460596"
    assert crawled.feed.keys() == {szb, paper, home}
    assert crawled.feed[szb]["url"] == newspaper.address + paths[0].partition("?")[0]
    assert crawled.feed[szb]["addresses"][0] == newspaper.address + paths[0]
    assert crawled.feed[paper]["newspaper_page"] == {"number": "A02", "name": "新闻+ 本地", "area": []}
    assert (crawled.feed[home]["source"], crawled.feed[home]["newspaper_page"]) == ("湛江日报", None)


def test_a_typed_page_brings_its_articles(tmp_path: Path, newspaper: Site) -> None:
    crawled = newspaper.crawl(tmp_path, f"urls={newspaper.address}/zjrb/html/2018-07/16/node_3.htm")
    assert_clean(crawled)
    assert len(newspaper.paths) == 3 and len(crawled.feed) == 2
    for item in crawled.lines:
        _assert_right(item, newspaper.address)


def _cut(page: bytes, after: bytes) -> bytes:
    """A page that ends after the first occurrence of some bytes."""
    return page[: page.index(after) + len(after)]


def _without_map(page: bytes) -> bytes:
    """A page of the paper whose articles are in its list of titles alone."""
    return page.partition(b"<MAP")[0] + page.partition(b"</MAP>")[2]


@pytest.mark.parametrize("end", ["<LI><A href=content_{}.htm>头", "<LI><A href=content_{}.htm>头条{}</A>", "</UL><UL>"])
def test_a_first_page_that_ends_in_its_titles_is_reported_and_fetched_again(
    tmp_path: Path, newspaper: Site, end: str
) -> None:
    path = "/zjrb/html/2018-07/18/node_2.htm"
    number = number_of("zjrb", DAYS[0], 0, 0)
    whole = _without_map(newspaper.pages[path])
    newspaper.pages[path] = _cut(whole, end.format(number, number).encode())
    crawled = newspaper.crawl(tmp_path, *_DAY)
    assert crawled.code == 65 and len(crawled.feed) < 4, crawled.log
    failed = crawled.rows("SELECT page, state, reason FROM ledger WHERE state NOT IN ('stored', 'read')")
    assert failed == [("/zjrb/2018-07-18", "failed", "the page ends in its middle")]
    newspaper.pages[path] = whole
    again = newspaper.crawl(tmp_path, *_DAY)
    assert again.code == 0 and len(crawled.feed) + len(again.feed) == 4, again.log
    assert path in newspaper.paths and not again.rows("SELECT page FROM ledger WHERE state = 'failed'")


def test_a_site_that_closes_no_page_is_read_as_it_is(tmp_path: Path, newspaper: Site) -> None:
    for path, page in newspaper.pages.items():
        newspaper.pages[path] = page.replace(b"</BODY></HTML>", b"<DIV>").replace(b"</body></html>", b"<div>")
    assert_clean(newspaper.crawl(tmp_path, *_DAY))
    again = newspaper.crawl(tmp_path, *_DAY)
    assert again.code == 0 and newspaper.paths == []


@pytest.mark.parametrize("answer", [(404, {}, b"not found"), (200, {}, _SOFT_404)])
def test_an_article_that_its_page_links_and_that_is_not_there_is_reported_and_fetched_again(
    tmp_path: Path, newspaper: Site, answer: Answer
) -> None:
    path = f"/zjrb/html/2018-07/18/content_{number_of('zjrb', DAYS[0], 1, 0)}.htm"
    page = newspaper.pages[path]
    newspaper.pages[path] = answer  # type: ignore[assignment]
    crawled = newspaper.crawl(tmp_path, *_DAY)
    assert crawled.code == 65 and len(crawled.feed) == 3, crawled.log
    [(state, reason)] = crawled.rows("SELECT state, reason FROM ledger WHERE state NOT IN ('stored', 'read')")
    status = answer[0] if isinstance(answer, tuple) else 200
    assert (state, reason) == ("failed", f"status {status}: the article is linked, and not there")
    newspaper.pages[path] = page
    again = newspaper.crawl(tmp_path, *_DAY)
    assert again.code == 0 and len(again.feed) == 1 and newspaper.paths == [path], again.log


def test_an_article_that_was_stored_or_is_typed_and_is_not_there_is_gone(tmp_path: Path, newspaper: Site) -> None:
    assert_clean(newspaper.crawl(tmp_path, *_DAY))
    path = f"/zjrb/html/2018-07/18/content_{number_of('zjrb', DAYS[0], 1, 0)}.htm"
    del newspaper.pages[path]
    again = newspaper.crawl(tmp_path, *_DAY, "full=1")
    assert again.code == 0, again.log
    typed = newspaper.crawl(tmp_path, f"urls={newspaper.address}{path},{newspaper.address}{path.replace('_', '_9')}")
    assert typed.code == 0, typed.log
    assert typed.rows("SELECT count(*) FROM ledger WHERE state = 'gone'") == [(2,)]


def test_a_site_that_lacks_a_whole_day_of_articles_is_not_down(tmp_path: Path, newspaper: Site) -> None:
    for path in [path for path in newspaper.pages if "/2018-07/18/content_" in path]:
        del newspaper.pages[path]
    crawled = newspaper.crawl(tmp_path, "papers=zjrb", *_RANGE, SITE_DOWN_AFTER="3")
    assert crawled.code == 65 and len(crawled.feed) == 8, crawled.log
    assert crawled.rows("SELECT count(*) FROM ledger WHERE state = 'failed'") == [(4,)]
