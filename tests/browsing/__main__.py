"""Visit one address many times: ``python -m tests.browsing ADDRESS VISITS KILL_AT``; prints what came of it as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from tests.browsing.processes import kill_browser, memory
from zhanjiang import settings as of_project
from zhanjiang.browser.visit_meta import visit_meta

ADDRESS, VISITS, KILL_AT = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
_SAMPLES = 10
visited: list[bool] = []
samples: list[float] = []


class VisitingSpider(Spider):
    """Visits in a row, and kills the browser once, before one of them."""

    name = "visiting"

    async def start(self) -> AsyncIterator[Any]:
        for number in range(VISITS):
            yield Request(f"{ADDRESS}?{number}", meta=visit_meta("challenge", self.settings), dont_filter=True)

    def parse(self, response: Response) -> None:
        visited.append(response.css("#made::text").get() == response.url.rpartition("?")[2])
        if len(visited) == KILL_AT:
            kill_browser(os.getpid())
        if len(visited) % (VISITS // _SAMPLES) == 0:
            samples.append(round(memory(os.getpid()), 1))


settings = Settings({name: getattr(of_project, name) for name in dir(of_project) if name.isupper()})
settings.setdict({"ITEM_PIPELINES": {}, "SPIDER_MIDDLEWARES": {}, "EXTENSIONS": {}, "DOWNLOAD_DELAY": 0})
settings.setdict({"AUTOTHROTTLE_ENABLED": False, "RETRY_BACKOFF": 0, "ROBOTSTXT_OBEY": False, "PORTAL_URL": ADDRESS})
process = AsyncCrawlerProcess(settings)
crawler = process.create_crawler(VisitingSpider)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
counted = {name: stats.get(name, 0) for name in ("retry/count", "playwright/context_count", "playwright/browser_count")}
print(json.dumps({"visited": sum(visited), "samples": samples, **counted}))
