"""How well and how fast reprints are found: recall, precision and articles per second.

Invented articles of 8 to 30 sentences arrive newest first, a thousand at a time, as from a listing. Four in a hundred
reprint another one with a tenth of its sentences left out or replaced. Three have half of another one's sentences, and
three are forecasts, one form with other numbers: these are no reprints. The floor, measured in turns with it on a
store of its own, is inserting the same articles without a search for reprints. Run it with

    python benchmarks/similar.py --articles 20000
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from zhanjiang.items import Article
from zhanjiang.store import Store, articles, open_store, similar

_BATCH = 1000
_MODELS = 500  # the first articles of a batch, which its later ones reprint
_CHARACTERS = "".join(bytes((row, cell)).decode("gbk") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF))
_WORDS = 20_000
_FORM = "市气象台{}日{}时发布：今天白天到夜间，我市晴间多云，局部有阵雨，气温{}到{}度，偏南风{}级，湿度{}到{}。"


@dataclass(frozen=True)
class Figures:
    """The results; ``cost`` is in milliseconds per article, ``ratio`` how much slower than bare inserting."""

    articles: int
    recall: float
    precision: float
    articles_a_second: float
    bare_articles_a_second: float
    ratio: float
    cost: float


class _Writer:
    """Writes articles as lists of sentences; its words are as unevenly frequent as those of a language."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self._words = ["".join(self.chance.choices(_CHARACTERS, k=2)) for _ in range(_WORDS)]
        self._weights = list(accumulate(1 / rank for rank in range(1, _WORDS + 1)))

    def _sentence(self) -> str:
        words = self.chance.choices(self._words, cum_weights=self._weights, k=self.chance.randint(7, 22))
        return "".join(words[:5]) + "，" + "".join(words[5:]) + "。"

    def write(self) -> list[str]:
        """Write an article like no other."""
        return [self._sentence() for _ in range(self.chance.randint(8, 30))]

    def change(self, model: list[str], share: float) -> list[str]:
        """Replace a share of the sentences, or leave them out."""
        changed = set(self.chance.sample(range(len(model)), max(1, round(len(model) * share))))
        replaces = self.chance.random() < 0.5
        replaced = [self._sentence() if at in changed else sentence for at, sentence in enumerate(model)]
        return replaced if replaces else [sentence for at, sentence in enumerate(model) if at not in changed]

    def half(self, model: list[str]) -> list[str]:
        """Write an article whose half is another one's."""
        return model[: len(model) // 2] + [self._sentence() for _ in model[len(model) // 2 :]]

    def forecast(self) -> list[str]:
        """Write a forecast of several places, the form filled in with numbers."""
        return [_FORM.format(*(self.chance.randint(1, 99) for _ in range(7))) for _ in range(6)]


def batches(count: int) -> Iterator[list[tuple[Article, int]]]:
    """Yield the articles in batches, newest first, each with the number of the article it reprints, or its own."""
    writer = _Writer(1)
    for start in range(0, count, _BATCH):
        models = [writer.write() for _ in range(_MODELS)]
        written = [(_article(start + at, model), start + at) for at, model in enumerate(models)]
        for number in range(start + _MODELS, start + _BATCH):
            sentences, family = _later(writer, models, start, number)
            written.append((_article(number, sentences), family))
        yield written[::-1]


def _later(writer: _Writer, models: list[list[str]], start: int, number: int) -> tuple[list[str], int]:
    drawn, model = writer.chance.random(), writer.chance.randrange(_MODELS)
    if drawn < 0.08:
        return writer.change(models[model], 0.1), start + model
    if drawn < 0.14:
        return writer.half(models[model]), number
    return writer.forecast() if drawn < 0.2 else writer.write(), number


def _article(number: int, sentences: list[str]) -> Article:
    published = datetime(2022, 1, 1) + timedelta(minutes=number)
    paragraphs = ["".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)]
    return Article(
        id=f"portal/{number}",
        url=f"https://www.example/p/{number}.html",
        addresses=[f"https://www.example/p/{number}.html"],
        headline=sentences[-1],
        published_at=f"{published.isoformat()}+08:00",
        text="\n\n".join(paragraphs),
        revision=1,
        content_hash=f"{number:064x}",
    )


def _insert(store: Store, article: Article) -> None:
    with store.transaction() as connection:
        articles.save(connection, article)


def _insert_and_group(store: Store, article: Article) -> None:
    """Insert as the pipelines of a crawl do."""
    with store.transaction() as connection:
        similar.save(connection, article)


def _take(insert: Callable[[Store, Article], None], store: Store, batch: list[tuple[Article, int]]) -> float:
    copies = [replace(article) for article, _ in batch]
    started = time.perf_counter()
    for article in copies:
        insert(store, article)
    return time.perf_counter() - started


def measure(count: int, folder: Path) -> Figures:
    """Insert ``count`` articles with and without a search for reprints, and judge its answers."""
    bare, grouped = (open_store(f"sqlite:///{folder}/{name}.db") for name in ("bare", "grouped"))
    with grouped.transaction() as connection:
        similar.similar_bands.create(connection, checkfirst=True)
    floor = grouping = 0.0
    families: dict[str | None, int] = {}
    for batch in batches(count):
        floor += _take(_insert, bare, batch)
        grouping += _take(_insert_and_group, grouped, batch)
        families |= {article.id: family for article, family in batch}
        print(f"\r{len(families)} articles", end="", file=sys.stderr, flush=True)
    recall, precision = _judge(grouped, families)
    bare.close()
    grouped.close()
    number = len(families)
    cost = (grouping - floor) / number * 1000
    return Figures(number, recall, precision, number / grouping, number / floor, grouping / floor, cost)


def _judge(store: Store, families: dict[str | None, int]) -> tuple[float, float]:
    """Recall and precision: the share of reprints that name one of their family, and of all names that are right."""
    with store.reading() as connection:
        stored = list(articles.current(connection))
    named = {article.id: article.duplicate_of for article in stored if article.duplicate_of}
    right = sum(families[reprint] == families[original] for reprint, original in named.items())
    reprints = sum(name != f"portal/{family}" for name, family in families.items())
    return right / reprints, right / len(named)


def main() -> None:
    """Read the arguments, measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="how many, rounded up to thousands")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(options.articles, Path(folder))
    print(file=sys.stderr)
    if options.json:
        print(json.dumps(asdict(figures)))
        return
    for name, value in asdict(figures).items():
        print(f"{name.replace('_', ' '):24}{value:>12.4g}" if isinstance(value, float) else f"{name:24}{value:>12}")


if __name__ == "__main__":
    main()
