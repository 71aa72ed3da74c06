"""Doubts are stored in place of those before, counted, and gone once the article is read without any."""

from __future__ import annotations

import pytest
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.reading_doubt import ReadingDoubt
from zhanjiang.items import Article
from zhanjiang.pipelines.record_doubts import RecordDoubtsPipeline
from zhanjiang.store import Store, doubts

_ARTICLE = Article(id="portal/7", headline="渡口昨日开放")
_DOUBT = ReadingDoubt("portal/7", "http://a.example/p/7.html", ("no_text", "headline"))


def _pipeline(store: Store, stats: StatsCollector) -> RecordDoubtsPipeline:
    return RecordDoubtsPipeline(RunFrontier(store, 1, "adaptive", stats), stats)


def _stored(store: Store) -> dict[str, list[str]]:
    with store.reading() as connection:
        return {row.article: row.reasons for row in doubts.newest(connection)}


def test_a_doubt_is_stored_counted_and_reported(
    store: Store, stats: StatsCollector, caplog: pytest.LogCaptureFixture
) -> None:
    pipeline = _pipeline(store, stats)
    assert pipeline.process_item(_ARTICLE) is _ARTICLE
    with pytest.raises(DropItem):
        pipeline.process_item(_DOUBT)
    assert _stored(store) == {"portal/7": ["no_text", "headline"]}
    counts = ("articles/doubtful", "articles/doubt/no_text", "articles/doubt/headline")
    assert [stats.get_value(name) for name in counts] == [1, 1, 1]
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        "Doubtful: http://a.example/p/7.html: it has no text; the page's title names another line"
    ]


def test_an_article_read_without_a_doubt_clears_that_of_an_earlier_run(store: Store, stats: StatsCollector) -> None:
    with pytest.raises(DropItem):
        _pipeline(store, stats).process_item(_DOUBT)
    later = _pipeline(store, stats)
    later.process_item(Article(id="portal/8"))
    assert [*_stored(store)] == ["portal/7"]
    later.process_item(_ARTICLE)
    assert _stored(store) == {}
