"""The front page's boxes as they stand now: the rankings by month, week and day, and the picture box."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Final, get_args

from scrapy import Request
from scrapy.http import Response

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import read_article
from zhanjiang.browser.availability import is_there
from zhanjiang.browser.visit_meta import visit_meta, visited
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.ask import Ask
from zhanjiang.crawl.failures import NO_ANSWER
from zhanjiang.items import Period, PictureBoxEntry, RankingEntry
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.listing.boxes import BoxesPage, BoxLink, read_ranking_json, read_ranking_links
from zhanjiang.pages.reading.links import article_links
from zhanjiang.spiders import base
from zhanjiang.times import moment

_PERIODS: Final[tuple[Period, ...]] = get_args(Period)
_OK: Final = 200

Rankings = dict[Period, list[BoxLink]]


class FrontpageSpider(base.PortalSpider):
    """Takes a snapshot of the boxes: ``scrapy crawl frontpage -O data/boxes.jsonl``.

    Items are ``RankingEntry`` and ``PictureBoxEntry``, all with one ``taken_at``. Where the front page lacks a box,
    the first article that it links has it.
    """

    name = "frontpage"

    async def start(self) -> AsyncIterator[Any]:
        """Request the front page."""
        page = PageRef("/", f"{self.sites.portal}/", "frontpage")
        yield self.request(base.FRONT_PAGE, Ask(page), self.parse_frontpage)

    async def parse_frontpage(self, response: Response) -> AsyncIterator[Any]:
        """Read the boxes, from here or from the first article linked here."""
        try:
            front_page = self.read(response, BoxesPage, base.FRONT_PAGE)
        except base.BrokenPage as error:
            yield error.retry
            return
        if front_page is None:
            self.report(outcomes.page_gone, response)
            return
        taken_at = moment()
        pages = [front_page]
        if not (pages[0].has_ranking and pages[0].picture_box()):
            pages += await self._first_article(pages[0])
        for entry in self._picture_box(pages, taken_at):
            yield entry
        rankings = await self._from_json()
        if len(rankings) < len(_PERIODS) and is_there(self.crawler, "the rankings, for which no JSON answers"):
            rankings = await self._from_browser(pages) | rankings
        for ranked in self._entries(rankings, taken_at):
            yield ranked

    async def _download(self, url: str, **meta: Any) -> Response | None:
        """Fetch what has no row in the ledger; None where it is not there."""
        request = Request(url, meta={"handle_httpstatus_all": True, **meta}, dont_filter=True)
        try:
            response = await self.crawler.engine.download_async(request)
        except NO_ANSWER as error:
            self.logger.warning("Not fetched: %s (%s)", url, error)
            return None
        if response.status != _OK:
            self.logger.info("Not fetched: %s (status %d)", url, response.status)
            return None
        return response

    async def _first_article(self, page: BoxesPage) -> list[BoxesPage]:
        links = article_links(page.root, page.base_url, self.sites.holds)
        response = await self._download(self.sites.article(links[0].reference)) if links else None
        return [self.page(BoxesPage, response, base.ARTICLE)] if response else []

    # --- Picture box ----------------------------------------------------------------------------------------------

    def _picture_box(self, pages: Sequence[BoxesPage], taken_at: str) -> Iterator[PictureBoxEntry]:
        rows = next(filter(None, (page.picture_box() for page in pages)), [])
        if not rows:
            self.logger.warning("No picture box was found at %s", pages[0].url)
        for position, link in enumerate(rows, 1):
            url, article = self._read_address(link.url)
            yield PictureBoxEntry(position, link.headline, url, link.image, article, taken_at)

    def _read_address(self, url: str) -> tuple[str, str | None]:
        """Return an article's canonical address and its ID; of anything else, the address as it is."""
        reference = read_article(url) if self.sites.holds(url) else None
        return (self.sites.article(reference), reference.id) if reference else (url, None)

    # --- Rankings -------------------------------------------------------------------------------------------------

    async def _from_json(self) -> Rankings:
        """Read the rankings that an endpoint gives; one that does not answer as it should is not asked again."""
        rankings: Rankings = {}
        for period in _PERIODS:
            response = await self._download(f"{self.sites.portal}/ajax/rank?type={period}")
            if response is None:
                break
            try:
                rankings[period] = read_ranking_json(response.body, response.url)
            except UnreadablePage as error:
                self.logger.info("No ranking by JSON: %s (%s)", response.url, error)
                break
        return rankings

    async def _from_browser(self, pages: Sequence[BoxesPage]) -> Rankings:
        """Read the rankings as a reader sees them, on the first page that shows any."""
        with_ranking = [page for page in pages if page.has_ranking]
        for page in with_ranking + [page for page in pages if not page.has_ranking]:
            response = await self._download(page.url, **visit_meta("rankings", self.crawler.settings))
            shown = visited(response) if response else {}
            if rankings := {p: links for p in _PERIODS if (links := read_ranking_links(shown.get(p, ())))}:
                break
        else:
            rankings = {}
        if missing := [period for period in _PERIODS if period not in rankings]:
            self.logger.warning("No ranking was found in the browser by %s", ", ".join(missing))
        return rankings

    def _entries(self, rankings: Rankings, taken_at: str) -> Iterator[RankingEntry]:
        for period in _PERIODS:
            for rank, link in enumerate(rankings.get(period, ()), 1):
                url, article = self._read_address(link.url)
                yield RankingEntry(period, rank, link.headline, url, article, taken_at)
