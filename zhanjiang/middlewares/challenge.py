"""Script challenges: the browser runs the script once, and plain HTTP goes on with its cookies."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import defaultdict, deque
from time import monotonic
from typing import Final, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from zhanjiang.addresses.site import root_of
from zhanjiang.browser.availability import is_there
from zhanjiang.browser.visit_meta import is_visit, visit_meta, visited
from zhanjiang.crawl import outcomes
from zhanjiang.crawl.failures import NO_ANSWER

logger = logging.getLogger(__name__)

_STATUSES: Final = (403, 412, 503, 521)
_LONGEST: Final = 200_000
_MOST_TAGS: Final = 1000
_LONGEST_TEXT: Final = 200
_HOUR: Final = 3600.0
# Beside a request that had a visit: the cookies of that visit. Other visits of the site may end before it is sent.
_COOKIE: Final = "challenge_cookie"
_SCRIPT: Final = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_MARKUP: Final = re.compile(r"<(title|noscript|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_SETS_OR_RELOADS: Final = re.compile(r"cookie|\blocation\b|\bsrc\s*=|\beval\b", re.IGNORECASE)
_WANTS_A_HUMAN: Final = re.compile(r"captcha|验证码|geetest|滑块|<(?:input|form)\b", re.IGNORECASE)
# The address has passed robots.txt, or is robots.txt itself; the length of a visit says nothing of the site's load.
_VISIT: Final = {
    "dont_obey_robotstxt": True,
    "dont_retry": True,
    "dont_redirect": True,
    "handle_httpstatus_all": True,
    "autothrottle_dont_adjust_delay": True,
}


def is_script_challenge(status: int, body: bytes) -> bool:
    """Say whether a response is a small page whose script sets a cookie and reloads.

    A page that wants a human (a captcha, a form) is none, and is left alone.

    >>> script = b"<script>document.cookie='a=1';location.reload()</script>"
    >>> is_script_challenge(521, script), is_script_challenge(200, script)
    (True, False)
    >>> is_script_challenge(403, b"<h1>Forbidden</h1>"), is_script_challenge(403, b"<script src=/captcha.js></script>")
    (False, False)
    """
    if status not in _STATUSES or len(body) > _LONGEST or body.count(b"<") > _MOST_TAGS:
        return False
    html = body.decode("utf-8", "replace")
    scripts = "".join(_SCRIPT.findall(html))
    text = " ".join(_MARKUP.sub(" ", _SCRIPT.sub(" ", html)).split())
    if not scripts or len(text) > _LONGEST_TEXT or _WANTS_A_HUMAN.search(html):
        return False
    return _SETS_OR_RELOADS.search(scripts) is not None


class ChallengeMiddleware:
    """Visits a challenged address once in the browser, and sends its cookies to that site from then on.

    Requests that are challenged meanwhile wait for that visit. After ``BROWSER_VISITS_PER_HOUR`` visits the site is
    reported as still challenging us (``outcomes.site_challenges``). Counts ``challenge/met`` and ``challenge/visits``.

    Stands after Scrapy's retries and before decompression: it sees a 503 before it is retried, and decompressed.
    """

    def __init__(self, crawler: Crawler, visits_per_hour: int) -> None:
        """Take the crawler, and how many visits an hour may have."""
        self.crawler = crawler
        self.visits_per_hour = visits_per_hour
        self._cookies: dict[str, dict[str, str]] = {}
        self._visits: deque[float] = deque()
        self._given_up: set[str] = set()
        self._visiting: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``BROWSER_ENABLED`` and ``BROWSER_VISITS_PER_HOUR``."""
        if not crawler.settings.getbool("BROWSER_ENABLED"):
            raise NotConfigured("BROWSER_ENABLED is off: script challenges are not answered")
        return cls(crawler, crawler.settings.getint("BROWSER_VISITS_PER_HOUR"))

    def process_request(self, request: Request) -> None:
        """Add the cookies of its site's challenge to a request; those of its own visit, if it had one."""
        if self._cookies and (cookie := request.meta.pop(_COOKIE, None) or self._cookie_of(request)):
            request.headers["Cookie"] = cookie

    def _cookie_of(self, request: Request) -> bytes | None:
        cookies = self._cookies.get(root_of(request.url))
        return "; ".join(f"{name}={value}" for name, value in cookies.items()).encode() if cookies else None

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response; if it is a challenge, the request again, once there are cookies for it."""
        if is_visit(request) or not is_script_challenge(response.status, response.body):
            return response
        self.crawler.stats.inc_value("challenge/met")
        if not is_there(self.crawler, "pages behind a script challenge"):
            return response
        async with self._visiting[root_of(request.url)]:
            is_answered = self._cookie_of(request) != request.headers.get("Cookie") or await self._visit(request)
            cookie = self._cookie_of(request)
        if not is_answered:
            return response
        self.crawler.stats.inc_value("challenge/answered")
        return request.replace(dont_filter=True, meta=request.meta | {_COOKIE: cookie})

    async def _visit(self, request: Request) -> bool:
        """Visit the address until there are cookies for the site; False if the visits of the hour are used up."""
        while self._may_visit():
            logger.info("Challenged, so visited once in the browser: %s", request.url)
            self.crawler.stats.inc_value("challenge/visits")
            self._visits.append(monotonic())
            meta = _VISIT | visit_meta("challenge", self.crawler.settings)
            visit = Request(request.url, meta=meta, dont_filter=True)
            try:
                response = await self.crawler.engine.download_async(visit)
            except NO_ANSWER as error:
                logger.warning("The visit failed to pass the challenge: %s (%s)", request.url, error)
                continue
            if cookies := visited(response):
                self._cookies.setdefault(root_of(request.url), {}).update(cookies)
                self._given_up.discard(root_of(request.url))
                return True
        self._give_up(root_of(request.url))
        return False

    def _give_up(self, site: str) -> None:
        """Report that the browser does not help with a site; once until it does again."""
        if site not in self._given_up:
            self._given_up.add(site)
            logger.warning("%s keeps challenging us; visits by the browser: %d", site, len(self._visits))
            self.crawler.signals.send_catch_log(outcomes.site_challenges, site=site)

    def _may_visit(self) -> bool:
        """Say whether this hour allows another visit."""
        while self._visits and self._visits[0] < monotonic() - _HOUR:
            self._visits.popleft()
        return len(self._visits) < self.visits_per_hour
