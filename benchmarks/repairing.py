"""Reading damaged text back, against OpenCC converting the same text: nothing else repairs it.

How much of it is right: ``python benchmarks/textrepair.py``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from opencc import OpenCC

from benchmarks.figure import Figure, Options, interleaved, timed
from tests.textrepair.news import sample
from zhanjiang.textrepair import repair

_TEXTS = 40
_SHORT = 20
"""How often the floor converts the texts: once would be too short to be measured."""


def figures(options: Options) -> Iterator[Figure]:
    """Measure damaged text, and text that is not damaged."""
    chance = random.Random(42)
    samples = [sample(chance) for _ in range(_TEXTS)]
    convert = OpenCC("t2s").convert
    repair(samples[0].damaged)  # loads the language
    for subject, texts in (
        ("repair, damaged text", [one.damaged for one in samples]),
        ("repair, text that is whole", [one.original for one in samples]),
    ):
        size = sum(len(text.encode()) for text in texts) / 1e6
        floor = lambda texts=texts: timed(lambda: [convert(text) for text in texts * _SHORT]) / _SHORT  # noqa: E731
        ours = lambda texts=texts: timed(lambda: [repair(text) for text in texts])  # noqa: E731
        for _, ratio, bare, seconds in interleaved(floor, {subject: ours}, options.rounds):
            yield Figure(
                "repairing", subject, "OpenCC t2s", ratio, f"{size / seconds:.2f} MB/s", f"{size / bare:.1f} MB/s"
            )
