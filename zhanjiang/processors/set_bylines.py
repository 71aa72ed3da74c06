"""Bylines in a line of their own, as newspapers and posts set them: with what sets them off, or names alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.lazy_pattern import lazy_pattern
from zhanjiang.processors.names import COMPOUND_SURNAMES, PLACES, SURNAMES
from zhanjiang.processors.people import begins_byline, is_byline, read_byline
from zhanjiang.processors.roles import TITLE_WORDS
from zhanjiang.processors.text import fold_signs

# What stands before a byline to set it off; section headings have most of these too, and only bylines the boxes.
_BULLETS = " \u3000■□●○◆◇▲△★☆※•·◎▪▫"
_SET_OFF = lazy_pattern(rf"[{_BULLETS.strip()}]|[（(【\[〔].*[）)】\]〕]$")
_PAIRS = ("()", "【】", "[]", "〔〕")
_BOXES = ("□", "■", "▪", "▫")
_LONGEST_NAMES = 24
# Lines of a byline: text, pictures, video, sound.
_MOST = 4
_LONGEST_PEN_NAME = 6
# What stands after a bullet or in square brackets may be a section's heading (时间表, 路线图) and no name.
_HEADING = lazy_pattern(r"^..$|[表图书册榜单集版词语展标带线点员则法令课会片机文]$")
_MAKES_STORY = r"(?:文字?|[采撰]写|撰[文稿]|执笔|文稿|整理|文图|图文|图片?|摄[影像]|视频|航拍|拍摄)"
_NAMES_WRITER = lazy_pattern(r"(?:^|(?<=[\s/|\\、]))(?:文字?|撰文|采写|文图|图文)(?=[\s/|\\:、]|$)")
# Before a colon, any word may stand beside a name (嘉宾：林小溪, 导演：林小溪): only these make the story.
_OTHER_ROLE = lazy_pattern(rf"(?:^|(?<=\s))(?!(?:\S{{0,6}}{TITLE_WORDS}|{_MAKES_STORY})\s*:)[^\s:]+\s*:")
_LABEL = lazy_pattern(r"^作者(?:\s*[:：]|\s)\s*")
_BLANKS = lazy_pattern(r"(?<=[(（])\s+|\s+(?=[)）])")
_NAME = lazy_pattern(r"[一-鿿]{2,3}")
# 林小溪 文/图, 林小溪 摄: the name first and its role after.
_ROLE_AFTER = lazy_pattern(
    r"^(?P<names>[一-鿿]{2,4}(?:[\s、]+[一-鿿]{2,4})*)\s+(?:文/图|图/文|文图|摄影报道|文|图|摄|整理)$"
)
_BRACKETS = lazy_pattern(r"\s*\(([^()]{2,16})\)\s*")
# Where a correspondent is from: a place of the region, or any institution.
_FROM = lazy_pattern(
    rf"(?:{'|'.join(sorted(PLACES))})|[一-鿿]{{1,12}}[局院校社台站队委办县市区镇街岛村]|.*(?:中学|大学|公司)"
)
_SPACED_NAME = lazy_pattern(r"(?<![一-鿿])([一-鿿])\s+(?:([一-鿿])\s+)?([一-鿿])(?![一-鿿])")
CAPTION_END = lazy_pattern(r"(?:摄|供图|提供|截图|资料图片?)\s*[)）]?\s*[。.]?$")
"""The last words of a line that says who took a picture."""


def bare_byline(text: str) -> str:
    """A byline without what sets it off: bullets, brackets around the whole of it, its label, blanks in brackets.

    >>> bare_byline("□本报记者 林小溪"), bare_byline("（作者：林小溪）"), bare_byline("□林小溪（ 坡头 ）")
    ('本报记者 林小溪', '林小溪', '林小溪（坡头）')
    """
    text = _BLANKS.sub("", text.strip(_BULLETS))
    inner = text[1:-1]
    is_bracketed = fold_signs(text[:1] + text[-1:]) in _PAIRS and not set(fold_signs(inner)) & set("".join(_PAIRS))
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

    >>> [reads_as_byline_in_text(line) for line in ("文/本报记者林小溪", "林小溪(雷州)", "□林小溪", "【林小溪】")]
    [True, True, True, True]
    >>> [reads_as_byline_in_text(line) for line in ("高山", "金秋(外一首)", "编辑：林小溪", "◎时间表", "导演：林小溪")]
    [False, False, False, False, False]
    """
    bare = bare_byline(text)
    folded = fold_signs(bare)
    if not (is_byline(bare) or _is_reporter_with_role(folded) or _are_names_set_off(text, bare, folded)):
        return False
    is_caption = CAPTION_END.search(text) and not _NAMES_WRITER.search(folded)
    return not (is_caption or _OTHER_ROLE.search(folded)) and read_credits(text) is None


def _is_reporter_with_role(folded: str) -> bool:
    """Say whether a line is names with their role after them (林小溪 摄影报道)."""
    reported = _ROLE_AFTER.match(folded)
    return reported is not None and all(map(_is_name, re.split(r"[\s、]+", reported["names"])))


def _are_names_set_off(text: str, bare: str, folded: str) -> bool:
    """Say whether a line is names alone that a bullet, brackets or a label set off."""
    if len(folded) > _LONGEST_NAMES or _ROLE_AFTER.match(folded):
        return False
    is_boxed = text.lstrip().startswith(_BOXES)
    is_set_off = is_boxed or bool(_BRACKETS.search(folded)) or bool(_LABEL.match(text))
    is_set_off = is_set_off or bool(_SET_OFF.match(text.strip()) and not _HEADING.search(bare))
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


def bylines_at_ends(paragraphs: Sequence[str]) -> list[int]:
    """The indexes of the paragraphs of a story that are bylines: at its head or its end.

    Where there is nothing else, all of them are. There are none where further ones stand between its paragraphs: these
    are several stories, which stay as printed.
    Many, or some after a colon, are a list of people; a mark that sets off other paragraphs too sets off headings.

    >>> bylines_at_ends(["◎林小溪", "港口昨日启用。", "文/周大海"])
    [0, 2]
    >>> bylines_at_ends(["◎林小溪", "港口昨日启用。", "◎周大海", "渔船归航。"])
    []
    """
    if not any(map(reads_as_byline_in_text, (*paragraphs[:1], *paragraphs[-1:]))):
        return []  # further ones stand between paragraphs
    bylines = [index for index, text in enumerate(paragraphs) if reads_as_byline_in_text(text)]
    if len(bylines) > _MOST:
        return []
    story = [index for index in range(len(paragraphs)) if index not in bylines]
    if any(story[0] < index < story[-1] for index in bylines if story):
        return []
    if not story:
        return bylines
    marks = {paragraphs[index][0] for index in story} & set(_BULLETS + "【[〔")
    is_list = paragraphs[story[-1]].endswith(("：", ":"))
    return [index for index in bylines if paragraphs[index][0] not in marks and not (is_list and index > story[-1])]
