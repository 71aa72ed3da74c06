"""What readers' comments look like in the lines of a page: a name, a text, and what only software prints beside them.

A story holds names and texts as well: interviews, lists of persons, letters. So a name with a text says nothing alone.
A count of likes, a button to reply or a time such as 3小时前 beside each says that software has printed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from lxml import etree

from zhanjiang.pages.reading.elements import text_of
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.lazy_pattern import lazy_pattern
from zhanjiang.processors.text import fold_signs

_AGO_FORM: Final = r"(?:\d{1,4}\s*(?:秒|分|小?[时時]|天|周|个月|年)[钟鐘]?(?:以)?前|[刚剛][刚剛才])"
_TIME: Final = (
    rf"(?:{_AGO_FORM}|(?:(?:20\d\d\s*[-/.年]\s*)?\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}日?|[今昨前]天)"
    r"(?:\s*\d{1,2}:\d\d(?::\d\d)?)?)"
)
_BUTTON: Final = r"(?:(?:点?[赞讚]|[顶頂踩])|回[复覆復]|[举舉][报報])"
_COUNT: Final = r"\s*[(\[]?\s*\d{1,7}\s*[)\]]?"
_COUNTED: Final = rf"(?:{_BUTTON}{_COUNT}|\d{{1,7}}\s*(?:人?点?[赞讚顶頂]|条?回[复覆復]))"
_FROM: Final = r"(?:IP\s*属地|来自)\s*:?\s*\S{2,6}"
_PARTING: Final = r"[\s·|/,-]*"
_SIGN: Final = rf"(?:{_TIME}|{_COUNTED}|{_BUTTON}(?:\s*[(\[]\s*[)\]])?|{_FROM})"
_SIGNS: Final = lazy_pattern(rf"(?:{_SIGN}{_PARTING})+")
_LAST_SIGNS: Final = lazy_pattern(rf"(?:^|(?<=\W))(?:{_SIGN}{_PARTING})+$")
_FIRST_TIME: Final = lazy_pattern(rf"^{_TIME}(?=\s)\s*")
_FLOOR: Final = lazy_pattern(r"^(?:#\s*\d+|\d+\s*[楼樓])\s*")
_BY_SOFTWARE: Final = lazy_pattern(
    rf"{_AGO_FORM}|{_COUNTED}|{_BUTTON}{_PARTING}{_BUTTON}|IP\s*属地|(?:^|\s){_BUTTON}\s*[(\[]\s*[)\]]"
)
_AGO: Final = lazy_pattern(_AGO_FORM)
_IS_BUTTON: Final = lazy_pattern(_BUTTON)
_NAME: Final = lazy_pattern(r"(?:\w[\w·.*_@-]*(?: [\w·.*_-]+)?)(?=\s*(?:$|:))")
_SURELY: Final = lazy_pattern(
    rf"{_AGO_FORM}|{_BUTTON}(?:{_COUNT})?{_PARTING}{_BUTTON}|{_COUNTED}{_PARTING}{_BUTTON}|{_TIME}{_PARTING}{_BUTTON}|IP\s*属地"
)
_LONGEST_NAME: Final = 16
_LONGEST: Final = 300
_MOST_PARTS: Final = 12

SIGN_WORDS: Final = "[赞讚顶頂踩]|[秒分钟鐘时時天周月年][以]?前|[刚剛][刚剛才]|回[复覆復]|[举舉][报報]|属地"
"""What a line of comments has somewhere: a search for it is cheaper than a look at the line's parts."""


def signs_of(line: Line) -> str:
    """What software prints beside a comment, as far as a line ends with it or an element in it is nothing else.

    >>> from zhanjiang.pages.reading.lines import read_lines
    >>> page = etree.HTML("<p>海风 3小时前<p>写得好<i>赞(3)</i><p>他很快回复<p>赞 12 · 回复<p>决赛 6月10日")
    >>> [signs_of(line) for line in read_lines(page)]
    ['3小时前', '赞(3)', '', '赞 12 · 回复', '6月10日']
    """
    return " ".join(_signs_in(line))


def _signs_in(line: Line) -> list[str]:
    if line.media or len(line.text) > _LONGEST:
        return []
    last = _LAST_SIGNS.search(line.folded)
    ends = [last[0].strip()] if last else []
    parts = [part for part in _parts(line) if _SIGNS.fullmatch(part)]
    if not ends and (first := _FIRST_TIME.match(line.folded)):
        return [first[0].strip(), *parts]
    return max(ends, parts, key=lambda signs: sum(map(len, signs)))


def _parts(line: Line) -> Iterator[str]:
    """Yield the texts of the elements in a line, the first few."""
    for element in islice(line.element.iterdescendants(etree.Element), _MOST_PARTS):
        if not len(element) and (text := fold_signs(text_of(element).strip())) and text in line.folded:
            yield text


def is_by_software(signs: str) -> bool:
    """Say whether signs are none that a story's list may have as well: dates are, and a single word is.

    >>> [is_by_software(signs) for signs in ("3小时前", "赞(3)", "回复 举报", "回复", "2024-05-01 10:20")]
    [True, True, True, False, False]
    """
    return bool(_BY_SOFTWARE.search(signs))


def is_surely_by_software(signs: str) -> bool:
    """Say whether signs are no result of a vote either, which may be printed as a count of likes.

    >>> [is_surely_by_software(signs) for signs in ("3小时前", "1024赞", "12赞 · 回复", "赞 3 回复")]
    [True, False, True, True]
    """
    return bool(_SURELY.search(signs))


def is_button(signs: str) -> bool:
    """Say whether there is a button among signs, be it without a count: a story may have such a label (回复)."""
    return bool(_IS_BUTTON.search(signs))


def name_in(line: Line) -> str:
    """The reader's name that a line is, or begins with before a colon; '' for none. Times and floors do not count.

    >>> from zhanjiang.pages.reading.lines import read_lines
    >>> page = etree.HTML("<p>海风 3小时前<p>2楼 浪花：写得好<p>船，回来了<p>昨天 21:58")
    >>> [name_in(line) for line in read_lines(page)]
    ['海风', '浪花', '', '']
    """
    if line.media or not line.text:
        return ""
    name = _NAME.match(_without_signs(line))
    return name[0] if name and len(name[0]) <= _LONGEST_NAME and not name[0].isdigit() else ""


def said_in(line: Line) -> str:
    """What a reader says after the name and a colon; '' where a line says nothing, or has no name.

    >>> from zhanjiang.pages.reading.lines import read_lines
    >>> [said_in(line) for line in read_lines(etree.HTML("<p>海风：写得好 赞 3<p>海风：3天前<p>海风 赞 3"))]
    ['写得好', '', '']
    """
    name = name_in(line)
    return _without_signs(line)[len(name) :].lstrip().removeprefix(":").strip() if name else ""


def _without_signs(line: Line) -> str:
    """A line's text without times, counts and buttons at its ends."""
    text = _FLOOR.sub("", _FIRST_TIME.sub("", line.folded))
    for signs in reversed(_signs_in(line)):
        text = text.removesuffix(signs).rstrip()
    return text.strip(" -—·|")


def are_mostly_distinct(names: Sequence[str]) -> bool:
    """Say whether names are those of many: an interview has the same two all along.

    >>> are_mostly_distinct(["海风", "浪花", "海风"]), are_mostly_distinct(["问", "答", "问", "答"])
    (True, False)
    """
    return len({*names}) * 2 > len(names)
