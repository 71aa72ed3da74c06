"""Numbers that pages print for readers: comment counts, with 万 where they are large."""

from __future__ import annotations

import re

_NUMBER = r"(\d+(?:\.\d+)?)\s*(万)?"
_MOST = 2**31 - 1
"""More than that no page counts, and no database in a column for numbers."""
_DIGITS = 18
_ALONE = re.compile(rf"^\s*(?!\d{{10}}|\d+\.\d+\s*$){_NUMBER}\+?\s*$")
_PARTICIPANTS = re.compile(_NUMBER + r"\+?\s*人\s*参与")
_COMMENTS = re.compile(_NUMBER + r"\+?\s*条\s*评论")


def read_participants(text: str) -> int | None:
    """How many readers took part in the comments; None where it is not printed.

    >>> read_participants("评论 1.2万人参与,36条评论"), read_participants("评论")
    (12000, None)
    """
    return _read(_PARTICIPANTS, text)


def read_comment_count(text: str) -> int | None:
    """How many comments there are; None where it is not printed.

    >>> read_comment_count("评论 12人参与，3条评论")
    3
    """
    return _read(_COMMENTS, text)


def read_count(text: str) -> int | None:
    """Read a text that is a number and nothing else; None for any other.

    >>> read_count("36"), read_count("1.2万"), read_count("many")
    (36, 12000, None)
    """
    return _read(_ALONE, text)


def _read(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    count = float(match[1]) * (10_000 if match[2] else 1) if match else _MOST + 1
    return round(count) if count <= _MOST else None


def whole_number(digits: str) -> int | None:
    """The number that digits print; None for any other text, and for more digits than any number of a page has.

    >>> whole_number("36"), whole_number("9" * 5000), whole_number("²"), whole_number("-1")
    (36, None, None, None)
    """
    return int(digits) if digits.isdecimal() and len(digits) <= _DIGITS else None
