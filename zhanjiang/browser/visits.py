"""What a visit does on a page, by its name; ``pages`` reads what it found.

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
# Most pages show the month's list first: it is read last, so that each click changes something.
_PERIODS: Final = ("week", "day", "month")
_MOST_CLICKS: Final = 200
_POLL: Final = 0.15

Visit = Callable[[Page, float], Awaitable[Any]]


async def status_of(page: Page) -> int:
    """The status of the document that the page shows, after any reload by a script; 0 if unknown."""
    return int(await page.evaluate(_STATUS))


async def let_in(page: Page) -> None:
    """Wait until the page shows no challenge: its script sets a cookie and reloads the page."""
    while True:
        try:
            await page.wait_for_load_state("domcontentloaded")
            if await status_of(page) not in _CHALLENGES:
                return
        except PlaywrightError as error:
            if page.is_closed() or "closed" in str(error):
                raise  # any other error: the page was navigating
        await asyncio.sleep(_POLL)


async def _take_cookies(page: Page, _seconds: float) -> dict[str, str]:
    """The cookies, by name, that a plain request for this address would carry."""
    cookies = await page.context.cookies(page.url)
    return {cookie.get("name", ""): cookie.get("value", "") for cookie in cookies}


async def _read_rankings(page: Page, seconds: float) -> dict[str, list[list[str]]]:
    """The links under each tab of the ranking, by period, as [text, title, address]; {} without a ranking."""
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
    """Click for more rows until none come; False where a limit of time or clicks came first."""
    shown = _Shown(page, _Traffic(page), "links")
    until = monotonic() + seconds * 0.7
    rows = await shown.settled(seconds / 10)
    for _ in range(_MOST_CLICKS):
        button = await _find(page, "more")
        if button is None:
            return True
        previous, rows = rows, await shown.changed_by(button, seconds / 10)
        if rows == previous:
            return True
        if monotonic() > until:
            return False
    return False


VISITS: Final[dict[str, Visit]] = {"challenge": _take_cookies, "rankings": _read_rankings, "more": _load_more}
"""All visits by name; each takes the page and the seconds it may last, and returns what it found."""


class _Traffic:
    """The requests of a page that have no response yet; false where there are none."""

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

    async def settled(self, patience: float, previous: Any = None, *, again: ElementHandle | None = None) -> Any:
        """Wait until it is not empty, differs from ``previous``, and is stable with no request open; return it.

        Waits ``patience`` seconds at most, half of them where it still equals ``previous`` and no request is open.
        After a quarter, ``again`` is clicked once more: its script may have loaded late.
        """
        begun = monotonic()
        last = await self._now()
        while (waited := monotonic() - begun) < patience:
            await asyncio.sleep(_POLL)
            now = await self._now()
            if not self._traffic and now == last:
                if now and now != previous:
                    return now
                if waited > patience / 2 and previous is not None:
                    return now
                if waited > patience / 4 and again:
                    await _click(again)
                    again = None
            last = now
        return last

    async def changed_by(self, element: ElementHandle, patience: float) -> Any:
        """Click an element; what is shown once it has changed."""
        previous = await self._now()
        await _click(element)
        return await self.settled(patience, previous, again=element)


async def _find(page: Page, *wanted: str) -> ElementHandle | None:
    return (await page.evaluate_handle(_FIND, list(wanted))).as_element()


async def _show(element: ElementHandle) -> None:
    """Scroll to an element: some scripts fill a list when it comes into view."""
    with suppress(PlaywrightError):
        await element.scroll_into_view_if_needed(timeout=1000)


async def _click(element: ElementHandle) -> None:
    """Click as a reader does; where something covers the element, dispatch the events instead."""
    try:
        await element.click(timeout=1000)
    except PlaywrightError:
        await element.dispatch_event("mouseover")
        await element.dispatch_event("click")
