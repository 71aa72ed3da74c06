"""Feeds go on where one item cannot be written, to the last article that waits for the run's end."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.exporters import JsonLinesItemExporter
from scrapy.utils.test import get_crawler

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
    assert "one.jsonl cannot write 'portal/2'" in caplog.text
