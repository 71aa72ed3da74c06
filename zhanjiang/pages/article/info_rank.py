"""What makes a line one of an info line's: how sure a date is the article's own, and which values stand beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhanjiang.addresses.portal import read_article
from zhanjiang.pages.reading.elements import text_of
from zhanjiang.pages.reading.labels import begins_box, is_end, is_furniture, is_like_a_story, is_notice
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.setting import setting_of
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.dates import AGO, CLOCK, DATE
from zhanjiang.processors.info_labels import BARE_LABEL, CHANGED, LABEL, PUBLISHED, SOURCE
from zhanjiang.processors.meta_line import MetaLine, read_meta_line
from zhanjiang.processors.names import are_names_alone, is_organisation
from zhanjiang.processors.people import is_byline
from zhanjiang.processors.text import fold_signs

_ROWS = frozenset(["li", "tr", "dd", "dt"])
SENTENCE = re.compile(r"[。！？!?]")
"""A mark that ends a sentence, which no info line has."""
_CLOCK = re.compile(CLOCK)
_AGO = re.compile(AGO)
SOURCE_NAME = re.compile(
    r"[一-鿿\w+]{0,8}(?:日报|晚报|晨报|时报|都市报|周报|商报|报社|新华社|中新社|通讯社|云媒|融媒体?(?:中心)?|客户端|电视台|新闻网|网)"
)
"""A name that only a newsroom has."""
HIGHEST_RANK = 6
"""The rank of a date with a time of day, and with labels: nothing can be more of an info line."""
SURE_RANK = 4
"""The rank of a date with a time of day, or with a label."""
_LONGEST_ROW = 80
_LONGEST_BOX = 160
# How near (lines) the next comment or row stands.
_NEXT = 14


def info_rank(line: Line) -> int:
    """Rank a line as an info line: 0 for none, more for a time of day, for labels, and for little besides."""
    folded = line.folded
    if line.media or line.is_link or len(folded) > 200:
        return 0
    date = DATE.search(folded)
    if date is None:
        label = LABEL.match(folded)
        is_labelled = label and label.lastgroup in ("source", "byline") and len(folded) < _LONGEST_ROW
        return 1 if is_labelled or _is_row_of_labels(line) else 0
    labelled = any(label.lastgroup in ("source", "byline", "date") for label in LABEL.finditer(folded))
    if not labelled and (len(folded) > 80 or SENTENCE.search(folded) or folded[date.end() :].lstrip()[:1] == ","):
        return 0
    return 0 if in_row_of_links(line) else 2 + 2 * bool(date["hour"]) + 2 * labelled


def _is_row_of_labels(line: Line) -> bool:
    """Say whether a line has labels without signs before all that it says: 稿源 湛江日报 撰稿 林小溪."""
    folded = line.folded
    if len(folded) >= _LONGEST_ROW or not SOURCE.search(folded) or SENTENCE.search(folded):
        return False
    info = read_meta_line(line.spaced)
    return info.labelled and bool(info.source) and bool(info.byline or _CLOCK.search(folded))


def in_row_of_links(line: Line) -> bool:
    """Say whether a line belongs to a row of a list of articles."""
    row = next((block for block in (line.element, *line.element.iterancestors()) if block.tag in _ROWS), None)
    # A row of a table that lays out the whole page contains links too, but it is no row of a list.
    if row is None or len(text_of(row)) > 200:
        return False
    return any(read_article(link.get("href") or "") for link in row.iter("a"))


def is_info(line: Line) -> bool:
    """Say whether a line is a value of an info line: labelled, a paper's name, or a byline."""
    if line.media or len(line.text) > 80 or in_row_of_links(line):
        return False
    folded = line.folded
    label = LABEL.match(folded)
    if label and label.lastgroup in ("source", "byline"):
        return not SENTENCE.search(folded)
    if BARE_LABEL.fullmatch(folded) or (label and label.lastgroup == "date" and DATE.search(folded)):
        return True
    if SOURCE_NAME.fullmatch(folded) or _AGO.fullmatch(folded) or are_names_alone(folded) or _is_row_of_labels(line):
        return True
    return is_byline(line.spaced) and read_credits(line.spaced) is None


