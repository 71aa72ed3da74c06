"""Runs ``scrapy`` with the rules of the day on which the portal has changed its markup: layouts and bylines fail.

``python -m tests.reparse.broken_rules crawl articles …``
"""

from __future__ import annotations

import sys

from scrapy.cmdline import execute

from zhanjiang.items import Person
from zhanjiang.pages.article import making
from zhanjiang.pages.reading import selectors


def _read_nobody(*_texts: str | None) -> list[Person]:
    return []


if __name__ == "__main__":
    selectors.ARTICLE_LAYOUTS = ()
    making.read_byline = _read_nobody
    execute(["scrapy", *sys.argv[1:]])
