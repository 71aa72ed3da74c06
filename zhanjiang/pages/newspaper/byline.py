"""Bylines of newspapers in the body: at its head, where captions may precede them, or at its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.set_bylines import CAPTION_END, reads_as_byline_in_text


def bylines_of_body(lines: Sequence[Line], body: Sequence[int], captions: Collection[int]) -> list[int]:
    """The indexes of the lines of a body that are bylines: at its head, where captions may precede them, and its end.

    ``captions`` are the indexes of lines that pictures' own tables hold. There are none where the body is a byline
    alone, or where further ones stand between its paragraphs: these are several stories, which stay as printed.
    """
    texts = [index for index in body if lines[index].text and index not in captions]
    texts = [index for index in texts if read_credits(lines[index].spaced) is None]
    bylines = [index for index in texts if reads_as_byline_in_text(lines[index].spaced)]
    paragraphs = sorted({*texts} - {*bylines})
    story = [index for index in paragraphs if not _is_caption(lines, index)] or paragraphs
    inside = {index for index in bylines if story and story[0] < index < story[-1]}
    if not story or not all(_is_beside_picture(lines, index) for index in inside):
        return []
    return [index for index in bylines if index not in inside]


def _is_caption(lines: Sequence[Line], index: int) -> bool:
    """Say whether a line at the head of the body is a caption: it stands beside a picture, or names who took one."""
    return _is_beside_picture(lines, index) or bool(CAPTION_END.search(lines[index].text))


def _is_beside_picture(lines: Sequence[Line], index: int) -> bool:
    around = (lines[at] for at in (index - 1, index + 1) if 0 <= at < len(lines))
    return any(line.media == "img" for line in around)
