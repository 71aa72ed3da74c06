"""A crawl in an event loop that runs already, as that of a notebook: Scrapy crawls there without Twisted's reactor."""

from __future__ import annotations

import asyncio
from typing import Final

from scrapy.settings import BaseSettings
from scrapy.utils.reactor import is_reactor_installed

from zhanjiang import settings as project

_SWITCH: Final = "TWISTED_REACTOR_ENABLED"
_HANDLER: Final = "zhanjiang.browser.running_loop_handler.RunningLoopDownloadHandler"


def go_without_reactor(settings: BaseSettings) -> None:
    """Switch the reactor off where a loop runs and no reactor is there, unless the user has given the setting."""
    if not settings.getpriority(_SWITCH) and not is_reactor_installed() and _is_running():
        settings.set(_SWITCH, False, priority="project")


def download_without_reactor(settings: BaseSettings) -> None:
    """Without a reactor, have a handler download that needs none, and no browser, whose handler does."""
    if settings.getbool(_SWITCH):
        return
    ours = project.defaults["DOWNLOAD_HANDLERS"].values()
    given = settings.getdict("DOWNLOAD_HANDLERS").items()
    handlers = {scheme: _HANDLER if handler and handler in ours else handler for scheme, handler in given}
    settings.set("DOWNLOAD_HANDLERS", handlers, priority="cmdline")
    settings.set("BROWSER_ENABLED", False, priority="cmdline")


def _is_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
