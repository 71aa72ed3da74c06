"""The JSON Schema: published as it is made, kept by articles, and broken by what is none."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.export.made_up import RECORDS
from zhanjiang.export.schema import article_schema, checker
from zhanjiang.items import Article

_PUBLISHED = Path(__file__).parents[2] / "docs/schema/article.schema.json"


def test_the_published_schema_is_the_one_of_the_fields() -> None:
    schema = json.loads(_PUBLISHED.read_text("utf-8"))
    assert schema == article_schema(), "scrapy validate --schema > docs/schema/article.schema.json"
    Draft202012Validator.check_schema(schema)
    assert [*schema["properties"]] == [field.name for field in dataclasses.fields(Article)]


def test_articles_are_good() -> None:
    check = checker()
    assert [check(record) for record in RECORDS] == [[]] * len(RECORDS)


def _changed(path: str, value: Any) -> dict[str, Any]:
    record: Any = copy.deepcopy(RECORDS[0])
    *way, last = path.split("/")
    part = record
    for step in way:
        part = part[int(step) if step.isdecimal() else step]
    part[last] = value
    return record  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("id", "portal/x", "$.id"),
        ("url", "javascript:alert(1)", "$.url"),
        ("kind", "artikel", "$.kind"),
        ("headline", 5, "$.headline"),
        ("published_at", "31 May 2022", "$.published_at"),
        ("published_at", "2022-05-31T21:58:00Z", "$.published_at"),
        *(
            ("published_at", f"{wrong}", "$.published_at")
            for wrong in (
                *("2026-13-45", "2026-02-30", "2026-02-29", "2026-00-10", "2026-04-31", "0000-01-01", "1900-02-29"),
                *("2026-02-28T25:00:00+08:00", "2026-02-28T23:60:00+08:00", "2026-02-28\n", "\n2026-02-28"),
            )
        ),
        *(("fetched_at", wrong, "$.fetched_at") for wrong in ("yesterday", "2026-02-30T00:00:00Z", "2026-02-28")),
        *(("content_hash", wrong, "$.content_hash") for wrong in ("x", "A" * 64, "a" * 64 + "\n")),
        ("id", "portal/2\n", "$.id"),
        ("duplicate_of", "nothing", "$.duplicate_of"),
        ("addresses", ["javascript:1"], "$.addresses[0]"),
        ("pages", 0, "$.pages"),
        ("revision", 0, "$.revision"),
        ("text", "湛江\0港", "$.text"),
        ("text", "湛江\u202e港", "$.text"),
        ("headline", "\x1b[2J", "$.headline"),
        ("authors/0/name", "温\u2066可", "$.authors[0].name"),
        ("images/1/sha256", "x", "$.images[1].sha256"),
        ("authors/0/name", 5, "$.authors[0].name"),
        ("authors", None, "$.authors"),
        ("images/1/size", 3, "$.images[1]"),
        ("comment_count", -1, "$.comment_count"),
        ("revision", None, "$.revision"),
        ("revision_cause", "guessed", "$.revision_cause"),
        ("repair/guessed/0/alternatives", "港", "$.repair"),
        ("extracted_by/text", "magic", "$.extracted_by.text"),
        ("extra", 1, "$"),
    ],
)
def test_a_mistake_is_named_by_its_path(path: str, value: Any, where: str) -> None:
    [(found, reason)] = checker()(_changed(path, value))
    assert (found, bool(reason)) == (where, True)


def test_every_field_is_required_but_of_an_export_of_some() -> None:
    partial = {"id": "portal/2", "headline": None}
    assert len(checker()(partial)) == len(dataclasses.fields(Article)) - 2
    assert checker(("id", "headline"))(partial) == []


def test_a_long_value_is_not_repeated_in_full() -> None:
    [(_, reason)] = checker()(_changed("authors", "港" * 5000))
    assert len(reason) < 250


@pytest.mark.parametrize("day", ["2024-02-29", "2000-02-29", "2026-12-31", "0004-02-29", "9999-12-31"])
def test_the_days_that_there_are_are_good(day: str) -> None:
    check = checker()
    assert check(_changed("published_at", day)) == check(_changed("published_at", f"{day}T23:59:59+08:00")) == []
    assert check(_changed("fetched_at", f"{day}T23:59:59Z")) == []


def test_every_day_of_a_calendar_is_good_and_no_other() -> None:
    pattern = article_schema(["published_at"])["properties"]["published_at"]["pattern"]
    for year, month, day in product((1899, 1900, 2000, 2023, 2024, 2100), range(14), range(33)):
        written = f"{year}-{month:02}-{day:02}"
        try:
            is_day = bool(date.fromisoformat(written))
        except ValueError:
            is_day = False
        assert bool(re.search(pattern, written)) == is_day, written
