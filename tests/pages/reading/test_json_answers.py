"""JSON and JSONP in whatever form an interface answers with."""

from __future__ import annotations

import pytest

from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.reading.json_answers import read_json


@pytest.mark.parametrize(
    "body",
    [
        '{"a": [1]}',
        ' \n{"a": [1]}\n',
        '\ufeff{"a": [1]}',
        'show({"a": [1]})',
        'jQuery1_2.show ({"a": [1]}) ;\n',
        '/**/cb({"a": [1]});',
    ],
)
def test_json_with_and_without_padding(body: str) -> None:
    assert read_json(body.encode()) == {"a": [1]}


def test_json_in_gb_18030() -> None:
    assert read_json('{"title": "湛江港昨日开通新航线"}'.encode("gb18030")) == {"title": "湛江港昨日开通新航线"}


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"show(", b"show()", b"[" * 9000])
def test_what_is_no_json_is_reported_by_its_name(body: bytes) -> None:
    with pytest.raises(UnreadablePage, match=r"^the ranking's answer is no JSON$"):
        read_json(body, "the ranking's answer")