def is_own(line: Line) -> bool:
    """Say whether a date is an article's own, not a comment's or the day of reading: labelled, or beside a paper."""
    if len(line.text) > _LONGEST_BOX or "今天是" in line.folded:
        return False
    info = read_meta_line(line.spaced)
    beside = _beside_date(info)
    return info.labelled or beside is None or is_organisation(beside)


def _beside_date(info: MetaLine) -> str | None:
    """What stands beside a date as its source, or as names alone, which a comment's reader may have as well."""
    byline = fold_signs(info.byline or "")
    return fold_signs(info.source) if info.source else byline if are_names_alone(byline) else None


def is_relative(line: Line, *, is_alone: bool) -> bool:
    """Say whether a line gives a time as 3天前 with a source or an author beside it, or (``is_alone``) nothing."""
    folded = line.folded
    if line.media or line.is_link or len(folded) >= _LONGEST_ROW or not _AGO.search(folded) or SENTENCE.search(folded):
        return False
    info = read_meta_line(line.spaced)
    beside = _beside_date(info)
    is_sourced = bool(SOURCE_NAME.fullmatch(beside)) if beside else is_alone
    return (info.labelled or is_sourced) and not in_row_of_links(line)


def is_of_story(lines: Sequence[Line], index: int) -> bool:
    """Say whether a day (2019年3月4日) is a line of the story: alone, and set as the paragraphs around it are."""
    line = lines[index]
    day = DATE.fullmatch(line.folded)
    if day is None or day["hour"] or "年" not in line.folded or not 0 < index < len(lines) - 1:
        return False
    around = (lines[index - 1], lines[index + 1])
    return all(is_like_a_story(other) and setting_of(other) == setting_of(line) for other in around)


def is_anothers(lines: Sequence[Line], index: int, *, has_ended: bool) -> bool:
    """Say whether a date below some of the story is a comment's or a row's and not the article's.

    It is where it is one of several set alike. Where neither label nor paper's name vouches for it, it is too below
    the story's end (``has_ended``), as the heading of the comments, and above words that are no story's.
    """
    line = lines[index]
    if is_repeated(lines, index):
        return True
    beside = _beside_date(read_meta_line(line.spaced))
    if _is_labelled(line) or (beside and SOURCE_NAME.fullmatch(beside)):
        return False
    if not beside and is_info(lines[index - 1]) and not has_ended:
        return False
    label, sign, _ = line.folded.partition(":")
    is_named = bool(sign and PUBLISHED.search(label))
    return has_ended or (not is_named and _is_above_words(lines[index + 1 : index + 3]))


def is_repeated(lines: Sequence[Line], index: int) -> bool:
    """Say whether a date without a label is one of several set alike, as those of comments and rows are."""
    return not _is_labelled(lines[index]) and (_recurs(lines, index, 1) or _recurs(lines, index, -1))


def _is_labelled(line: Line) -> bool:
    return any(label.lastgroup in ("source", "byline") for label in LABEL.finditer(line.folded))


def _is_above_words(following: Sequence[Line]) -> bool:
    """Say whether the lines after a date begin with words, and are neither a story nor an info line's or the page's."""
    if not following or all(map(is_like_a_story, following)):
        return False
    line = following[0]
    is_value = is_info(line) or (line.folded.isalnum() and is_organisation(line.folded))
    if line.media or line.is_link or LABEL.match(line.folded) or is_value or read_credits(line.spaced) is not None:
        return False
    return not ("版权所有" in line.text or is_end(line) or begins_box(line) or is_furniture(line) or is_notice(line))


def _recurs(lines: Sequence[Line], index: int, step: int) -> bool:
    """Say whether a date set alike stands nearby in one direction, with words between that are no info line's."""
    has_words = False
    for line in lines[index + step : max(index + step * _NEXT, 0) : step]:
        date = DATE.search(line.folded)
        if date and date["hour"] and _kind(line) == _kind(lines[index]):
            return has_words and not CHANGED.search(line.folded[: date.start()])
        if is_end(line):
            return False
        has_words = has_words or not (date or line.media or LABEL.match(line.folded))
    return False


def _kind(line: Line) -> list[tuple[str, list[str]]]:
    """The tags and first classes of a line's block and of the one around it; others count what is odd or even."""
    blocks = [line.element, *line.element.iterancestors()][:2]
    return [(str(block.tag), (block.get("class") or "").split()[:1]) for block in blocks]
