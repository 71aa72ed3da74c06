"""What is a story to read, and what only says of one who made it, when and where."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from lxml import etree

from zhanjiang.pages.article.info_rank import SURE_RANK, info_rank
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.datelines import is_dateline_alone
from zhanjiang.processors.names import are_names_alone
from zhanjiang.processors.set_bylines import bare_byline, reads_as_byline_in_text
from zhanjiang.processors.text import fold_signs, letters

_LABEL_RANK: Final = 1
_MOST_CREDITS: Final = 8
"""More lines of names are a list of people, which is something to read."""
_PARAGRAPH: Final = etree.Element("p")


def story_of(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs of a story; [] where each of them only says who made it, or where it is from.

    >>> story_of(["（记者 林小溪）", "责任编辑：周大海"]), story_of(["港口昨日启用。", "（记者 林小溪）"])
    ([], ['港口昨日启用。', '（记者 林小溪）'])
    """
    if len(paragraphs) > _MOST_CREDITS:
        return [*paragraphs]
    # Two paragraphs of a story settle it, and the longest ones are most likely to be that.
    longest_first = sorted(paragraphs, key=len, reverse=True)
    rest = [*islice((paragraph for paragraph in longest_first if not _is_about_a_story(paragraph)), 2)]
    is_name = len(rest) == 1 < len(paragraphs) and are_names_alone(fold_signs(bare_byline(rest[0])))
    return [] if is_name or not rest else [*paragraphs]


def _is_about_a_story(paragraph: str) -> bool:
    """Say whether a paragraph is a credit line, a byline, a dateline without a text, an info line, or no word."""
    if len(letters(paragraph)) < 2 or read_credits(paragraph) is not None or reads_as_byline_in_text(paragraph):
        return True
    rank = info_rank(Line(bare_byline(paragraph), _PARAGRAPH))
    return rank == _LABEL_RANK or rank >= SURE_RANK or is_dateline_alone(paragraph)
