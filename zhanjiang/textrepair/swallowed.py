"""What a lead byte swallowed: the ASCII character after it, inferred from the text around it.

Markup is certain (`?/p>` was `</p>`), a digit before 年 is a guess among ten, and the end of a line leaves no trace.
"""

import re
from typing import Final

_TAG: Final = re.compile(r"(?:/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|!--)")
BARE_TAG: Final = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z-]+=[^<>]*)?\s*/?>")
"""A tag whose `<` was swallowed, as no text has it after a `?`."""
_ENTITY: Final = re.compile(r"#?[a-zA-Z0-9]{2,8};")
_ATTRIBUTE_END: Final = re.compile(r"\s*/?>|\s+[a-zA-Z-]+=[\"']")
_CITED: Final = re.compile(r"\d[\d,\-–—~]*\]")
_COUNTED: Final = re.compile(r"[\d.%年月日時时分秒個个名家人項项條条萬万億亿元米公里畝亩噸吨天次歲岁屆届場场號号路]")

_UNIT: Final = re.compile("[.%]|[年月日](?![前初底末關关])")
"""What begins no line."""
_ENDED: Final = re.compile("[。！？…][”』」）]?$")
_AFTER_END: Final = (-1.0, -4.0)
"""Logarithmic costs of a line's end and of a digit before a unit, after the end of a sentence. By hand."""
_WITHIN: Final = (-5.0, -1.0)
"""Logarithmic costs of a line's end and of a digit before a unit, within a sentence. By hand."""
_RANK: Final = 0.1
"""Logarithmic cost by which each further digit is rarer, so that their order is fixed. By hand."""
_DIGITS: Final = "123"
"""Three stand for all ten, which would crowd out other texts of the span. By hand."""


def hidden_bracket(text: str, end: int) -> str:
    """The ASCII bracket that can have vanished before `end` as the second byte of an empty cell; '' for none.

    >>> hidden_bracket("潛摿3]", 2)
    '['
    """
    return "[" if _CITED.match(text, end) else ""


def starts_tag(text: str, position: int) -> bool:
    """Whether a tag stands at a position: markup was never full-width.

    >>> starts_tag("好</p>", 1), starts_tag("3<5", 1)
    (True, False)
    """
    return text[position] == "<" and _TAG.match(text, position + 1) is not None


def swallowed_candidates(text: str, end: int, before: str) -> list[tuple[str, float]]:
    """The characters that can have stood at `end` of a damaged text, each with its logarithmic cost; '' at its end.

    `before` is the repaired text just before it: a sentence that ends there mostly ends its line.

    >>> swallowed_candidates("十四?/p>", 3, "五”")
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
        return [("\n", line), *((shown, digit - _RANK * rank) for rank, shown in enumerate(_DIGITS))]
    bracket = [("(", -1.0)] if 0 < text.find(")", end, end + 30) < (text.find("(", end) % (len(text) + 1)) else []
    comma = [(",", -3.0)] if not ended and "," in text else []
    return [*bracket, *comma, ("\n", -2.0), (" ", -3.0), ("1", -5.0)]
