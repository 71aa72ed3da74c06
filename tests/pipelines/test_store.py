"""Every item is committed into its table and counted; a reprint names its original."""

from __future__ import annotations

import asyncio

import pytest
from scrapy.statscollectors import StatsCollector
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from tests.pipelines.passing import passed
from tests.stored import stored
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.items import (
    Article,
    ArticleArea,
    Comment,
    NewspaperPage,
    Particulars,
    PictureBoxEntry,
    PlaceInNewspaper,
    RankingEntry,
)
from zhanjiang.pipelines.complete_newspaper_place import CompleteNewspaperPlacePipeline
from zhanjiang.pipelines.store import StorePipeline
from zhanjiang.store import Store, StoreError
from zhanjiang.store.schema import metadata

_TEXT = "湛江港昨日开通一条新的集装箱航线，每周一班。"
_TIME = "2022-05-31T14:03:00Z"
_SHOWN = {"headline": "头条", "url": "https://www.example/p/7.html"}
_PAGE = NewspaperPage(
    url="http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/node_2.htm",
    paper="zjrb",
    day="2018-07-17",
    number="A02",
    name="本地",
    articles=[ArticleArea("zjrb/2018-07-17/2108598", [[1.0, 2.0]])],
)
_ITEMS = {
    "comments": (Comment("portal/7", "31", text="好", fetched_at=_TIME), "comments/stored"),
    "rankings": (RankingEntry(taken_at=_TIME, period="month", rank=1, **_SHOWN), "frontpage/month"),
    "picture_box": (PictureBoxEntry(taken_at=_TIME, position=1, **_SHOWN), "frontpage/picture_box"),
    "newspaper_pages": (_PAGE, "newspaper/pages"),
    "particulars": (Particulars("portal/7", fetched_at=_TIME), None),
}


@pytest.fixture
def pipeline(store: Store, stats: StatsCollector) -> StorePipeline:
    """Give the pipeline in front of an empty store."""
    return StorePipeline(RunFrontier(store, 1, "adaptive", stats), stats)


def _article(number: int, text: str | None = _TEXT) -> Article:
    return Article(id=f"portal/{number}", text=text, published_at="2022-05-31", revision=1, content_hash="0")


@pytest.mark.parametrize("table", list(_ITEMS))
def test_an_item_comes_into_its_table_and_is_counted(
    store: Store, pipeline: StorePipeline, stats: StatsCollector, table: str
) -> None:
    item, stat = _ITEMS[table]
    assert passed(item, [pipeline]) is item
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar() == 1
    assert stats.get_stats() == ({stat: 1} if stat else {})


def test_what_has_no_table_passes(pipeline: StorePipeline, stats: StatsCollector) -> None:
    assert passed({"comment": 1}, [pipeline]) == {"comment": 1}
    assert stats.get_stats() == {}


def test_a_reprint_is_marked_and_counted(pipeline: StorePipeline, store: Store, stats: StatsCollector) -> None:
    passed(_article(1), [pipeline])
    reprint = _article(2, f"\u3000\u3000{_TEXT}")
    assert passed(reprint, [pipeline]) is reprint
    assert reprint.duplicate_of == "portal/1"
    assert [article.duplicate_of for article in stored(store)] == [None, "portal/1"]
    assert stats.get_value("articles/reprint") == 1


def test_an_item_leaves_for_the_feed_after_its_commit(
    store: Store, pipeline: StorePipeline, stats: StatsCollector
) -> None:
    async def process() -> None:
        """Store two articles; the second is lost with the store."""
        store.group_commits(units=100, seconds=3600)
        first = asyncio.ensure_future(pipeline.process_item(_article(1)))
        await asyncio.sleep(0)
        assert not first.done() and stats.get_value("articles/new") is None
        store.flush()
        assert (await first).id == "portal/1" and stats.get_value("articles/new") == 1
        second = asyncio.ensure_future(pipeline.process_item(_article(2)))
        await asyncio.sleep(0)
        with pytest.raises(StoreError), store.transaction():
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))
        with pytest.raises(StoreError, match="free some space"):
            await second

    asyncio.run(process())
    assert stats.get_value("articles/new") == 1
    assert [article.id for article in stored(store)] == ["portal/1"]


@pytest.mark.parametrize("text", ["湛江港昨日关闭一条旧的集装箱航线，半年一班。", "", None])
def test_an_article_of_its_own_is_not(pipeline: StorePipeline, stats: StatsCollector, text: str | None) -> None:
    passed(_article(1), [pipeline])
    assert passed(_article(2, text), [pipeline]).duplicate_of is None
    assert stats.get_value("articles/reprint") is None


def test_an_article_does_not_reprint_itself(pipeline: StorePipeline) -> None:
    passed(_article(1), [pipeline])
    edited = _article(1)
    edited.revision = 2
    assert passed(edited, [pipeline]).duplicate_of is None


def test_an_edit_that_is_no_reprint_any_more_says_so(pipeline: StorePipeline) -> None:
    article = _article(2, None)
    article.duplicate_of = "portal/1"
    assert passed(article, [pipeline]).duplicate_of is None


def test_an_article_learns_its_place_from_the_page_in_the_store(store: Store, pipeline: StorePipeline) -> None:
    passed(_PAGE, [pipeline])
    place = CompleteNewspaperPlacePipeline(store)
    known, unknown = Article(id="zjrb/2018-07-17/2108598"), Article(id="zjrb/2018-07-17/9")
    assert place.process_item(known).newspaper_page == PlaceInNewspaper("A02", "本地", [[1.0, 2.0]])
    assert place.process_item(unknown).newspaper_page is None
