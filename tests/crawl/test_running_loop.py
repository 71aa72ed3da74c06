"""Whether a crawl goes without a reactor, and what downloads then."""

from __future__ import annotations

import asyncio

import pytest
from scrapy.settings import Settings

from zhanjiang import settings as project
from zhanjiang.crawl import running_loop
from zhanjiang.crawl.running_loop import download_without_reactor, go_without_reactor

_SWITCH = "TWISTED_REACTOR_ENABLED"


def _switched(settings: Settings) -> bool:
    go_without_reactor(settings)
    return settings.getbool(_SWITCH)


async def _switched_in_a_loop(settings: Settings) -> bool:
    return _switched(settings)


@pytest.mark.parametrize(
    ("runs", "is_installed", "given", "is_on"),
    [
        (True, False, None, False),
        (False, False, None, True),
        (True, True, None, True),
        (True, False, True, True),
        (False, False, False, False),
    ],
)
def test_a_reactor_goes_where_a_loop_runs_and_none_is_there(
    monkeypatch: pytest.MonkeyPatch, runs: bool, is_installed: bool, given: bool | None, is_on: bool
) -> None:
    monkeypatch.setattr(running_loop, "is_reactor_installed", lambda: is_installed)
    settings = Settings({} if given is None else {_SWITCH: given})
    assert (asyncio.run(_switched_in_a_loop(settings)) if runs else _switched(settings)) is is_on


def test_without_a_reactor_only_our_own_handlers_go() -> None:
    given = {**project.defaults["DOWNLOAD_HANDLERS"], "https": "a.users.Handler"}
    settings = Settings({"DOWNLOAD_HANDLERS": given, "BROWSER_ENABLED": True})
    download_without_reactor(settings)
    assert settings.getdict("DOWNLOAD_HANDLERS") == given and settings.getbool("BROWSER_ENABLED")
    settings.set(_SWITCH, False)
    download_without_reactor(settings)
    other = {**given, "http": "zhanjiang.browser.running_loop_handler.RunningLoopDownloadHandler"}
    assert settings.getdict("DOWNLOAD_HANDLERS") == other and not settings.getbool("BROWSER_ENABLED")
