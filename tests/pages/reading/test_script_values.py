"""Literals in scripts: what is read, what is no value, and that broken ones cost no time."""

from __future__ import annotations

import time
from typing import Any

import pytest

from zhanjiang.pages.reading.script_values import read_value, script_values

_LITERALS: dict[str, Any] = {
    '{a: 1, \'b\': "c", "d": [1, 2.5, -3, 0x10, 1e3]}': {"a": 1, "b": "c", "d": [1, 2.5, -3, 16, 1000.0]},
    "{a: true, b: !0, c: !1, d: null, e: void 0,}": {"a": True, "b": True, "c": False, "d": None, "e": None},
    "{// one\na: /* two */ 1}": {"a": 1},
    "{a: '\\u6e2f\\x41\\n\\'', b: `港`}": {"a": "港A\n'", "b": "港"},
    '{"a": "\\ud83d\\ude00"}': {"a": "😀"},
    '{"a": "第一行\n第二行"}': {"a": "第一行\n第二行"},
    "[[[]], {}]": [[[]], {}],
}


@pytest.mark.parametrize(("literal", "value"), _LITERALS.items())
def test_a_literal_is_read(literal: str, value: Any) -> None:
    assert read_value(literal)[0] == value
    assert [*script_values(f"var x = {literal};")] == [value]


@pytest.mark.parametrize("code", ["{return 1}", "{a: f(1)}", "{a: b + 1}", "{a", "[1 2]", "{1:", "", "{{}: 1}"])
def test_code_is_no_value(code: str) -> None:
    with pytest.raises(ValueError):
        read_value(code)


def test_nesting_without_end_is_no_value() -> None:
    assert [*script_values("x = " + "[" * 5_000)] == []


@pytest.mark.parametrize("code", ['={"a":' * 20_000, '="' + "x'" * 50_000, "=[" * 20_000 + "'", "return {" * 20_000])
def test_broken_code_takes_no_time(code: str) -> None:
    begin = time.process_time()
    assert [*script_values(code)] == []
    assert time.process_time() - begin < 5
