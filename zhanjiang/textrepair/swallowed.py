"""What a lead byte ate: the ASCII character behind it, told by what stands around it.

Markup is certain (`?/p>` was `</p>`), a digit before 年 is a guess among ten, and the end of a line leaves no trace.
"""

import re
from typing import Final

_TAG: Final = re.compile(r"(?:/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|!--)")
_ENTITY: Final = re.compile(r"#?[a-zA-Z0-9]{2,8};")
_ATTRIBUTE_END: Final = re.compile(r"\s*/?>|\s+[a-zA-Z-]+=[\"']")
_CITED: Final = re.compile(r"\d[\d,\-–—~]*\]")
_COUNTED: Final = re.compile(r"[\d.%年月日時时分秒個个名家人項项條条萬万億亿元米公里畝亩噸吨天次歲岁屆届場场號号路]")

_UNIT: Final = re.compile("[.%]|[年月日](?![前初底末關关])")
"""What begins no line."""
_ENDED: Final = re.compile("[。！？…][”』」）]?$")
_AFTER_END: Final = (-1.0, -4.0)
_WITHIN: Final = (-5.0, -1.0)
"""The costs of a line's end and of a digit before what is counted, behind the end of a sentence and within it."""
_DIGITS: Final = "123"
"""Three stand for all ten, which would crowd out what the rest of the place can be."""


def hidden(text: str, end: int) -> str:
    """The ASCII character that can have vanished before `end`, as the second byte of a cell that shows nothing.

    >>> hidden("潛摿3]", 2)
    '['
    """
    return "[" if _CITED.match(text, end) else ""


def eaten(text: str, end: int, before: str) -> list[tuple[str, float]]:
    """What can have stood at `end` of a damaged text, each with its cost as a logarithm; '' at the end of the text.

    `before` is the repaired text just before it: a sentence that ends there mostly ends its line.

    >>> eaten("十四?/p>", 3, "五”")
    [('<', 0.0)]
    """
    if end == len(text):
        return [("", 0.0)]
    if _TAG.match(text, end):
        return [("<", 0.0)]
    if _ENTITY.match(text, end):
        return [("&", 0.0)]
    if _ATTRIBUTE_END.match(text, end):
        return [('"', 0.0)]
    ended = _ENDED.search(before) is not None
    if _COUNTED.match(text, end):
        line, digit = _AFTER_END if ended and not _UNIT.match(text, end) else _WITHIN
        return [("\n", line), *((shown, digit - 0.1 * rank) for rank, shown in enumerate(_DIGITS))]
    bracket = [("(", -1.0)] if 0 < text.find(")", end, end + 30) < (text.find("(", end) % (len(text) + 1)) else []
    comma = [(",", -3.0)] if not ended and "," in text else []
    return [*bracket, *comma, ("\n", -2.0), (" ", -3.0), ("1", -5.0)]
