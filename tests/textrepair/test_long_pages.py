"""A page may be as long as a download may: repair reads it in seconds, and says what it left."""

import random
import re
from time import process_time

import pytest

from tests.textrepair.news import sample
from zhanjiang.textrepair import damage, repair
from zhanjiang.textrepair.markup import without_markup
from zhanjiang.textrepair.tables import known_table

_ITEM = '<li class="nav-item"><a href="/channel/list?id=12&page=3" title="!(x)">item</a></li>\n'
_PAGE = damage("市長說，經濟發展要靠產業，農業、醫療都要辦好。“十四五”再見，日報。", known_table())


def _seconds(text: str) -> float:
    """The processor time of a repair, the least of three: on a busy machine one is several times another."""
    taken = []
    for _ in range(3):
        start = process_time()
        repair(text)
        taken.append(process_time() - start)
    return min(taken)


def test_markup_is_proved_with_the_text_in_it() -> None:
    repair(_PAGE)  # loads the language
    page = _ITEM * 50_000 + _PAGE + _ITEM * 50
    start = process_time()
    repaired = repair(page)
    assert process_time() - start < 2
    assert repaired.proved
    assert repaired.text == page.replace(_PAGE, repair(_PAGE).text)


@pytest.mark.parametrize("number", range(5))
def test_what_is_proved_is_the_whole_text_but_for_the_inside_of_long_runs_of_ascii(number: int) -> None:
    damaged = sample(random.Random(number)).damaged.replace("\n", f"\n{_ITEM * 3}")
    made = repair(damaged)
    for shorter, whole in zip(without_markup(damaged, made.steps), (made.text, damaged), strict=True):
        assert len(shorter) < len(whole) - 200
        assert _wide(shorter) == _wide(whole)
        assert max(map(len, re.findall("[\x00-\x7f]+", shorter))) < 2 * len(_ITEM)


def _wide(text: str) -> list[str]:
    return [character for character in text if not character.isascii()]


def test_a_long_damaged_text_costs_a_news_page_more_than_its_length_and_not_its_square() -> None:
    repair(_PAGE)
    page = sample(random.Random(3)).damaged
    short, long = _seconds(page * 30), _seconds(page * 300)
    assert long < 12 * max(short, 0.1)
    assert long < 6
