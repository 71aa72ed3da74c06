"""The corpora: every case gives its `fixed` text, negative cases come back identical, known failures still fail."""

import json
from pathlib import Path
from typing import Any

import pytest

from zhanjiang.textrepair import is_damaged, repair, replay
from zhanjiang.textrepair.detect import evidence
from zhanjiang.textrepair.tables import narrow

CASES = Path(__file__).parent / "cases"
SEED = Path(__file__).parents[1] / "fixtures" / "seed" / "page.txt"


def cases(name: str, *marks: pytest.MarkDecorator) -> list[Any]:
    """The cases of one file as parameters, by their labels."""
    loaded = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"], marks=marks) for case in loaded]


@pytest.mark.parametrize("case", cases("seed_like") + cases("by_rule") + cases("short_runs"))
def test_damaged_text_is_read_back_and_proved(case: dict[str, str]) -> None:
    repaired = repair(case["original"])
    assert narrow(repaired.text) == narrow(case["fixed"])
    assert repaired.proved
    assert replay(case["original"], repaired.steps) == repaired.text


@pytest.mark.parametrize("case", cases("known_failures", pytest.mark.xfail(strict=True)))
def test_known_failure(case: dict[str, str]) -> None:
    assert repair(case["original"]).text == case["fixed"]


@pytest.mark.parametrize("case", cases("negative"))
def test_clean_text_comes_back_identical(case: dict[str, str]) -> None:
    assert case["original"] == case["fixed"], "a negative case is its own repair"
    repaired = repair(case["original"])
    assert repaired.text == case["fixed"]
    assert (repaired.readings, repaired.steps, repaired.guesses, repaired.proved) == (0, (), (), True)
    assert not is_damaged(case["original"])


def test_there_are_negative_cases_enough_with_labels_of_their_own() -> None:
    labels = [parameter.id for parameter in cases("negative")]
    assert len(labels) == len(set(labels)) >= 200


def test_seed_page_is_read_back_as_a_whole() -> None:
    page = SEED.read_text(encoding="utf-8")
    repaired = repair(page)
    assert repaired.readings == 193
    assert repaired.proved
    assert evidence(repaired.text).annotated == 0
    assert "?" not in repaired.text
    assert repaired.text.count("湛江日報") == 2
    assert "來搶沙發吧" in repaired.text
    assert replay(page, repaired.steps) == repaired.text
