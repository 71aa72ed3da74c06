"""What a record's metadata say of a page, and what a capture says of its run."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from zhanjiang.addresses.page import PageRef
from zhanjiang.archive.capture import METADATA_TYPES, Capture, metadata_of

_PAGE = PageRef("/p/7.html", "https://www.example/p/7.html", "article", "portal/7", None, "湛江港", "2026-11-24")
_CAPTURE = Capture("articles-run1-20261125T010203456789-00002.warc.gz", 0, 9, "response", _PAGE.url, 200, "", "")


def test_metadata_name_what_is_known_of_a_page_and_no_more() -> None:
    expected = {"run": 3, "page": "/p/7.html", "kind": "article", "article": "portal/7", "headline": "湛江港"}
    assert metadata_of(_PAGE, run=3, is_further=False) == expected
    assert metadata_of(_PAGE, run=3, is_further=True) == expected | {"is_further": True}


def test_what_is_no_page_has_a_run_alone() -> None:
    assert metadata_of(None, run=3, is_further=True) == {"run": 3}


def test_all_metadata_are_fields_of_a_capture() -> None:
    names = {field.name for field in fields(Capture)}
    assert names >= METADATA_TYPES.keys()


@pytest.mark.parametrize(("run", "files"), [(1, "articles-run1-20261125T010203456789"), (None, None)])
def test_a_run_is_known_by_the_beginning_of_its_files(run: int | None, files: str | None) -> None:
    assert replace(_CAPTURE, run=run).run_files == files


def test_items_write_the_moment_of_a_capture_to_the_second() -> None:
    assert replace(_CAPTURE, taken_at="2026-11-25T01:02:03.999999Z").fetched_at == "2026-11-25T01:02:03Z"
