"""Feeds of a crawl in CSV and XML: every field of every item in columns, and a file for each class of item."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.browsing.boxes import PERIODS, headline, numbers, with_json
from tests.end_to_end.running import UNHURRIED, Item, run_scrapy
from tests.export.made_up import unflattened
from tests.loopback import serving
from zhanjiang.console.setting_values import WrongSetting
from zhanjiang.crawl.class_feeds import split_by_class


def _given(settings: dict[str, str]) -> list[str]:
    return [part for name, value in {**UNHURRIED, **settings}.items() for part in ("-s", f"{name}={value}")]


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [*csv.DictReader(lines, strict=True)]


def _unguarded(row: dict[str, str]) -> dict[str, str]:
    return {name: cell[1:] if cell.startswith("'") else cell for name, cell in row.items()}


def test_every_article_is_read_back_from_csv_and_xml(tmp_path: Path, sites: dict[str, str], truths: list[Item]) -> None:
    given = _given({name: value for name, value in sites.items() if name != "MIRROR_URL"})
    feeds = [part for name in ("a.csv", "a.xml", "a.jsonl") for part in ("-O", name)]
    done = run_scrapy(tmp_path, "crawl", "articles", *given, "-s", "ARCHIVE_ENABLED=False", *feeds)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == len(truths)
    assert [unflattened(_unguarded(row)) for row in _csv(tmp_path / "a.csv")] == lines
    items: Any = ElementTree.parse(tmp_path / "a.xml").getroot()
    assert [unflattened({cell.tag: cell.text for cell in item}) for item in items] == lines
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.jsonl", "a.xml", "data"]
    assert run_scrapy(tmp_path, "validate", "a.jsonl").returncode == 0


def test_rankings_and_pictures_are_in_a_file_each(tmp_path: Path) -> None:
    with serving(with_json("hover")) as site:
        given = _given({"PORTAL_URL": site, "PORTAL_MOBILE_URL": site})
        done = run_scrapy(tmp_path, "crawl", "frontpage", *given, "-O", "boxes.csv", "-O", "boxes.jsonl")
    assert done.returncode == 0, done.stderr
    assert "RankingEntry is in boxes.csv, PictureBoxEntry in boxes.PictureBoxEntry.csv" in done.stderr
    lines = [json.loads(line) for line in (tmp_path / "boxes.jsonl").read_text("utf-8").splitlines()]
    rows = [*_csv(tmp_path / "boxes.csv"), *_csv(tmp_path / "boxes.PictureBoxEntry.csv")]
    as_cells = [{name: "" if value is None else str(value) for name, value in line.items()} for line in lines]
    assert sorted(map(repr, rows)) == sorted(map(repr, as_cells))
    assert [row["headline"] for row in rows[:10]] == [headline(number) for number in numbers(PERIODS[0])]


def test_standard_output_has_one_kind_of_row() -> None:
    feeds = {"stdout:": {"format": "csv", "item_classes": ["a.One", "a.Other"]}}
    with pytest.raises(WrongSetting, match="several kinds of row"):
        split_by_class(feeds)
    assert split_by_class({"stdout:": {"format": "csv", "item_classes": ["a.One"]}})


def test_nothing_is_appended_to_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<items/>")
    done = run_scrapy(tmp_path, "crawl", "articles", "-o", "a.xml")
    assert done.returncode == 2
    assert done.stderr.startswith("scrapy crawl: nothing can be appended to a.xml")
    assert (tmp_path / "a.xml").read_text() == "<items/>"
