"""Visits are requests with scrapy-playwright's own meta, and what they found is read from there."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

from zhanjiang.browser.visit_meta import is_visit, make_visit, status_after, visit_meta, visited

_ADDRESS = "https://www.example/"
_SETTINGS = BaseSettings({"BROWSER_TIMEOUT": "12.5"})


def test_a_visit_is_said_in_the_keys_of_scrapy_playwright() -> None:
    meta = visit_meta("more", _SETTINGS)
    [method] = meta["playwright_page_methods"]
    assert meta["playwright"] is True
    assert isinstance(method, PageMethod) and method.method is make_visit and method.args == ("more", 12.5)


def test_what_a_visit_found_is_read_from_its_response() -> None:
    request = Request(_ADDRESS, meta=visit_meta("rankings", _SETTINGS))
    request.meta["playwright_page_methods"][0].result = ({"week": []}, 404)
    response = Response(_ADDRESS, request=request)
    assert is_visit(request) and is_visit(response)
    assert visited(response) == {"week": []}
    assert status_after(request) == 404


@pytest.mark.parametrize(
    "meta",
    [
        {},
        {"playwright": True},
        {"playwright": True, "playwright_page_methods": [PageMethod("screenshot")]},
        {"playwright": True, "playwright_page_methods": {"shot": PageMethod("screenshot")}},
    ],
)
def test_other_requests_tell_no_status(meta: dict[str, object]) -> None:
    assert status_after(Request(_ADDRESS, meta=meta)) is None


def test_an_unknown_status_is_none() -> None:
    request = Request(_ADDRESS, meta=visit_meta("rankings", _SETTINGS))
    request.meta["playwright_page_methods"][0].result = ({}, 0)
    assert status_after(request) is None


def test_a_visit_can_wait_in_a_job_directory() -> None:
    meta = pickle.loads(pickle.dumps(visit_meta("challenge", _SETTINGS)))
    assert meta["playwright_page_methods"][0].method is make_visit


def test_neither_spiders_nor_the_handler_load_playwright() -> None:
    script = (
        "import sys; import zhanjiang.browser.download_handler; from scrapy.settings import BaseSettings;"
        "from zhanjiang.browser.visit_meta import visit_meta; visit_meta('more', BaseSettings({'BROWSER_TIMEOUT': 1}));"
        "print('playwright' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
