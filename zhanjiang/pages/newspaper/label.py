"""The label of a newspaper's page: 第A02版:新闻, in whatever markup it is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.text import clean_line, fold_signs

_NUMBER = r"(?P<number>[A-Za-z]{0,2}\s?\d{1,3}(?:\s?[-—、]\s?[A-Za-z]{0,2}\d{1,3})?|[一二三四五六七八九十]{1,3}|头)"
# What may stand after the name in one line with it.
_END = (
    r"(?=\s*(?:$|[<>|\[\]【】《》«»]|上一|下一|前一|后一|返回|版面|本版|放大|缩小|标题|PDF|pdf"
    r"|(?:19|20)\d\d\s*[-年]|星期|作者|\s-\s|[-—_]+(?=湛江)))"
)
_NAME = rf"[\s:·\-]*(?P<name>[^\s:|<>][^|<>:]{{0,24}}?)??{_END}"
# After a sign or a date: 昨日第3版 is a word of a story.
_LABEL = re.compile(rf"(?:^|(?<=[\s:>|\]】])|(?<=\d日)|(?<=返回)|(?<=期[一二三四五六日天]))第\s*{_NUMBER}\s*版{_NAME}")
# Without 第 only at a line's head, where no sentence would have it; 12:30 is a time.
_SHORT_LABEL = re.compile(
    rf"(?:^|(?<=期[一二三四五六日天] )){_NUMBER}\s*(?:版{_NAME}|:\s*(?P<named>[^\s\d:|<>][^|<>:]{{0,24}}?){_END})"
)
# After a word for the page that is shown: 当前版: 3版, 版面：第07版：副刊, 版次：04.
_NAMED_LABEL = re.compile(
    rf"(?:^|(?<=\s))(?:(?:当前|本|所在)?版(?:面|次|号)?\s*:|当前版?)\s*第?\s*{_NUMBER}\s*(?:版{_NAME}|{_END})"
)
# In the newspaper's own element no sign need stand there at all.
_BARE_LABEL = re.compile(rf"^第?\s*{_NUMBER}\s*版?\s*:?\s*(?P<name>.*)$")
# Between number and name, on whichever side of a tag.
_SIGNS = " :："
# Around a name: 第1版【要闻】, 12版/副刊.
_AROUND_NAME = " /()（）[]【】《》∶"


@dataclass(frozen=True, slots=True)
class PageLabel:
    """Number and name of a newspaper's page, without 第 and 版; ``name`` is None where none is printed."""

    number: str
    name: str | None = None


def read_label(text: str) -> PageLabel | None:
    """Read the label that a line of text holds; None for a line without one.

    >>> read_label("第A02版:新闻+ 本地"), read_label("2018年07月17日 星期二 第03版：要闻 上一版 下一版")
    (PageLabel(number='A02', name='新闻+ 本地'), PageLabel(number='03', name='要闻'))
    >>> read_label("A04：民生"), read_label("07版 文化"), read_label("昨日第3版的报道刊出后")
    (PageLabel(number='A04', name='民生'), PageLabel(number='07', name='文化'), None)
    >>> read_label("当前版: 3版 上一版"), read_label("版次：04")
    (PageLabel(number='3', name=None), PageLabel(number='04', name=None))
    """
    folded = fold_signs(text)
    patterns = (_NAMED_LABEL, _LABEL, _SHORT_LABEL) if len(folded) <= 120 else ()
    match = next(filter(None, (pattern.search(folded) for pattern in patterns)), None)
    if match is None:
        return None
    parts = match.groupdict()
    start, end = match.span("named" if parts.get("named") else "name")
    return _label(match["number"], text[start:end] if start >= 0 else "")


def _label(number: str, name: str) -> PageLabel:
    name = clean_line(name.strip(_AROUND_NAME))
    return PageLabel(re.sub(r"\s", "", number).upper(), name or None)


def find_label(marked: Sequence[Element], lines: Sequence[Line], titles: Sequence[str]) -> PageLabel | None:
    """Find the label of the page that is shown: in an element marked as it, else in a line, else in the page's title.

    Other pages of the day are linked by their labels, so a line that is a link counts only where it is the only one.
    """
    if label := _marked_label(marked):
        return label
    labels = [(line, label) for line in lines if not line.media and (label := _label_of(line, lines))]
    shown = [label for line, label in labels if not line.is_link]
    linked = {label for line, label in labels if line.is_link}
    if shown:
        # The same label may be printed twice, once without its name.
        named = (label for label in shown if label.name and label.number == shown[0].number)
        return next(named, shown[0])
    titled = next(filter(None, map(read_label, titles)), None)
    return titled or (linked.pop() if len(linked) == 1 else None)


def is_label(line: Line) -> bool:
    """Say whether a line is (or holds) the label of a page."""
    return read_label(line.text) is not None


def _marked_label(marked: Sequence[Element]) -> PageLabel | None:
    for element in marked:
        names = [text_of(strong) for strong in element.iter("strong")]
        whole = clean_line(text_of(element))
        name = clean_line("".join(names))
        match = _BARE_LABEL.match(fold_signs(whole.removesuffix(name)).strip())
        name = name.lstrip(_SIGNS)
        if match:
            start, end = match.span("name")
            return _label(match["number"], name or whole[start:end])
    return None


def _label_of(line: Line, lines: Sequence[Line]) -> PageLabel | None:
    """Read a line's label; a name in a cell of its own after it, led by a colon, belongs to it."""
    label = read_label(line.text)
    if label is None or label.name:
        return label
    following = next((other for before, other in pairwise(lines) if before is line), None)
    if following and not following.media and fold_signs(following.text).startswith(":") and len(following.text) <= 20:
        return PageLabel(label.number, clean_line(following.text[1:]) or None)
    return label
