"""What a lead byte ate: the ASCII character behind it, told by what follows.

Markup is certain (`?/p>` was `</p>`), a digit before 年 is a guess among ten, and the end of a line leaves no trace.
"""

import re
from typing import Final

_TAG: Final = re.compile(r"(?:/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|!--)")
_ENTITY: Final = re.compile(r"#?[a-zA-Z0-9]{2,8};")
_ATTRIBUTE_END: Final = re.compile(r"\s*/?>|\s+[a-zA-Z-]+=[\"']")
_COUNTED: Final = re.compile(r"[\d.%年月日時时分秒個个名家人項项條条萬万億亿元米公里畝亩噸吨天次歲岁屆届場场號号路]")

_DIGITS: Final = "1234567890"


def eaten(text: str, end: int) -> list[tuple[str, float]]:
    """What can have stood at `end` of a damaged text, each with its cost as a logarithm; '' at the end of the text.

    >>> eaten("十四?/p>", 3)
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
    if _COUNTED.match(text, end):
        return [(digit, -1.0 - 0.1 * rank) for rank, digit in enumerate(_DIGITS)]
    bracket = [("(", -1.0)] if 0 < text.find(")", end, end + 30) < (text.find("(", end) % (len(text) + 1)) else []
    return [*bracket, ("\n", -2.0), (" ", -3.0), ("1", -5.0)]
