"""What a page in the browser may not load (``PLAYWRIGHT_ABORT_REQUEST``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zhanjiang.addresses.site import site_of

if TYPE_CHECKING:
    from playwright.async_api import Request

_NOT_LOADED: Final = frozenset({"image", "font", "media"})
_NOTHING_YET: Final = "about:blank"


def is_refused(request: Request) -> bool:
    """Say whether a page goes without: pictures, fonts, media, and documents of another host, in frames or its own."""
    if request.resource_type in _NOT_LOADED:
        return True
    if not request.is_navigation_request():
        return False
    shown = request.frame.page.url
    return shown != _NOTHING_YET and site_of(request.url) != site_of(shown)
