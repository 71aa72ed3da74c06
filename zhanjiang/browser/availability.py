"""Whether there is a browser, and what a crawl leaves out where there is none, told once."""

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
    """Return the browser's path: ``BROWSER_EXECUTABLE``, else what is found under its usual names on PATH."""
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
        told = settings["BROWSER_EXECUTABLE"]
        found = f"BROWSER_EXECUTABLE {told} cannot be run" if told else "no Chromium is installed"
        return f"{found}: apt-get install chromium, or set BROWSER_EXECUTABLE"
    return None


def is_there(crawler: Crawler, purpose: str) -> bool:
    """Say whether there is a browser; where there is none, tell once a run what is left out for want of it."""
    reason = missing(crawler.settings)
    told = _left_out.setdefault(crawler, set())
    if reason and purpose not in told:
        told.add(purpose)
        logger.warning("Left out: %s, which takes a browser (%s)", purpose, reason)
    return reason is None
