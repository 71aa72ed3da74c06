"""Bare Scrapy, the floor of a crawl: it downloads the addresses in a file and does nothing with the pages.

python -m benchmarks.bare_scrapy FILE
"""

import sys
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

# Tuned as our crawl is, and on the faster event loop where that is installed; what it leaves at Scrapy's default is how
# many items are in work at once.
SETTINGS = {
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
    "LOG_LEVEL": "ERROR",
    "ASYNCIO_EVENT_LOOP": "uvloop.Loop" if find_spec("uvloop") else None,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
}


class BareSpider(scrapy.Spider):
    """Downloads each address of the file that the command line names."""

    name = "bare"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Request each line's address."""
        for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
            yield scrapy.Request(line)

    def parse(self, response: Response) -> None:
        """Do nothing."""


if __name__ == "__main__":
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl(BareSpider)
    process.start()
