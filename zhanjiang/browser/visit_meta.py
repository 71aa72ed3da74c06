"""The meta of a request that a browser is to make: scrapy-playwright's own keys, and how to read what a visit found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings

if TYPE_CHECKING:
    from playwright.async_api import Page

VisitName = Literal["challenge", "rankings", "more"]
"""What a visit is for: the cookies of a challenge, the rankings of a box, all rows of a listing."""


def visit_meta(visit: VisitName, settings: BaseSettings) -> dict[str, Any]:
    """The keys of ``Request.meta`` that make a request a visit; reads ``BROWSER_TIMEOUT``.

    A visit is scheduled, delayed, guarded and retried as any other request. The response's body is the page as its
    scripts left it, its status that of the page shown last; ``visited`` reads what the visit found.
    """
    # Only here: scrapy-playwright may be missing, and then no request is made a visit (see `availability`).
    from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

    return {
        "playwright": True,
        "playwright_page_goto_kwargs": {"wait_until": "commit"},
        "playwright_page_methods": [PageMethod(make_visit, visit, settings.getfloat("BROWSER_TIMEOUT"))],
    }


async def make_visit(page: Page, visit: VisitName, seconds: float) -> tuple[Any, int]:
    """Do what a visit is for once the site lets us in; what it found, and the status of the page (0: unknown)."""
    # Only here: playwright takes a tenth of a second and 30 MB, which a crawl without visits does not pay.
    from zhanjiang.browser.visits import VISITS, let_in, status_of

    await let_in(page)
    result = await VISITS[visit](page, seconds)
    return result, await status_of(page)


def is_visit(request: Request | Response) -> bool:
    """Say whether a request, or a response's request, is a visit."""
    return bool(request.meta.get("playwright"))


def visited(response: Response) -> Any:
    """What a visit found; its type depends on the visit (see ``visits``)."""
    return response.meta["playwright_page_methods"][0].result[0]


def status_after(request: Request) -> int | None:
    """The status of the page that a visit ended on; None where it is unknown, or no visit of ours was made."""
    for method in request.meta.get("playwright_page_methods") or ():
        if getattr(method, "method", None) is make_visit:
            return method.result[1] or None
    return None
