"""Bylines as newspapers set them: a block of its own below the headline, at the head of the body, or below it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from importlib.resources import files

from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.names import COMPOUND_SURNAMES, SURNAMES
from zhanjiang.processors.people import begins_byline, is_byline, read_byline
from zhanjiang.processors.text import fold_signs

_TABLES: dict[str, list[str]] = json.loads((files(__package__) / "names.json").read_text("utf-8"))
# What stands before a byline to set it off; section headings have most of these too, and only bylines the boxes.
_BULLETS = " \u3000■□●○◆◇▲△★☆※•·◎▪▫"
_BOXES = ("□", "■", "▪", "▫")
_LONGEST_NAMES = 24
_LONGEST_PEN_NAME = 6
_LABEL = re.compile(r"^作者(?:\s*[:：]|\s)\s*")
_BLANKS = re.compile(r"(?<=[(（])\s+|\s+(?=[)）])")
_NAME = re.compile(r"[一-鿿]{2,3}")
# 林小溪 文/图, 林小溪 摄: the name first and its role after.
_ROLE_AFTER = re.compile(
    r"^(?P<names>[一-鿿]{2,4}(?:[\s、]+[一-鿿]{2,4})*)\s+(?:文/图|图/文|文图|摄影报道|文|图|摄|整理)$"
)
_BRACKETS = re.compile(r"\s*\(([^()]{2,16})\)\s*")
# Where a correspondent is from: a place of the region, or any institution.
_FROM = re.compile(
    rf"(?:{'|'.join(_TABLES['places'])})|[一-鿿]{{1,12}}[局院校社台站队委办县市区镇街岛村]|.*(?:中学|大学|公司)"
)
_SPACED_NAME = re.compile(r"(?<![一-鿿])([一-鿿])\s+(?:([一-鿿])\s+)?([一-鿿])(?![一-鿿])")
_CAPTION_END = re.compile(r"(?:摄|供图|提供|截图|资料图片?)\s*\)?\s*[。.]?$")


def bare_byline(text: str) -> str:
    """A byline without what sets it off: bullets, brackets around the whole of it, its label, blanks in brackets.

    >>> bare_byline("□本报记者 林小溪"), bare_byline("（作者：林小溪）"), bare_byline("□林小溪（ 坡头 ）")
    ('本报记者 林小溪', '林小溪', '林小溪（坡头）')
    """
    text = _BLANKS.sub("", text.strip(_BULLETS))
    inner = text[1:-1]
    is_bracketed = fold_signs(text[:1] + text[-1:]) == "()" and not set(fold_signs(inner)) & set("()")
    return _LABEL.sub("", inner if is_bracketed else text).strip()


def reads_as_byline(text: str) -> bool:
    """Say whether a block in the head is a byline and no deck: roles with names, or names alone.

    >>> reads_as_byline("本报记者 林小溪 通讯员 周大海"), reads_as_byline("□林小溪(坡头)"), reads_as_byline("陈 一")
    (True, True, True)
    >>> reads_as_byline("记者走访发现多数摊位已恢复营业"), reads_as_byline("高度重视 全面落实"), reads_as_byline("随笔")
    (False, False, False)
    """
    bare = bare_byline(text)
    if is_byline(bare) or _ROLE_AFTER.match(fold_signs(bare)):
        return True
    is_boxed = text.lstrip().startswith(_BOXES)
    if is_boxed and len(bare) <= _LONGEST_PEN_NAME and bare.replace(" ", "").isalpha():
        return True
    return not begins_byline(bare) and _holds_names_alone(bare, is_boxed=is_boxed)


def reads_as_byline_in_text(text: str) -> bool:
    """Say whether a line of the body is a byline: what a heading or a verse might be as well, such as 高山, is none.

    >>> [reads_as_byline_in_text(line) for line in ("文/本报记者林小溪", "林小溪(雷州)", "□林小溪")]
    [True, True, True]
    >>> [reads_as_byline_in_text(line) for line in ("高山", "金秋(外一首)", "编辑：林小溪")]
    [False, False, False]
    """
    if read_credits(text) is not None or _CAPTION_END.search(text):
        return False
    bare = bare_byline(text)
    if is_byline(bare):
        return True
    if reported := _ROLE_AFTER.match(fold_signs(bare)):
        return all(map(_is_name, re.split(r"[\s、]+", reported["names"])))
    is_boxed = text.lstrip().startswith(_BOXES)
    is_set_off = is_boxed or bool(_BRACKETS.search(fold_signs(text))) or bool(_LABEL.match(text))
    return is_set_off and not begins_byline(bare) and _holds_names_alone(bare, is_boxed=is_boxed)


def _holds_names_alone(bare: str, *, is_boxed: bool) -> bool:
    """Say whether a line holds names and nothing else, each perhaps with where the person is from in brackets."""
    folded = fold_signs(bare)
    places = _BRACKETS.findall(folded)
    if len(folded) > _LONGEST_NAMES or not (is_boxed or all(map(_FROM.fullmatch, places))):
        return False
    folded = _SPACED_NAME.sub(r"\1\2\3", _BRACKETS.sub(" ", folded))
    names = folded.replace("、", " ").split()
    people = [person.name for person in read_byline(folded)]
    return bool(names) and names == people and all(map(_is_name, names))


def _is_name(name: str) -> bool:
    if name.startswith(COMPOUND_SURNAMES) and len(name) in (3, 4):
        return True
    return bool(_NAME.fullmatch(name)) and name[0] in SURNAMES


def bylines_of_body(lines: Sequence[Line], body: Sequence[int], captions: Collection[int]) -> list[int]:
    """The indexes of the lines of a body that are bylines: at its head, where captions may precede them, and its end.

    ``captions`` are the indexes of lines that pictures' own tables hold. There are none where the body is a byline
    alone, or where further ones stand between its paragraphs: these are several stories, which stay as printed.
    """
    texts = [index for index in body if lines[index].text and index not in captions]
    texts = [index for index in texts if read_credits(lines[index].spaced) is None]
    bylines = [index for index in texts if reads_as_byline_in_text(lines[index].spaced)]
    paragraphs = [index for index in texts if index not in bylines]
    story = [index for index in paragraphs if not _is_caption(lines, index)] or paragraphs
    inside = [index for index in bylines if story and story[0] < index < story[-1]]
    if not story or not all(_is_beside_picture(lines, index) for index in inside):
        return []
    return [index for index in bylines if index not in inside]


def _is_caption(lines: Sequence[Line], index: int) -> bool:
    """Say whether a line at the head of the body is a caption: it stands beside a picture, or names who took one."""
    return _is_beside_picture(lines, index) or bool(_CAPTION_END.search(lines[index].text))


def _is_beside_picture(lines: Sequence[Line], index: int) -> bool:
    around = (lines[at] for at in (index - 1, index + 1) if 0 <= at < len(lines))
    return any(line.media == "img" for line in around)
