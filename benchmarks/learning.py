"""What learning a layout costs a page, and how many pages it needs, by skin.

Each portal of ``tests/unseen`` is written once; no crawl takes place. Run it with

    python -m benchmarks.learning
    python -m benchmarks.learning --skin tables

``times a reading``: what taking a page as a sample, learning from it, and reading it by the layout cost, as multiples
of reading the page by labels in the same run. ``of N pages``: the share of stories on one page whose text is exact
once a layout was learned from the first N pages; ``-`` where these pages agree on none, and of 0 by labels alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.unseen.portals import SKINS
from tests.unseen.report import Report, text_of
from tests.unseen.reporter import write_site
from zhanjiang.layouts.learning import learn
from zhanjiang.layouts.sample import sample
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.reading.learned import LearnedLayout

_NUMBERS = (0, 8, 12, 16, 20, 30, 40)
_ROUNDS = 3


def _pages(skin: str, reports: Sequence[Report], served: dict[str, object]) -> Iterator[ArticlePage]:
    for report in reports:
        answer = served[f"/p/{report.number}.html"]
        body = answer[2] if isinstance(answer, tuple) else answer
        assert isinstance(body, bytes)
        yield ArticlePage(body, f"https://{skin}.example/p/{report.number}.html")


def _read(page: ArticlePage) -> str:
    """A page's text without blanks; '' where there is no article."""
    try:
        return "".join((page.to_item().text or "").split())
    except UnreadablePage:
        return ""


def _seconds(work: Callable[[], object]) -> float:
    """The least time of a few rounds, in seconds of the processor."""
    times = []
    for _ in range(_ROUNDS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def _measure(skin: str) -> None:
    site = write_site(SKINS[skin].house)
    served: dict[str, object] = dict(SKINS[skin].pages(site))

    def pages(*learned: LearnedLayout) -> list[ArticlePage]:
        every = list(_pages(skin, site.reports, served))
        for page in every:
            page.learned = learned
        return every

    by_labels = _seconds(lambda: [_read(page) for page in pages()])
    sampled = _seconds(lambda: [sample(page) for page in pages()])
    samples = [sample(page) for page in pages()]
    learning = _seconds(lambda: learn(samples, fewest=len(samples)))
    layouts = learn(samples, fewest=len(samples))
    by_layout = _seconds(lambda: [_read(page) for page in pages(*layouts)]) if layouts else None
    costs = ["      -" if cost is None else f"{cost / by_labels:7.2f}" for cost in (sampled, learning, by_layout)]
    shares = []
    for number in _NUMBERS:
        learned = learn(samples[:number], fewest=number) if number else []
        right = [
            _read(page) == "".join(text_of(report.parts).split())
            for page, report in zip(
                pages(*(replace(one, name="learned") for one in learned)), site.reports, strict=True
            )
            if len(report.pages) == 1
        ]
        shares.append(f"{sum(right) / len(right):6.2f}" if learned or not number else "     -")
    print(f"{skin:<12} {' '.join(costs)}  {' '.join(shares)}", flush=True)


def main() -> None:
    """Measure the skins asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--skin", choices=SKINS, action="append", help="only this one (all); may be repeated")
    options = parser.parse_args()
    print(f"{'':<12} {'times a reading':^23}  {'exact texts, learned of N pages':^48}")
    names = (f"{name:>7}" for name in ("sample", "learn", "read"))
    print(f"{'skin':<12} {' '.join(names)}  {' '.join(f'{number:>6}' for number in _NUMBERS)}")
    for skin in options.skin or list(SKINS):
        _measure(skin)


if __name__ == "__main__":
    main()
