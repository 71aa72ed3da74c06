"""Whether there is a browser, and that what is left out without one is reported once."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from scrapy.settings import BaseSettings
from scrapy.utils.test import get_crawler

from zhanjiang.browser import availability
from zhanjiang.browser.availability import executable, is_there, missing


def _program(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def _settings(path: str | None = None) -> BaseSettings:
    return BaseSettings({"BROWSER_ENABLED": True, "BROWSER_EXECUTABLE": path})


def test_the_usual_names_are_looked_up_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert executable(_settings()) is None
    chrome = _program(tmp_path, "google-chrome")
    assert executable(_settings()) == chrome
    chromium = _program(tmp_path, "chromium")
    assert executable(_settings()) == chromium
    assert executable(_settings(chrome)) == chrome
    assert missing(_settings()) is None


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (None, "no Chromium is installed: apt-get install chromium, or set BROWSER_EXECUTABLE"),
        ("/no/browser", "BROWSER_EXECUTABLE /no/browser cannot be run: apt-get install chromium, or set "),
    ],
)
def test_the_reason_says_what_to_do(
    path: str | None, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (missing(_settings(path)) or "").startswith(reason)


def test_scrapy_playwright_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(availability, "find_spec", lambda name: None)
    assert "pip install -r requirements.txt" in (missing(_settings()) or "")


def test_what_is_left_out_is_reported_once_for_each_purpose(caplog: pytest.LogCaptureFixture) -> None:
    crawler = get_crawler(settings_dict={"BROWSER_ENABLED": False})
    with caplog.at_level(logging.WARNING):
        assert not any(is_there(crawler, purpose) for purpose in ("rankings", "rankings", "rows"))
        assert not is_there(get_crawler(settings_dict={"BROWSER_ENABLED": False}), "rankings")
    reason = "which needs a browser (BROWSER_ENABLED is off)"
    expected = [f"Left out: {purpose}, {reason}" for purpose in ("rankings", "rows", "rankings")]
    assert [record.getMessage() for record in caplog.records] == expected
