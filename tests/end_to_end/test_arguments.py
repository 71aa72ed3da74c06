"""What ``-a`` asks for is what comes, and nothing else."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.end_to_end.running import Item, assert_clean, assert_true, crawl, run_scrapy
from zhanjiang.addresses.portal import read_article
from zhanjiang.replica.launch import ReplicaOptions, running_replica

Sites = dict[str, str]


def _number(truth: Item) -> int:
    return int(truth["id"].removeprefix("portal/"))


def _day(truth: Item) -> str:
    return str(truth["published_at"] or "")[:10]


def _requested(log: str) -> list[str]:
    """Return the paths of all pages that a log at DEBUG tells of, in order, without robots.txt."""
    told = [line.split("<GET ")[1].split(">")[0] for line in log.splitlines() if "DEBUG: Crawled (" in line]
    return [urlsplit(url).path for url in told if not url.endswith("/robots.txt")]


@pytest.fixture
def articles(truths: list[Item]) -> list[Item]:
    """The truth of what has a page of its own."""
    return [truth for truth in truths if truth["kind"] != "link"]


def test_channels(tmp_path: Path, sites: Sites, truths: list[Item]) -> None:
    crawled = crawl(tmp_path, sites, "channels=shehui,minsheng")
    assert_clean(crawled)
    asked = [truth["id"] for truth in truths if truth["channel"] in ("shehui", "minsheng")]
    assert sorted(crawled.feed) == sorted(asked) != []
    assert {item["channel"] for item in crawled.lines} == {"shehui", "minsheng"}


@pytest.mark.parametrize(
    "given", [*(pytest.param((name,), marks=pytest.mark.soak) for name in ("since", "until")), ("since", "until")]
)
def test_days_are_the_portals_and_both_included(
    tmp_path: Path, sites: Sites, articles: list[Item], given: tuple[str, ...]
) -> None:
    days = sorted(_day(truth) for truth in articles)
    since, until = days[len(days) // 3], days[2 * len(days) // 3]
    arguments = [f"{name}={day}" for name, day in (("since", since), ("until", until)) if name in given]
    crawled = crawl(tmp_path, sites, *arguments)
    assert_clean(crawled)
    low, high = since if "since" in given else "0", until if "until" in given else "9"
    asked = {truth["id"] for truth in articles if low <= _day(truth) <= high}
    assert {id for id, item in crawled.feed.items() if item["kind"] != "link"} == asked
    assert {_day(item) for item in crawled.lines} >= {day for day in (low, high) if len(day) == 10}


def test_a_day_begins_at_midnight_on_the_portal(tmp_path: Path, sites: Sites, articles: list[Item]) -> None:
    night = next(truth for truth in articles if truth["published_at"].endswith("T00:00:00+08:00"))
    crawled = crawl(tmp_path, sites, f"since={_day(night)}", f"until={_day(night)}")
    assert_clean(crawled)
    assert night["id"] in crawled.feed


def test_full_gives_the_same_articles_and_walks_listings_to_their_end(tmp_path: Path) -> None:
    crawls = {}
    with running_replica(ReplicaOptions(articles=150, seed=12)) as replica:
        articles = [truth for truth in replica.truth() if truth["kind"] != "link"]
        newest = max(map(_day, articles))
        for full in "01":
            folder = tmp_path / full
            folder.mkdir()
            crawls[full] = crawl(folder, replica.addresses, f"since={newest}", f"full={full}", LOG_LEVEL="DEBUG")
    for crawled in crawls.values():
        assert_clean(crawled)
        of_the_day = {truth["id"] for truth in articles if _day(truth) == newest}
        assert {id for id, item in crawled.feed.items() if item["kind"] != "link"} == of_the_day
    listings = {
        full: {path for path in _requested(crawled.log) if "/index" in path} for full, crawled in crawls.items()
    }
    assert listings["0"] < listings["1"]


def test_ids_by_number_and_by_a_range_with_missing_ones(
    tmp_path: Path, sites: Sites, truths: list[Item], articles: list[Item]
) -> None:
    alone, oldest = articles[0], articles[-1]
    numbers = range(_number(oldest) - 3, _number(oldest) + 9)
    asked = {truth["id"] for truth in truths if truth == alone or _number(truth) in numbers}
    assert 2 < len(asked) < len(numbers)
    crawled = crawl(
        tmp_path, sites, f"ids={numbers[0]}-{numbers[-1]},{_number(alone)}", LOG_LEVEL="DEBUG", COMMENTS_ENABLED="False"
    )
    assert crawled.code == 0 and "Traceback" not in crawled.log
    assert crawled.feed.keys() == asked
    assert all(read_article(path) for path in _requested(crawled.log))
    assert not any("/index" in path for path in _requested(crawled.log))


def test_an_id_that_is_not_there_is_an_answer(tmp_path: Path, sites: Sites) -> None:
    crawled = crawl(tmp_path, sites, "ids=1")
    assert_clean(crawled)
    assert crawled.lines == []


def test_urls_in_every_form_give_one_canonical_article_each(tmp_path: Path, sites: Sites, articles: list[Item]) -> None:
    chosen = [truth for truth in articles if truth["kind"] == "article" and truth["pages"] == 1][:4]
    plain, channel, stamped, mobile = map(_number, chosen)
    portal = sites["PORTAL_URL"]
    urls = [
        f"{portal}/p/{plain}.html",
        f"{portal}/{chosen[1]['channel']}/p/{channel}.html",
        f"{portal}/p/{stamped}.html?v=1663507728281?v=1663508140622",
        f"{sites['PORTAL_MOBILE_URL']}/p/{mobile}.html",
    ]
    crawled = crawl(tmp_path, sites, f"urls={','.join(urls)}", LOG_LEVEL="DEBUG", COMMENTS_ENABLED="False")
    assert_clean(crawled)
    feed = crawled.feed
    assert feed.keys() == {truth["id"] for truth in chosen}
    assert len(_requested(crawled.log)) == 4
    for truth, url in zip(chosen, urls, strict=True):
        item = feed[truth["id"]]
        names = ("url", "kind", "headline", "published_at", "text", "credits", "pages")
        assert {name: item[name] for name in names} == {name: truth[name] for name in names}
        assert item["addresses"] == [url] and item["via"] is None
    assert feed[chosen[1]["id"]]["channel"] == chosen[1]["channel"]


def test_addresses_of_one_article_give_one_item(tmp_path: Path, sites: Sites, articles: list[Item]) -> None:
    number = _number(articles[0])
    forms = ["/p/{}.html", "/p/{}.html?v=1", f"/{articles[0]['channel']}/p/{{}}.html"]
    urls = [sites["PORTAL_URL"] + form.format(number) for form in forms]
    urls.append(f"{sites['PORTAL_MOBILE_URL']}/p/{number}.html")
    crawled = crawl(tmp_path, sites, f"urls={','.join(urls)}")
    assert_clean(crawled)
    assert [item["id"] for item in crawled.lines] == [articles[0]["id"]]
    assert crawled.lines[0]["url"] == articles[0]["url"]
    assert {address for (address,) in crawled.rows("SELECT address FROM article_addresses")} == set(urls)


def test_a_mirror_is_told_and_read_like_the_portal(tmp_path: Path, sites: Sites, articles: list[Item]) -> None:
    truth = next(truth for truth in articles if truth["kind"] == "article" and truth["pages"] == 1)
    mirror = sites["MIRROR_URL"]
    crawled = crawl(tmp_path, sites, f"urls={mirror}/p/{_number(truth)}.html")
    assert_clean(crawled)
    (item,) = crawled.lines
    assert (item["id"], item["url"], item["via"]) == (truth["id"], truth["url"], mirror.removeprefix("http://"))
    assert item["published_at"] == truth["published_at"]
    assert item["script"] == "hant" and item["channel"] is None


def test_a_file_of_addresses(tmp_path: Path, sites: Sites, articles: list[Item]) -> None:
    lines = ["\ufeff# found by hand", "", *(truth["url"] for truth in articles[:3]), f"  {articles[0]['url']}  "]
    (tmp_path / "urls.txt").write_text("\r\n".join(lines), "utf-8")
    crawled = crawl(tmp_path, sites, "urls_file=urls.txt")
    assert_clean(crawled)
    assert crawled.feed.keys() == {truth["id"] for truth in articles[:3]}


@pytest.mark.parametrize("most", [1, 17])
def test_max_articles_is_exact(tmp_path: Path, sites: Sites, most: int) -> None:
    crawled = crawl(tmp_path, sites, f"max_articles={most}")
    assert_clean(crawled)
    assert len(crawled.feed) == most
    assert crawled.rows("SELECT count(*) FROM articles") == [(most,)]


def test_max_articles_beyond_all_takes_all(tmp_path: Path, sites: Sites, truths: list[Item]) -> None:
    crawled = crawl(tmp_path, sites, "channels=shehui", "max_articles=5000")
    assert_clean(crawled)
    assert crawled.feed.keys() == {truth["id"] for truth in truths if truth["channel"] == "shehui"}


def test_arguments_work_together(tmp_path: Path, sites: Sites, articles: list[Item]) -> None:
    day = _day(articles[len(articles) // 2])
    crawled = crawl(tmp_path, sites, "channels=jingji,xianqu", f"since={day}", "max_articles=5")
    assert_clean(crawled)
    assert len(crawled.feed) == 5
    assert all(item["channel"] in ("jingji", "xianqu") for item in crawled.lines)
    assert all(item["kind"] == "link" or _day(item) >= day for item in crawled.lines)


@pytest.mark.soak  # as the first command of the tutorial
def test_the_replica_is_one_argument(tmp_path: Path) -> None:
    done = run_scrapy(tmp_path, "crawl", "articles", "-a", "portal=replica", "-O", "data/articles.jsonl")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "data/articles.jsonl").read_text("utf-8").count("\n") == 300


def test_a_whole_crawl_by_addresses_is_right_too(tmp_path: Path, sites: Sites, articles: list[Item]) -> None:
    articles = articles[::3]
    (tmp_path / "urls.txt").write_text("\n".join(truth["url"] for truth in articles), "utf-8")
    crawled = crawl(tmp_path, sites, "urls_file=urls.txt")
    assert_clean(crawled)
    without_channels = [{**truth, "channel": None} for truth in articles]
    assert_true(crawled, without_channels)
