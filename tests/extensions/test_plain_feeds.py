"""Feeds go on where one item cannot be written, to the last article that waits for the run's end."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.exporters import JsonLinesItemExporter
from scrapy.extensions.feedexport import FeedExporter
from scrapy.utils.test import get_crawler

from zhanjiang.console.setting_values import WrongSetting
from zhanjiang.extensions.plain_feeds import PlainFeeds
from zhanjiang.items import Article


class Choosy(JsonLinesItemExporter):
    """It cannot write one article."""

    def export_item(self, item: Article) -> None:
        """Refuse portal/2."""
        if item.id == "portal/2":
            raise ValueError("odd")
        super().export_item(item)


def _ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


@pytest.mark.parametrize("waits", [True, False])
def test_an_item_that_a_feed_cannot_write_costs_no_other(
    waits: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    feeds = {f"{tmp_path}/one.jsonl": {"format": "choosy"}, f"{tmp_path}/two.jsonl": {"format": "jsonlines"}}
    settings = {"FEEDS": feeds, "FEED_EXPORTERS": {"choosy": Choosy}, "LAYOUTS_ENABLED": waits}
    crawler = get_crawler(Spider, settings)
    spider = Spider("articles")
    exporter = PlainFeeds(crawler)
    exporter.open_spider(spider)
    for number in (1, 2, 3):
        exporter.item_scraped(Article(id=f"portal/{number}", extracted_by={"text": "label"}), spider)
    asyncio.run(exporter.close_spider(spider))
    assert _ids(tmp_path / "one.jsonl") == ["portal/1", "portal/3"]
    assert _ids(tmp_path / "two.jsonl") == ["portal/1", "portal/2", "portal/3"]
    assert "one.jsonl cannot write 'portal/2': odd" in caplog.text and "Traceback" not in caplog.text
    assert crawler.stats.get_value("feedexport/failed_count/FileFeedStorage") == 1


def test_every_batch_of_a_feed_is_whole(tmp_path: Path) -> None:
    feeds = {f"{tmp_path}/%(batch_id)d.jsonl": {"format": "jsonlines", "batch_item_count": 2}}
    crawler = get_crawler(Spider, {"FEEDS": feeds})
    spider = crawler.spider = Spider.from_crawler(crawler, "articles")
    exporter = PlainFeeds(crawler)

    async def run() -> None:
        """Export five articles, as a crawl does."""
        exporter.open_spider(spider)
        for number in range(5):
            exporter.item_scraped(Article(id=f"portal/{number}"), spider)
            await asyncio.sleep(0)
        await exporter.close_spider(spider)

    asyncio.run(run())
    assert [len(_ids(tmp_path / f"{batch}.jsonl")) for batch in (1, 2, 3)] == [2, 2, 1]
    assert not any(name.startswith("feedexport/failed") for name in crawler.stats.get_stats())


@pytest.mark.parametrize("name", ["%(nothing)s.jsonl", "100%(time)d.jsonl"])
def test_a_feed_that_cannot_be_named_is_refused(tmp_path: Path, name: str) -> None:
    crawler = get_crawler(Spider, {"FEEDS": {f"{tmp_path}/{name}": {"format": "jsonlines"}}})
    crawler.spider = Spider("articles")
    with pytest.raises(WrongSetting, match=r"cannot be named .*: give %\(time\)s"):
        PlainFeeds(crawler)


def test_a_feed_whose_option_cannot_be_imported_is_refused(tmp_path: Path) -> None:
    options = {"format": "jsonlines", "item_classes": ["nothing.Here"]}
    settings = {"FEEDS": {f"{tmp_path}/a.jsonl": options}, "EXTENSIONS": {FeedExporter: None}}
    with pytest.raises(WrongSetting, match="cannot be imported"):
        PlainFeeds(get_crawler(Spider, settings))
