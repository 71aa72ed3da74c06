"""The comment box's own numbers, never those of a story about how many people took part.

Sentences such as 活动吸引近300人参与 are everyday news. So the box is looked for where boxes are, after the body; there
a number counts at the beginning of a line or after a label (评论, 已有, 共).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.text import fold_signs

# A search for plain words is ten times as fast as one for a pattern.
_WORDS: Final = ("参与", "參與", "评论", "評論")
_USUAL_FIRST: Final = ("评论", "参与", "評論", "參與")
_LONGEST_LINE: Final = 60
_LONGEST_LINE_ABOVE: Final = 20
_AROUND: Final = 160
_FURTHER_BLOCKS: Final = 3
_TAG: Final = re.compile(r"<[^>]*>|^[^<>]*>|<[^>]*$")
_NUMBER: Final = r"(?<![\d.])\d+(?:\.\d+)?\s*万?\+?\s*"
_ASKS: Final = r",?\s*点击(?:查看|进入|参与|发表)"
_COUNTS: Final = (
    rf"(?:{_NUMBER}人\s*参与\s*[,、;|/·]?\s*(?:共有?\s*)?{_NUMBER}条\s*评论(?![\w。])"
    rf"|{_NUMBER}人\s*参与(?=\s*(?:评论|$|{_ASKS}))|{_NUMBER}条\s*评论(?![\w。]))"
)
_LABEL: Final = r"(?:评论(?:区|一下)?|共有?|全部|查看|已有)\s*[:(]?\s*"
_IN_LINES: Final = re.compile(rf"(?:^|{_LABEL})\s*{_COUNTS}", re.MULTILINE)
_IN_SOURCE: Final = re.compile(rf"评论(?:区|一下)?\s*[:(]?\s*{_COUNTS}|已有\s*{_NUMBER}人\s*参与{_ASKS}")


def read_comment_box(after: Iterable[Sequence[Line]], above: Sequence[Line], html: str) -> str:
    """The numbers of the comment box as printed, in simplified script; '' where the page has no box.

    ``after`` are blocks of lines after the body, read little further than to the box; ``above`` the lines before its
    end, of which only short ones can be a box. Where no line is one, the page's source is searched for a box that
    readers do not see until a script shows it.
    """
    if not any(word in html for word in _USUAL_FIRST):
        return ""
    return (
        _counts(_IN_LINES, _up_to_box(iter(after)))
        or _counts(_IN_LINES, _joined(above, _LONGEST_LINE_ABOVE))
        or next(filter(None, (_counts(_IN_SOURCE, text) for text in _around_words(html))), "")
    )


def _counts(pattern: re.Pattern[str], text: str) -> str:
    """The first number of a box, and others close after it."""
    first = pattern.search(text)
    close = pattern.finditer(text, first.start(), first.start() + _AROUND) if first else ()
    return " ".join(match[0] for match in close)


def _up_to_box(blocks: Iterator[Sequence[Line]]) -> str:
    """Join lines up to the box and, until both its numbers are found, a little further: each may have its own block."""
    text = ""
    for block in blocks:
        text += _joined(block, _LONGEST_LINE) + "\n"
        if first := _IN_LINES.search(text):
            has_both = "人" in first[0] and "条" in first[0]
            for _ in range(0 if has_both else _FURTHER_BLOCKS):
                if len(text) - first.start() <= _AROUND:
                    text += _joined(next(blocks, ()), _LONGEST_LINE) + "\n"
            break
    return text


def _joined(lines: Sequence[Line], longest: int) -> str:
    return fold_signs("\n".join([line.text for line in lines if len(line.text) <= longest]))


def _around_words(html: str) -> Iterator[str]:
    """Yield the text around each of the words, without tags."""
    for word in _WORDS:
        position = html.find(word)
        while position >= 0:
            around = html[max(0, position - _AROUND) : position + _AROUND]
            yield fold_signs(_TAG.sub("", around))
            position = html.find(word, position + 1)
