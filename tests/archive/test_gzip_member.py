"""Gzip members: the same data with isal and, on platforms without its wheel, with zlib."""

from __future__ import annotations

import gzip
import runpy
import sys
from typing import Any

import pytest

from zhanjiang.archive import gzip_member

_DATA = "湛江港 ".encode() * 5000


@pytest.fixture(params=["isal", "zlib"])
def codec(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The module as it is with a library, by names."""
    if request.param == "isal":
        pytest.importorskip("isal")
    else:
        monkeypatch.setitem(sys.modules, "isal", None)
    names = runpy.run_path(gzip_member.__file__)
    assert request.param in names["library"].__name__
    return names


def test_each_library_reads_and_is_read(codec: dict[str, Any]) -> None:
    member = codec["gzip_member"](_DATA)
    assert gzip.decompress(member) == _DATA
    assert len(member) < len(_DATA) // 50
    assert codec["whole_member"](gzip.compress(_DATA), most=len(_DATA)) == _DATA
    assert codec["gzip_member"](_DATA) == member


@pytest.mark.parametrize(
    "damaged",
    [b"", b"news", gzip.compress(_DATA)[:-1], gzip.compress(_DATA) + b"\0", gzip.compress(_DATA)[:-5] + b"\0" * 5],
    ids=["nothing", "another form", "torn", "more after it", "another checksum"],
)
def test_what_is_no_whole_member_is_left_to_others(codec: dict[str, Any], damaged: bytes) -> None:
    assert codec["whole_member"](damaged, most=1 << 20) is None


def test_nothing_larger_than_allowed_is_made(codec: dict[str, Any]) -> None:
    assert codec["whole_member"](gzip.compress(b"0" * 10_000_000), most=1000) is None
