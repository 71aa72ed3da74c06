"""``docs/performance.md``, written by ``python -m benchmarks --write``: the figures as tables and a picture."""

from __future__ import annotations

import os
import platform
from html import escape
from importlib import import_module
from itertools import groupby
from math import log2
from pathlib import Path

from benchmarks.figure import ROOT, Figure, Options

_ROW, _LEFT, _WIDTH, _RIGHT = 22, 430, 330, 60
_SPAN = 8
"""The picture shows ratios from 1/8 to 8; what is beyond ends at its edge."""
_PAGE = """# How fast it is

`python -m benchmarks --write` made this page, on {machine}, with {articles} articles and the median of {rounds} pairs.
A ratio is the rate of this project over that of what a user would take instead, measured one after the other in the
same run: 2 is twice as fast, 0.5 half as fast. The rates are that machine's alone.

![The ratios as bars](performance.svg)
{sections}"""


def write_page(figures: list[Figure], options: Options) -> list[Path]:
    """Write the page and its picture; return their paths, relative to the project."""
    sections = [_section(name, list(of_name)) for name, of_name in groupby(figures, lambda one: one.benchmark)]
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    page = _PAGE.format(
        machine=machine, articles=f"{options.articles:,}", rounds=options.rounds, sections="".join(sections)
    )
    paths = {Path("docs/performance.md"): page, Path("docs/performance.svg"): picture(figures)}
    for path, content in paths.items():
        (ROOT / path).write_text(content, "utf-8")
    return list(paths)


def _section(name: str, figures: list[Figure]) -> str:
    about = import_module(f"benchmarks.{name}").__doc__ or ""
    rows = [f"| {one.subject} | {one.floor} | {one.ratio:.2f} | {one.value} | {one.floor_value} |\n" for one in figures]
    head = "| what | against | ratio | here | the other |\n|---|---|---|---|---|\n"
    return f"\n## {name.capitalize()}\n\n{about.strip()}\n\n{head}{''.join(rows)}"


def picture(figures: list[Figure]) -> str:
    """Draw the ratios as bars from 1, to the right where this project is faster; a step is a factor of two.

    >>> figure = Figure("crawl", "crawl", "bare Scrapy", 0.5, "500 articles/s", "1,000 pages/s")
    >>> "crawl / bare Scrapy" in picture([figure])
    True
    """
    height = _ROW * (len(figures) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + _RIGHT} {height}" '
        'font-family="sans-serif" font-size="12">',
        "<style>text{fill:#222}@media(prefers-color-scheme:dark){text{fill:#ddd}}</style>",
    ]
    for ratio in (1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8):
        x, width = _x(ratio), 2 if ratio == 1 else 0.5
        parts.append(f'<line x1="{x}" x2="{x}" y1="{_ROW}" y2="{height}" stroke="#888" stroke-width="{width}"/>')
        parts.append(f'<text x="{x}" y="14" text-anchor="middle">{ratio:g}</text>')
    for number, figure in enumerate(figures):
        parts += _bar(figure, _ROW * (number + 1.5))
    return "\n".join([*parts, "</svg>\n"])


def _bar(figure: Figure, y: float) -> list[str]:
    start, end = sorted((_x(1), _x(figure.ratio)))
    colour = "#2a7f62" if figure.ratio >= 1 else "#c2703d"
    label = escape(f"{figure.subject} / {figure.floor}")
    return [
        f'<text x="{_LEFT - 8}" y="{y + 12}" text-anchor="end">{label}</text>',
        f'<rect x="{start}" y="{y}" width="{end - start:.1f}" height="{_ROW - 7}" fill="{colour}"/>',
        f'<text x="{_LEFT + _WIDTH + 8}" y="{y + 12}">{figure.ratio:.2f}</text>',
    ]


def _x(ratio: float) -> float:
    """Where a ratio stands, on a scale of factors."""
    within = min(max(ratio, 1 / _SPAN), _SPAN)
    return round(_LEFT + _WIDTH * (log2(within) / log2(_SPAN) + 1) / 2, 1)
