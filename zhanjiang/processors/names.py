"""What is a person's name among the words beside a role, and what is an organisation's.

Names are two to four characters, or groups of them with a dot between (阿依古丽·买买提). So are many other words: where
nothing else says that a name follows, its surname must.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files

from zhanjiang.processors.lazy_pattern import lazy_pattern
from zhanjiang.processors.roles import ROLES, TITLE

_TABLE: dict[str, str | list[str]] = json.loads((files(__package__) / "surnames.json").read_text("utf-8"))
SURNAMES = frozenset(_TABLE["surnames"])
"""Surnames of one character."""
COMPOUND_SURNAMES = tuple(_TABLE["compound"])
"""Surnames of two characters."""
PLACES = frozenset(json.loads((files(__package__) / "places.json").read_text("utf-8"))["places"])
"""Places of the region, from which correspondents are."""
SEPARATORS = lazy_pattern(r"[\s、,;&/|\\:。]+")
"""What parts names."""

_ORGANISATION = lazy_pattern("|".join(map(re.escape, ROLES["organisation_words"])))
_ENDINGS = tuple(ROLES["organisation_endings"])
_NO_NAMES = frozenset([*ROLES["media"], *ROLES["activities"]])
# What districts, offices and accounts of three characters end in (高新区, 项目部, 羊城派), and hardly any name.
_UNIT = lazy_pattern(r"..[县区镇街网局委办馆处队报部厅台社刊派号客界]")
_BRACKETS = lazy_pattern(r"\([^()]*\)")
_CHINESE_NAME = lazy_pattern(r"[㐀-䶿一-鿿𠀀-𯨟]{2,4}|[㐀-鿿]{1,8}(?:[·•・‧][㐀-鿿]{1,8})+")
_LATIN_NAME = lazy_pattern(r"[A-Za-z][A-Za-z.'-]*")
_LONE = lazy_pattern(r"(?<![^\s、,;:)])[㐀-鿿](?:\s+[㐀-鿿])+(?![^\s、,;:(])")
_JOINED = lazy_pattern(r"以及|[和及与與暨]")
_AND_OTHERS = lazy_pattern(r"等(?<=[一-鿿]{2}等)(?:人|\d人)?$")


def split_names(text: str) -> list[str]:
    """Split at blanks and punctuation marks, and at 和 between two names; ``陈 通``, set apart, stays one name.

    >>> split_names("林小溪和周大海、陈 一、何二等")
    ['林小溪', '周大海', '陈一', '何二']
    >>> split_names("李建和 周和平")
    ['李建和', '周和平']
    """
    closed_up = _LONE.sub(lambda lone: _close_up(lone[0]), _AND_OTHERS.sub("", text))
    words = (_AND_OTHERS.sub("", word) for word in SEPARATORS.split(closed_up))
    return [name for word in words if word and word != "等" for name in _apart(word)]


def _close_up(letters: str) -> str:
    """Join single characters: three are one name (``黄 小 琴``), else every two are one."""
    single = letters.split()
    size = 3 if len(single) == 3 else 2
    return " ".join("".join(single[start : start + size]) for start in range(0, len(single), size))


def _apart(word: str) -> list[str]:
    """Split a word at a conjunction that stands between two names; the first may follow its title."""
    for joint in _JOINED.finditer(word):
        before, after = word[: joint.start()], word[joint.end() :]
        if is_likely_name(TITLE.split(before)[-1]) and is_likely_name(after):
            return [before, after]
    return [word]


def bare(word: str) -> str:
    """A word without what stands in brackets in it: 林小溪(霞山)."""
    return _BRACKETS.sub("", word).strip("()")


def is_name(word: str) -> bool:
    """Say whether a word has the form of a name."""
    return bool(_CHINESE_NAME.fullmatch(word) or _LATIN_NAME.fullmatch(word))


def is_organisation(word: str) -> bool:
    """Say whether a word names an institution, a department, or nobody in particular (综合, 网友)."""
    return bool(_ORGANISATION.search(word)) or (len(word) > 3 and word.endswith(_ENDINGS))


def is_person(word: str) -> bool:
    """Say whether a word can name a person where a name is expected."""
    if not is_name(word) or is_organisation(word) or word.lower() in ROLES["accounts"]:
        return False
    return word not in _NO_NAMES


def is_likely_name(word: str) -> bool:
    """Say whether a word is a person's name by its surname, where any other word might stand.

    >>> [is_likely_name(word) for word in ("林小溪", "欧阳小溪", "阿依古丽·买买提", "走访", "高空作业", "湛江")]
    [True, True, True, False, False, False]
    """
    if not is_person(word) or word.isascii():
        return False
    if len(word) > 4 or not word.isalpha():
        return bool(_CHINESE_NAME.fullmatch(word))
    if word.startswith(COMPOUND_SURNAMES) and len(word) > 2:
        return True
    is_double = len(word) == 4 and word[1] in SURNAMES and word[2] not in SURNAMES
    return word[0] in SURNAMES and (len(word) < 4 or is_double)


def are_names_alone(text: str) -> bool:
    """Say whether a line consists of names by their surnames, and of no channel's, column's or place's (时政, 吴川).

    >>> are_names_alone("林小溪 周大海"), are_names_alone("时政"), are_names_alone("高质量发展")
    (True, False, False)
    >>> are_names_alone("吴川"), are_names_alone("高新区")
    (False, False)
    """
    names = [bare(word) for word in split_names(text)]
    return 0 < len(names) <= 4 and all(is_likely_name(name) and not _is_phrase(name) for name in names)


def _is_phrase(name: str) -> bool:
    """Say whether four characters are rather a phrase (高山流水) than a name, or fewer a channel, a place, a unit."""
    is_idiom = len(name) == 4 and name.isalpha() and not name.startswith(COMPOUND_SURNAMES)
    return is_idiom or name in ROLES["channels"] or name in PLACES or bool(_UNIT.fullmatch(name))
