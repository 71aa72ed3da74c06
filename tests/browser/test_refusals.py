"""What a page in the browser may not load."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from zhanjiang.browser.refusals import is_refused
from zhanjiang.settings import PLAYWRIGHT_ABORT_REQUEST

_PAGE = "https://www.example/p/1.html"


def _is_refused(url: str, kind: str, shown: str = _PAGE, *, navigates: bool | None = None) -> bool:
    is_document = kind == "document" if navigates is None else navigates
    frame = SimpleNamespace(page=SimpleNamespace(url=shown))
    request = SimpleNamespace(url=url, resource_type=kind, frame=frame, is_navigation_request=lambda: is_document)
    return is_refused(request)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["image", "font", "media"])
def test_what_shows_nothing_to_read_is_refused(kind: str) -> None:
    assert _is_refused("https://www.example/a.bin", kind)


@pytest.mark.parametrize("kind", ["script", "stylesheet", "xhr", "fetch", "websocket"])
def test_what_scripts_need_is_loaded_from_wherever_it_is(kind: str) -> None:
    assert not _is_refused("https://www.example/a.js", kind)
    assert not _is_refused("https://elsewhere.example/a.js", kind)


def test_the_first_document_is_loaded_and_later_ones_of_its_host() -> None:
    assert not _is_refused(_PAGE, "document", shown="about:blank")
    assert not _is_refused("http://www.example/p/2.html", "document")


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/", "http://127.0.0.1/", "https://www.example:8443/", "https://m.www.example/"]
)
def test_documents_of_other_hosts_are_refused(url: str) -> None:
    assert _is_refused(url, "document")


def test_the_setting_names_it() -> None:
    assert f"{is_refused.__module__}.{is_refused.__qualname__}" == PLAYWRIGHT_ABORT_REQUEST
