"""The benchmark of reprints keeps its promises: recall, precision, and articles a second."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "similar.py"


def _measure(count: int) -> dict[str, float]:
    command = [sys.executable, str(_BENCHMARK), "--articles", str(count), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _assert_right(figures: dict[str, float]) -> None:
    assert figures["recall"] >= 0.98
    assert figures["precision"] >= 0.99


def test_reprints_are_found_among_some_articles() -> None:
    _assert_right(_measure(1000))


@pytest.mark.soak
def test_reprints_are_found_among_very_many_articles() -> None:
    figures = _measure(100_000)
    _assert_right(figures)
    assert figures["articles_a_second"] >= 1000
