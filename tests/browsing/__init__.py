"""What tests of the browser share: whether there is one, and small sites whose pages a script makes."""

from __future__ import annotations

import os

import pytest
from scrapy.settings import BaseSettings

from zhanjiang.browser.availability import missing

_REASON = missing(BaseSettings({"BROWSER_ENABLED": True, "BROWSER_EXECUTABLE": None}))
needs_chromium = pytest.mark.skipif(_REASON is not None and "CI" not in os.environ, reason=f"no browser: {_REASON}")
"""Skips a test where there is no Chromium, or nothing to drive it with; where CI is to check, there must be one."""
