"""``scrapy parse``: Scrapy's own, with the item of any page that a crawl knows, and without store, archive and run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.commands.parse import Command as ScrapyParse
from scrapy.http import Response

from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.no_crawl import NoCrawl
from zhanjiang.crawl.failures import reason_of
from zhanjiang.inspection.response_reader import ResponseReader
from zhanjiang.inspection.table import outcome
from zhanjiang.processors.text import plain_line


class Command(NoCrawl, ScrapyParse):
    """Leaves the store alone. See ``console.no_crawl``."""

    def set_spidercls(self, url: str, opts: argparse.Namespace) -> None:
        """Choose the spider by the address, and read each page by its own address unless a callback is named."""
        opts.spider = opts.spider or ("newspaper" if read_newspaper(url) else "articles")
        super().set_spidercls(url, opts)
        if self.spidercls and not (opts.callback or opts.rules):
            setattr(self.spidercls, "parse", lambda _, response: self._read(response))  # noqa: B010

    def _read(self, response: Response) -> Iterator[Any]:
        """Yield the item of a page, and a request for each page that a crawl would go on with.

        Where there is no item, report why; the exit code is 65. Of a doubtful article report the doubts.
        """
        assert self.settings is not None
        reader = ResponseReader(self.settings)
        try:
            read = reader.read_whole(response)
            if read.doubts or read.outcome == "quarantined":
                self._report(response, f"a crawl would {outcome(read)}")
            yield read.item
            yield from (Request(link, dont_filter=True) for link in reader.links(response))
        except ValueError as error:
            self._report(response, reason_of(error))
            self.exitcode = ExitCode.INCOMPLETE

    def _report(self, response: Response, message: str) -> None:
        print(plain_line(f"scrapy parse: {response.url}: {message}"), file=sys.stderr)
