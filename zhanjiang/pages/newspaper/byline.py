"""Bylines as newspapers set them: a block of its own below the headline, in the decks' own style."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import files

from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.people import begins_byline, is_byline, read_byline
from zhanjiang.processors.text import fold_signs

_SURNAMES = frozenset(json.loads((files(__package__) / "surnames.json").read_text("utf-8"))["surnames"])
# What stands before a byline to set it off.
_BULLETS = " \u3000■□●○◆◇▲△★☆※•·◎▪▫"
_LONGEST_NAMES = 24
_NAME = re.compile(r"[一-鿿]{2,3}")
# 林小溪 文/图, 林小溪 摄: the name first and its role after.
_ROLE_AFTER = re.compile(
    r"^(?P<names>[一-鿿]{2,4}(?:[\s、]+[一-鿿]{2,4})*)\s+(?:文/图|图/文|文图|摄影报道|文|图|摄|整理)$"
)


def bare_byline(text: str) -> str:
    """A byline without what sets it off: bullets, and brackets around the whole of it.

    >>> bare_byline("□本报记者 林小溪"), bare_byline("（记者 林小溪）")
    ('本报记者 林小溪', '记者 林小溪')
    """
    text = text.strip(_BULLETS)
    inner = text[1:-1]
    is_bracketed = fold_signs(text[:1] + text[-1:]) == "()" and not set(fold_signs(inner)) & set("()")
    return inner.strip() if is_bracketed else text


def reads_as_byline(text: str) -> bool:
    """Say whether a block in the head is a byline and no deck: roles with names, or names alone.

    >>> reads_as_byline("本报记者 林小溪 通讯员 周大海"), reads_as_byline("□林小溪"), reads_as_byline("陈 一")
    (True, True, True)
    >>> reads_as_byline("记者走访发现多数摊位已恢复营业"), reads_as_byline("高度重视 全面落实"), reads_as_byline("随笔")
    (False, False, False)
    """
    bare = bare_byline(text)
    folded = fold_signs(bare)
    if is_byline(bare) or _ROLE_AFTER.match(folded):
        return True
    if begins_byline(bare) or len(folded) > _LONGEST_NAMES:
        return False
    names = re.sub(r"(?<![一-鿿])([一-鿿])\s+([一-鿿])(?![一-鿿])", r"\1\2", folded).replace("、", " ").split()
    people = [person.name for person in read_byline(bare)]
    return bool(names) and names == people and all(_NAME.fullmatch(name) and name[0] in _SURNAMES for name in names)


def leading_byline(lines: Sequence[Line], body: Sequence[int]) -> int | None:
    """The index of the body's first line where it is a byline with a role and nothing else; None else."""
    first = next(iter(body), None)
    return first if first is not None and len(body) > 1 and is_byline(bare_byline(lines[first].spaced)) else None
