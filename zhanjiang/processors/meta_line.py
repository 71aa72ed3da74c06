"""The meta line below the headline: date, source, byline, and what else stands there (counts, font size, sharing)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from zhanjiang.items import Person
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.dates import DATE
from zhanjiang.processors.people import begins_byline
from zhanjiang.processors.text import clean_line, fold_signs

# The labels that readers see before a value. The name of the group is the kind of the label.
LABEL = re.compile(
    r"(?P<source>(?:文章|信息|稿件|新闻)?(?:来\s?源|稿源|出处)\s*:)"
    r"|(?P<byline>(?:文章|本文)?作\s?者\s*:)"
    r"|(?P<credit>(?:(?:责任|值班|见习)?编\s?辑|责编|校对|审核|值班(?:主任|编委|总编辑?|领导)|[一二三初复终]审)\s*:)"
    r"|(?P<date>(?:发布|发表|更新|刊发|见报|采编)?(?:时\s?间|日\s?期)\s*:|发布于\s*:?)"
    r"|(?P<other>(?:阅读|浏览|点击|访问|播放|评论|点赞|收藏|人气|热度)(?:量|数|次数)?\s*:?\s*[\d.]+\s*[万wW]?\+?\s*次?"
    r"|[\d.]+\s*万?\+?\s*(?:人|次)?\s*(?:阅读|浏览|点击|评论|观看|播放)"
    r"|(?:阅读|浏览|点击|访问|播放)(?:量|数|次数)?\s*(?::|$)"
    r"|字\s?[号体]\s*:?|分享(?:到|至)?\s*:?|打印(?:本页|本文)?|收藏(?:本文)?|关注我们|评论\s*:|关键词\s*:|标签\s*:"
    r"|(?:^|(?<=\s))(?:纠错|复制链接|朗读|听新闻|繁体|大|中|小|A\+|A-|\[大|\]|\[)(?=\s|$))"
)
_MARKS = re.compile(r"[©Ⓒ]\s*(?:原创|转载)?|\[?(?:原创|转载)\]?(?=\s|\d)")
_EDGES = " |/·,、丨-—>[]"


@dataclass(slots=True)
class MetaLine:
    """What the meta line says, as printed; ``labelled`` is True where it prints 来源 or 作者, even with no value."""

    date: str | None = None
    source: str | None = None
    byline: str | None = None
    credits: list[Person] = field(default_factory=list)
    labelled: bool = False


def read_meta_line(line: str) -> MetaLine:
    """Read a meta line, with or without labels.

    >>> info = read_meta_line("2022-09-20 19:08 来源：湛江云媒 作者：文图/记者林小溪 阅读 1.2万")
    >>> info.date, info.source, info.byline
    ('2022-09-20 19:08', '湛江云媒', '文图/记者林小溪')
    >>> info = read_meta_line("2024-07-01 15:36 湛江日报 记者 林小溪 阅读 1.2万")
    >>> info.source, info.byline, info.labelled
    ('湛江日报', '记者 林小溪', False)
    >>> read_meta_line("2022-09-20 19:08 来源： 作者：").source is None
    True
    """
    folded = fold_signs(line)
    date = DATE.search(folded)
    info = MetaLine(date=date[0].strip() if date else None)
    blanked = _blank(folded, date)
    rest = _read_labels(info, line, blanked)
    if info.labelled:
        _split_source(info)
    else:
        _read_unlabelled(info, rest)
    return info


def _blank(folded: str, date: re.Match[str] | None) -> str:
    """Blank out the date of a line, and the marks © and 原创; offsets stay valid."""
    if date:
        folded = f"{folded[: date.start()]}{' ' * len(date[0])}{folded[date.end() :]}"
    return _MARKS.sub(lambda mark: " " * len(mark[0]), folded)


def _read_labels(info: MetaLine, line: str, blanked: str) -> str:
    """Put each labelled value of the line into ``info``; return what stands before the first label."""
    labels = list(LABEL.finditer(blanked))
    for label, following in zip_longest(labels, labels[1:]):
        end = following.start() if following else len(line)
        value = clean_line(_unblanked(line, blanked, label.end(), end)).strip(_EDGES) or None
        if label.lastgroup == "credit":
            info.credits += read_credits(clean_line(blanked[label.start() : end])) or []
        elif label.lastgroup in ("source", "byline"):
            info.labelled = True
            setattr(info, label.lastgroup, getattr(info, label.lastgroup) or value)
    start = labels[0].start() if labels else len(line)
    after = " ".join(blanked[label.end() :] for label in labels[-1:] if label.lastgroup == "date")
    return clean_line(f"{_unblanked(line, blanked, 0, start)} {after}")


def _unblanked(line: str, blanked: str, start: int, end: int) -> str:
    """A part of the line as printed, without what was blanked out."""
    return "".join(
        " " if blank == " " else printed for printed, blank in zip(line[start:end], blanked[start:end], strict=True)
    )


def _split_source(info: MetaLine) -> None:
    """Where only 来源 is labelled, a byline may follow its value: ``来源：湛江日报 记者林小溪``."""
    if info.source and not info.byline:
        words = info.source.split(" ")
        for index in range(1, len(words)):
            if begins_byline(" ".join(words[index:])):
                info.source, info.byline = " ".join(words[:index]), " ".join(words[index:])
                return


def _read_unlabelled(info: MetaLine, rest: str) -> None:
    """Read what stands without a label beside the date: first the source, then the byline from its first role on."""
    words = [word for word in rest.split(" ") if word.strip(_EDGES)]
    split = next((index for index in range(len(words)) if begins_byline(" ".join(words[index:]))), len(words))
    info.source = " ".join(words[:split]).strip(_EDGES) or None
    info.byline = " ".join(words[split:]).strip(_EDGES) or None
