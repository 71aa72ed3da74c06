"""Invented news with much variety, damaged by random tables: the measure of the repair."""

import json
import random
import re
from pathlib import Path
from typing import NamedTuple

from opencc import OpenCC

from zhanjiang.textrepair import damage
from zhanjiang.textrepair.tables import ANNOTATION, known_table, pinyin_of_traditional

_DATA = json.loads((Path(__file__).parent / "news.json").read_text(encoding="utf-8"))
_SLOT = re.compile(r"\{(.+?)\}")
_NEVER = set("這處備變組圖間為員與爲")
_SENTENCE = re.compile("[^。！？\n]+[。！？\n”]*")


class Sample(NamedTuple):
    """A page before the damage (`original`, traditional), its mirror's table, and the page after (`damaged`)."""

    original: str
    table: dict[str, str]
    damaged: str


def simplified_article(rng: random.Random, paragraphs: int = 8) -> str:
    """An invented article of some paragraphs of two to four sentences."""

    def fill(sentence: str) -> str:
        return _SLOT.sub(lambda slot: rng.choice(_DATA["slots"][slot[1]]), sentence)

    made = ("".join(fill(s) for s in rng.sample(_DATA["sentences"], rng.randint(2, 4))) for _ in range(paragraphs))
    return "\n".join(made)


def random_table(rng: random.Random) -> dict[str, str]:
    """A part of the known characters, and sometimes a few that no mirror was seen to annotate."""
    table = dict(rng.sample(sorted(known_table().items()), rng.randint(60, 143)))
    others = [c for c in "頁縣鐵紙龍灣漁們紅遊樂歡車單獎勝燈橋黨" if c not in table and c not in _NEVER]
    for character in rng.sample(others, rng.choice((0, 0, 3, 8))):
        pinyin = pinyin_of_traditional()[character][0]
        table |= {character: pinyin} if ANNOTATION.fullmatch(f"({pinyin})") else {}
    return table


def sample(rng: random.Random) -> Sample:
    """A damaged page, by one of OpenCC's conversions, a random table, and either width of punctuation."""
    converter = OpenCC(rng.choice(("s2t", "s2tw", "s2hk")))
    original = converter.convert(simplified_article(rng)).encode("gbk", "ignore").decode("gbk")
    table = random_table(rng)
    return Sample(original, table, damage(original, table, halfwidth=rng.random() < 0.5))


def sentences(text: str) -> list[tuple[int, int]]:
    """The start and end of each sentence of a text."""
    return [match.span() for match in _SENTENCE.finditer(text)]
