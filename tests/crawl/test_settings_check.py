"""Feeds that cannot be are refused before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from zhanjiang import settings as project
from zhanjiang.console.setting_values import WrongSetting
from zhanjiang.crawl import settings_check
from zhanjiang.crawl.settings_check import check_feeds, check_settings

_LINES = {"format": "jsonl"}
_BAD: list[tuple[str, Any, str]] = [
    ("a.jsonl", 1, "has no options: give them"),
    ("a.xyz", {}, "has the format None: give one of csv, jl, json"),
    ("a.jsonl", {"format": "xyz"}, "has the format 'xyz': give one of csv, jl, json"),
    ("foo://host/a.jsonl", _LINES, "no feed can be written to 'foo': give a file, or one of file, ftp"),
    ("ftp:///a.jsonl", _LINES, "names no host"),
    ("s3://[bucket/a.jsonl", _LINES, "names no host"),
    ("folder", _LINES, "is a folder"),
    ("file/a.jsonl", _LINES, "is a file"),
    (f"{'a' * 999}.jsonl", _LINES, "give another name"),
]


def _check(folder: Path, address: str, options: object) -> None:
    settings = Settings()
    settings.setmodule(project, priority="project")
    settings["FEEDS"] = {address if "://" in address else str(folder / address): options}
    check_feeds(settings)


@pytest.mark.parametrize(("address", "options", "told"), _BAD, ids=[bad[2] for bad in _BAD])
def test_a_feed_that_cannot_be(tmp_path: Path, address: str, options: object, told: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(WrongSetting, match=told):
        _check(tmp_path, address, options)


@pytest.mark.parametrize("address", ["a.jsonl", "new/a.jsonl", "stdout://", "ftp://host/a.jsonl"])
def test_a_feed_that_can_be(tmp_path: Path, address: str) -> None:
    _check(tmp_path, address, _LINES)


def test_pictures_without_their_library_are_refused_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings()
    settings.setmodule(project, priority="project")
    settings["IMAGES_STORE"] = str(tmp_path / "pictures")
    check_settings(settings)
    monkeypatch.setattr(settings_check, "find_spec", lambda name: None)
    with pytest.raises(WrongSetting, match="pip install Pillow"):
        check_settings(settings)
