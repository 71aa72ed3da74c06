"""Crawl with the tiny spider, without the command: ``python -m tests.commands.tiny NAME=VALUE…``, stats to stdout."""

from __future__ import annotations

import json
import sys
import warnings

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import ScrapyDeprecationWarning
from scrapy.utils.project import get_project_settings

from tests.commands.tiny.spider import TinySpider

warnings.simplefilter("error", ScrapyDeprecationWarning)
settings = get_project_settings()
settings.set("SPIDER_MODULES", ["tests.commands.tiny.spider"], priority="cmdline")
settings.setdict(dict(argument.split("=", 1) for argument in sys.argv[1:]), priority="cmdline")
process = AsyncCrawlerProcess(settings)
crawler = process.create_crawler(TinySpider)
process.crawl(crawler)
process.start()
print(json.dumps(crawler.stats.get_stats(), default=str))
