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
        ("他在這裡吃了麵，臺灣的朋友看了", "他在这里吃了面，台湾的朋友看了"),
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


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("先生著有《海洋與信仰》一書，編著過土著民俗叢書", "先生著有《海洋与信仰》一书，编著过土著民俗丛书"),
        ("他看著海，捧著書，揹著孩子，笑著說話", "他看着海，捧着书，背着孩子，笑着说话"),
        (
            "著書立說，著作等身，效果顯著，原著、譯著和專著",
            "著书立说，著作等身，效果显著，原著、译著和专著",
        ),
        ("看著作業，叫著名字，合著雙眼，編著竹籃，對著錄音機", "看着作业，叫着名字，合着双眼，编着竹篮，对着录音机"),
        ("執著、沉著、膠著、穿著、著火、著急", "执着、沉着、胶着、穿着、着火、着急"),
        ("船伕很親暱", "船夫很亲昵"),
        ("《蠔鄉》，林小溪 著", "《蚝乡》，林小溪 著"),
    ],
)
def test_the_particle_of_taiwan_is_no_book(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified


@pytest.mark.parametrize("conversion", ["s2t", "s2tw", "s2hk"])
@pytest.mark.parametrize(
    "text",
    [
        "叶先生著有《海洋与信仰》一书，编著过土著民俗丛书，著作等身。他看着海，捧着书，背着孩子，笑着说话。",
        "著名学者的专著，当地土著的原著。",
        "他沉着地穿着蓑衣，朝着灯塔走着。",
    ],
)
def test_book_and_particle_come_back_from_every_conversion(text: str, conversion: str) -> None:
    assert to_simplified(OpenCC(conversion).convert(text)) == text
