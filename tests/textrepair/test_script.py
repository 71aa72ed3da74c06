"""Back to simplified script: what OpenCC converts comes back, names included."""

import random

import pytest
from opencc import OpenCC

from tests.textrepair.news import simplified_article
from zhanjiang.textrepair import in_script, to_simplified
from zhanjiang.textrepair.tables import cells


def test_news_comes_back_from_its_conversion() -> None:
    rng = random.Random(5)
    articles = [simplified_article(rng) for _ in range(60)]
    convert = OpenCC("s2t").convert
    wrong = total = 0
    for article in articles:
        back = to_simplified(convert(article))
        assert len(back) == len(article)
        wrong += sum(a != b for a, b in zip(article, back, strict=True))
        total += len(article)
    assert wrong / total <= 0.0005


@pytest.mark.parametrize(
    "name", ["李钜良", "钱锺书", "沈从文", "余秋雨", "范长江", "於梨华", "吴晗", "乾隆", "岳云鹏", "万俟卨"]
)
def test_names_come_back(name: str) -> None:
    assert to_simplified(OpenCC("s2t").convert(name)) == name


@pytest.mark.parametrize("conversion", ["s2tw", "s2hk"])
def test_news_comes_back_from_the_variants_of_taiwan_and_hong_kong(conversion: str) -> None:
    rng = random.Random(6)
    articles = [simplified_article(rng) for _ in range(40)]
    pairs = [(article, to_simplified(OpenCC(conversion).convert(article))) for article in articles]
    wrong = sum(a != b for one, other in pairs for a, b in zip(one, other, strict=True))
    assert wrong / sum(map(len, articles)) <= 0.0005


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("為了裡面的群眾", "为了里面的群众"),
        ("爲了裏面的羣衆", "为了里面的群众"),
        ("山峯和山峰", "山峰和山峰"),
        ("著名", "著名"),
    ],
)
def test_every_mirrors_variants_become_simplified(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified


def test_text_that_is_in_the_script_already_is_left_alone() -> None:
    assert in_script("乾隆年间的古井，著名的瞭望台", "hans") == "乾隆年间的古井，著名的瞭望台"
    assert in_script("湛江市昨日舉行活動", "hant") == "湛江市昨日舉行活動"


@pytest.mark.parametrize(
    ("whole", "steps"), [("s2tw", "s2t t2tw"), ("s2hk", "s2t t2hk"), ("tw2s", "tw2t t2s"), ("hk2s", "hk2t t2s")]
)
def test_conversions_in_two_steps_are_those_of_opencc(whole: str, steps: str) -> None:
    rng = random.Random(5)
    texts = ["\n".join(filter(None, cells().values())), *(simplified_article(rng) for _ in range(50))]
    convert, *each = (OpenCC(name).convert for name in (whole, *steps.split()))  # to load their tables takes long
    for text in [*texts, *map(OpenCC("s2t").convert, texts), *map(convert, texts)]:
        converted = text
        for step in each:
            converted = step(converted)
        assert converted == convert(text)
