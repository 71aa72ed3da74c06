"""Learned layouts as a store keeps them: each under a name of its own, and one that cannot be read is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhanjiang.crawl.learned_layouts import layouts_in_use, renamed
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.store import Store, layouts

_LAYOUT = LearnedLayout("learned 1", "//div", "//h1", marks=frozenset("abcdef"))


@pytest.mark.parametrize("path", ["//div[", "//o:p", "//div[@id='a''b']", "//div[@id='\x01']"])
def test_a_layout_whose_path_is_no_xpath_is_left_out(path: str, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with store.transaction() as connection:
        for name, body in (("learned 1", "//div"), ("learned 2", path)):
            layouts.save(connection, name, replace(_LAYOUT, name=name).as_data() | {"body": body}, 1)
    with store.reading() as connection:
        assert layouts_in_use(connection) == [_LAYOUT]
    assert "'learned 2' cannot be read" in caplog.text


def test_two_layouts_like_a_third_do_not_share_its_name() -> None:
    two = [replace(_LAYOUT, name=""), replace(_LAYOUT, name="", marks=frozenset("abcde"))]
    assert [one.name for one in renamed(two, [_LAYOUT], iter(["learned 2"]))] == ["learned 1", "learned 2"]
