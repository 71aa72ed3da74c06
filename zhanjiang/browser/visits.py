"""What is done on a page, by the name in ``meta["browser"]``; what is found there is read elsewhere, in ``pages``.

Nothing here knows a class or an ID of a page: tabs and buttons are found by what they say (``find.js``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.resources import files
from time import monotonic
from typing import Any, Final

from playwright.async_api import ElementHandle, Page, Request
from playwright.async_api import Error as PlaywrightError

_FIND: Final = (files(__package__) / "find.js").read_text("utf-8")
_STATUS: Final = "performance.getEntriesByType('navigation')[0]?.responseStatus || 0"
_CHALLENGES: Final = frozenset({403, 412, 503, 521})
# The month's list is mostly the one that is shown at first: it is read last, so that each click changes something.
_PERIODS: Final = ("week", "day", "month")
_MOST_CLICKS: Final = 200
_POLL: Final = 0.15

Visit = Callable[[Page, float], Awaitable[Any]]


async def status_of(page: Page) -> int:
    """Return the status with which the page's document came, after whatever scripts reloaded; 0: not known."""
    return int(await page.evaluate(_STATUS))


async def let_in(page: Page) -> None:
    """Wait until no challenge is shown any more: its script sets a cookie, and loads the page again."""
    while True:
        try:
            await page.wait_for_load_state("domcontentloaded")
            if await status_of(page) not in _CHALLENGES:
                return
        except PlaywrightError as error:
            if page.is_closed() or "closed" in str(error):
                raise  # else the page was on its way to another
        await asyncio.sleep(_POLL)


async def _take_cookies(page: Page, _seconds: float) -> dict[str, str]:
    """Return the cookies that a plain request for this address would carry."""
    cookies = await page.context.cookies(page.url)
    return {cookie.get("name", ""): cookie.get("value", "") for cookie in cookies}


async def _read_rankings(page: Page, seconds: float) -> dict[str, list[list[str]]]:
    """Return the links under each tab of the ranking, by period, as [text, title, address]; without a box, {}."""
    traffic = _Traffic(page)
    shown = {period: _Shown(page, traffic, "rows", period) for period in _PERIODS}
    if tab := await _find(page, "tab", _PERIODS[-1]):
        await _show(tab)
    await shown[_PERIODS[-1]].settled(seconds / 5)
    rankings: dict[str, list[list[str]]] = {}
    for period in _PERIODS:
        if tab := await _find(page, "tab", period):
            rankings[period] = await shown[period].changed_by(tab, seconds / 5)
    return rankings


async def _load_more(page: Page, seconds: float) -> bool:
    """Click for more rows until none come; say whether that was the end, and not a bound of time or clicks."""
    shown = _Shown(page, _Traffic(page), "links")
    until = monotonic() + seconds * 0.7
    rows = await shown.settled(seconds / 10)
    for _ in range(_MOST_CLICKS):
        button = await _find(page, "more")
        if button is None:
            return True
        former, rows = rows, await shown.changed_by(button, seconds / 10)
        if rows == former:
            return True
        if monotonic() > until:
            return False
    return False


VISITS: Final[dict[str, Visit]] = {"challenge": _take_cookies, "rankings": _read_rankings, "more": _load_more}
"""All visits by name; each takes the page and the seconds that it may last."""


class _Traffic:
    """The requests of a page that have no answer yet."""

    def __init__(self, page: Page) -> None:
        self._open: set[Request] = set()
        page.on("request", self._began)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def _began(self, request: Request) -> None:
        self._open.add(request)

    def _ended(self, request: Request) -> None:
        self._open.discard(request)

    def __bool__(self) -> bool:
        return bool(self._open)


class _Shown:
    """What a page shows of ``what`` (see ``find.js``), which scripts change when they please."""

    def __init__(self, page: Page, traffic: _Traffic, *what: str) -> None:
        self._page = page
        self._traffic = traffic
        self._what = list(what)

    async def _now(self) -> Any:
        return await self._page.evaluate(_FIND, self._what)

    async def settled(self, patience: float, former: Any = None, *, again: ElementHandle | None = None) -> Any:
        """Wait until it is not empty, not as it was, and the same twice with nothing on its way; return it.

        What is still ``former`` when nothing has been on its way for half of ``patience``, or all of it has passed, is
        taken for what it is. In between, ``again`` is clicked once more: scripts may come late.
        """
        begun = monotonic()
        last = await self._now()
        while (waited := monotonic() - begun) < patience:
            await asyncio.sleep(_POLL)
            now = await self._now()
            if not self._traffic and now == last:
                if now and now != former:
                    return now
                if waited > patience / 2 and former is not None:
                    return now
                if waited > patience / 4 and again:
                    await _click(again)
                    again = None
            last = now
        return last

    async def changed_by(self, element: ElementHandle, patience: float) -> Any:
        """Click an element, and return what is shown once it has changed."""
        former = await self._now()
        await _click(element)
        return await self.settled(patience, former, again=element)


async def _find(page: Page, *wanted: str) -> ElementHandle | None:
    return (await page.evaluate_handle(_FIND, list(wanted))).as_element()


async def _show(element: ElementHandle) -> None:
    """Scroll to an element: some scripts fill a list when a reader comes to it."""
    with suppress(PlaywrightError):
        await element.scroll_into_view_if_needed(timeout=1000)


async def _click(element: ElementHandle) -> None:
    """Click as a reader does, the pointer over it; where something lies above it, let the element be clicked."""
    try:
        await element.click(timeout=1000)
    except PlaywrightError:
        await element.dispatch_event("mouseover")
        await element.dispatch_event("click")
