"""Captions between headline and body: newspapers print pictures there too, in no table of their own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from zhanjiang.pages.newspaper.body import PictureBlock, is_between_head_and_body
from zhanjiang.pages.newspaper.head import can_stand
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.set_bylines import reads_as_byline

_LONGEST = 200
_LONGEST_HEAD = 90
_ENDS_AS_CAPTION = re.compile(r"(?:摄|摄影|供图|提供|截图|航拍|资料图片?)\s*[)）]?\s*[。.]?$")
_BEGINS_AS_CAPTION = re.compile(r"^(?:[▲△↑↓←→▼◀▶]|图[为:：\d①-⑩]|[(（]?[上下左右]图|(?:拍摄|摄影|影)点\s*[:：])")
_DECK = re.compile(r"^[—―－–-]")


def captions_above(
    lines: Sequence[Line], region: range, blocks: Iterable[PictureBlock], bylines: Collection[int], url: str
) -> list[PictureBlock]:
    """The tables of pictures, with the loose pictures of a region and their captions as one more block.

    ``region`` are the indexes between headline and body. After a picture each line there is a caption, unless it is
    set as a deck; before it, a line that is worded as one. A table without a caption of its own counts as loose.
    """
    blocks = list(blocks)
    bare = [block for block in blocks if block.indexes[0] in region and all(lines[at].media for at in block.indexes)]
    known = {at for block in blocks if block not in bare for at in block.indexes} | set(bylines)
    chosen: list[int] = []
    has_picture = False
    for index in region:
        line = lines[index]
        if index in known:
            continue
        if line.media:
            if is_between_head_and_body(line, url):
                chosen.append(index)
                has_picture = True
        elif is_worded_as_caption(line) or (has_picture and _can_be_caption(line)):
            chosen.append(index)
    if not has_picture or all(lines[index].media for index in chosen):
        return blocks
    return sorted([*(block for block in blocks if block not in bare), PictureBlock(tuple(chosen))], key=_first)


def _first(block: PictureBlock) -> int:
    return block.indexes[0]


def is_worded_as_caption(line: Line) -> bool:
    """Say whether a line names who took a picture, or points to one; a byline is none."""
    worded = _ENDS_AS_CAPTION.search(line.text) or _BEGINS_AS_CAPTION.match(line.text)
    return bool(worded) and len(line.text) <= _LONGEST and not line.is_link and not reads_as_byline(line.spaced)


def _can_be_caption(line: Line) -> bool:
    if _DECK.match(line.text) or reads_as_byline(line.spaced) or line.is_link:
        return False
    return can_stand(line) if len(line.text) <= _LONGEST_HEAD else len(line.text) <= _LONGEST
