"""All benchmarks of speed, as ratios to what a user would take instead, measured in the same run.

    python -m benchmarks                            # all of them: a quarter of an hour
    python -m benchmarks crawl reading              # some
    python -m benchmarks --articles 300 --rounds 1  # a first look
    python -m benchmarks --write                    # all, and docs/performance.md with its picture

A ratio of 2 is twice as fast as the floor, .5 half as fast. Each is the median of pairs that ran one after the other,
since machines differ and are shared; the rates beside it are this machine's. ``growth`` prints what a store costs by
its size.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from importlib import import_module

from benchmarks.figure import Figure, Options
from benchmarks.performance_page import write_page
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.console.tables import print_table

BENCHMARKS = ("crawl", "reading", "storing", "reparse", "repairing", "searching", "startup", "memory", "growth")
"""The modules of this package that measure speed, in the order of the table."""


def main() -> None:
    """Measure what the command line names, print the table, and write the page if that is wanted."""
    names, options, writes = _arguments()
    taken: list[Figure] = []
    for name in names:
        measure: Callable[[Options], Iterator[Figure]] = import_module(f"benchmarks.{name}").figures
        with progress_bar(f"Measuring {name}", None):
            for figure in measure(options):
                taken.append(figure)
                print(f"{figure.ratio:8.2f}  {figure.subject} / {figure.floor}")
    print_table(("what", "against", "ratio", "here", "the other"), [_row(figure) for figure in taken])
    if writes:
        print(f"written: {', '.join(map(str, write_page(taken, options)))}")


def _arguments() -> tuple[list[str], Options, bool]:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    usual = Options()
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which (all): {', '.join(BENCHMARKS)}")
    parser.add_argument("--articles", type=int, default=usual.articles, help=f"how many ({usual.articles})")
    parser.add_argument("--rounds", type=int, default=usual.rounds, help=f"how many pairs ({usual.rounds})")
    sizes = ",".join(map(str, usual.sizes))
    parser.add_argument(
        "--sizes", default=sizes, help=f"articles of the stores of `growth`, as in 10000,1000000 ({sizes})"
    )
    parser.add_argument("--write", action="store_true", help="write docs/performance.md and its picture")
    given = parser.parse_args()
    if unknown := sorted(set(given.names) - set(BENCHMARKS)):
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    options = Options(given.articles, given.rounds, tuple(int(size) for size in given.sizes.split(",")))
    return given.names or list(BENCHMARKS), options, given.write


def _row(figure: Figure) -> tuple[str, ...]:
    return figure.subject, figure.floor, f"{figure.ratio:.2f}", figure.value, figure.floor_value


if __name__ == "__main__":
    main()
