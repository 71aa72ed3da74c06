"""Every tuned number of text repair says what it means."""

import pytest

from tests.textrepair.constants import Constant, constants


@pytest.mark.parametrize("constant", list(constants()), ids=lambda constant: f"{constant.file}-{constant.name}")
def test_a_number_says_what_it_means(constant: Constant) -> None:
    assert constant.meaning.endswith("."), f"write a sentence below {constant.name}"


def test_the_table_holds_the_numbers_of_many_modules() -> None:
    table = {constant.name: constant for constant in constants()}
    assert table["_SPREAD"].value == "7.5"
    assert table["_AFTER_END"].value == "(-1.0, -4.0)"
    assert len({constant.file for constant in table.values()}) >= 12
    assert "SCORE" not in table
