"""Parquet: each field typed, lists and records as they are."""

from __future__ import annotations

import io
from typing import Any

import pandas
import pyarrow
import pytest
from pyarrow import parquet

from tests.export.made_up import RECORDS
from zhanjiang.export import parquet_file
from zhanjiang.export.parquet_file import write_parquet
from zhanjiang.times import moment


def _written(fields: tuple[str, ...] = ()) -> io.BytesIO:
    file = io.BytesIO()
    write_parquet(file, RECORDS, fields)
    return io.BytesIO(file.getvalue())


def _record(row: dict[str, Any]) -> dict[str, Any]:
    fetched_at = row["fetched_at"]
    rules = row["extracted_by"]
    return {
        **row,
        "fetched_at": None if pandas.isna(fetched_at) else moment(fetched_at),
        "extracted_by": None if rules is None else dict(rules),
    }


def test_every_field_is_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_file, "_GROUP", 2)  # so that there are several
    read = parquet.read_table(_written())
    assert [_record(row) for row in read.to_pylist()] == RECORDS


def test_types_are_those_of_the_fields() -> None:
    schema = parquet.read_schema(_written())
    assert schema.field("revision").type == pyarrow.int64()
    assert schema.field("fetched_at").type == pyarrow.timestamp("ms", tz="UTC")  # Parquet has no seconds
    assert schema.field("authors").type.value_type.names == ["role", "name"]
    assert schema.field("newspaper_page").type.field("area").type.value_type.value_type == pyarrow.float64()


def test_pandas_reads_some_of_the_fields_in_the_order_given() -> None:
    frame = pandas.read_parquet(_written(("headline", "id", "comment_count", "fetched_at")))
    assert [*frame.columns] == ["headline", "id", "comment_count", "fetched_at"]
    assert [*frame["id"]] == [record["id"] for record in RECORDS]
    assert frame["fetched_at"][0] == pandas.Timestamp("2026-11-24T01:36:24Z")


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_file, "find_spec", lambda name: None)
    assert parquet_file.advice() == "Parquet needs pyarrow: pip install pyarrow"
