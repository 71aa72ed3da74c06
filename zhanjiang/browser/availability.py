"""Whether there is a browser; what a crawl leaves out where there is none is reported once."""

from __future__ import annotations

import logging
import shutil
from importlib.util import find_spec
from typing import Final
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_left_out: WeakKeyDictionary[Crawler, set[str]] = WeakKeyDictionary()


def executable(settings: BaseSettings) -> str | None:
    """The browser's path: ``BROWSER_EXECUTABLE``, else the first of its usual names on PATH; None without one."""
    names = [str(settings["BROWSER_EXECUTABLE"])] if settings["BROWSER_EXECUTABLE"] else _NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


def missing(settings: BaseSettings) -> str | None:
    """Say why there is no browser and what to do about it; None where there is one.

    >>> missing(BaseSettings({"BROWSER_ENABLED": False}))
    'BROWSER_ENABLED is off'
    """
    if not settings.getbool("BROWSER_ENABLED"):
        return "BROWSER_ENABLED is off"
    if find_spec("scrapy_playwright") is None:
        return "scrapy-playwright is not installed: pip install -r requirements.txt"
    if executable(settings) is None:
        given = settings["BROWSER_EXECUTABLE"]
        reason = f"BROWSER_EXECUTABLE {given} cannot be run" if given else "no Chromium is installed"
        return f"{reason}: apt-get install chromium, or set BROWSER_EXECUTABLE"
    return None


def is_there(crawler: Crawler, purpose: str) -> bool:
    """Say whether there is a browser; where there is none, log once a run and purpose that it is left out."""
    reason = missing(crawler.settings)
    reported = _left_out.setdefault(crawler, set())
    if reason and purpose not in reported:
        reported.add(purpose)
        logger.warning("Left out: %s, which needs a browser (%s)", purpose, reason)
    return reason is None
