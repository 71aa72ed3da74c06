"""Addresses as pages write them: what many pages write alike is completed once, and no page gets another one's."""

from __future__ import annotations

import logging

import pytest

from zhanjiang.addresses import href
from zhanjiang.addresses.href import IMPOSSIBLE, absolute_address

_PAGES = ("http://a.example/", "http://a.example/shizheng/index_2.html?v=/1", "http://a.example/p/7.html")


@pytest.mark.parametrize(
    ("written", "absolute"),
    [
        ("/p/1.html", "http://a.example/p/1.html"),
        ("/x/../p/1.html#top", "http://a.example/p/1.html#top"),
        ("\\p\\1.html", "http://a.example/p/1.html"),
        ("https://b.example/p/1.html", "https://b.example/p/1.html"),
        ("HTTP://a.example/p/1.html", "http://a.example/p/1.html"),
    ],
)
def test_what_the_root_is_enough_for_is_completed_once_for_all_pages(written: str, absolute: str) -> None:
    href._joined.cache_clear()
    assert {absolute_address(page, written) for page in _PAGES} == {absolute}
    assert href._joined.cache_info().misses == 1


@pytest.mark.parametrize("written", ["index_3.html", "?page=3", "http:index_3.html", "./", "../x.html"])
def test_what_needs_the_page_is_completed_for_each(written: str) -> None:
    folders = ("http://a.example/x/1/", "http://a.example/y/1/")
    first, second = (absolute_address(folder, written) for folder in folders)
    assert first and second and first.replace("/x/", "/y/") == second != first


def test_each_address_that_can_be_none_is_reported_wherever_it_stands(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, IMPOSSIBLE.name):
        assert [absolute_address(page, "//a:port/") for page in (*_PAGES, _PAGES[0])] == [None] * 4
    assert [record.args[1] for record in caplog.records] == [*_PAGES, _PAGES[0]]  # type: ignore[index]
