"""Columns stand below one another, whatever script is in them."""

from __future__ import annotations

import pytest

from zhanjiang.console.tables import print_table


def test_a_chinese_character_takes_two_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("paper", "articles"), [("湛江日报", "7"), ("zjwb", "12")])
    assert capsys.readouterr().out == "paper     articles\n湛江日报         7\nzjwb            12\n"


def test_a_table_without_rows_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("paper", "articles"), [])
    assert capsys.readouterr().out == ""
