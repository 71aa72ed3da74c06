"""Prints the newspapers' pages: passes the templates in ``templates/newspaper`` their values."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from zhanjiang.replica.newspaper.edition import PAPERS, Polygon
from zhanjiang.replica.newspaper.words import words
from zhanjiang.replica.story import Block

_TEMPLATES = Path(__file__).parents[1] / "templates"
_LATIN = re.compile(r"([0-9A-Za-z.,%]+)")


def render(template: str, **values: Any) -> str:
    """Render a template of the newspapers."""
    return _environment().get_template(f"newspaper/{template}.html").render(papers=PAPERS, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"coords": _coords, "printed_day": _printed_day, "word_paste": _word_paste}
    environment.tests["text"] = _is_text
    return environment


def _coords(area: Polygon) -> str:
    return ",".join(f"{x},{y}" for x, y in area)


def _printed_day(day: date) -> str:
    """Return a day as papers print it: ``2018年07月17日``, and after it the day of the week."""
    return f"{day:%Y年%m月%d日} {words()['weekdays'][day.weekday()]}"


def _word_paste(text: str) -> Markup:
    """Return a text as it is pasted from Word: figures and letters in spans of another language."""
    parts = _LATIN.split(text)
    spans = (
        Markup('<span lang="EN-US">{}</span>').format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )
    return Markup("").join(spans)


def _is_text(block: Block) -> bool:
    return block.kind == "paragraph"
