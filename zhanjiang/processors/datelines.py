"""The dateline at the head of a text: 本报讯（记者某某）, with the people of the paper that printed it."""

from __future__ import annotations

import re

from zhanjiang.items import Person
from zhanjiang.processors.people import is_byline, read_byline
from zhanjiang.processors.set_bylines import bare_byline
from zhanjiang.processors.text import clean_line, fold_signs

_OWN = re.compile(r"本[报网刊台站]|湛江(?:日报|晚报|云媒)?|[日晚]报(?=\s*[讯消])")
# An agency's reporters write for all papers.
_AGENCY = re.compile(r"据?\s*(?:\S{1,4}社|新华[网讯])")
_OF_PICTURES = re.compile(r"[^文字写]*(?:图|照|摄|拍|视频|影像|无人机)[^文字写]*")
# The last sign of a dateline that no story follows, and how long (characters) one is at most.
_LAST = tuple(")）]】:：,，")
_LONGEST = 160
_DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_DATELINE = re.compile(
    rf"^[\[【(]?(?P<paper>[^\s()\[\]【】,。:、\d]{{2,12}}?)\s*(?:[^\s()\[\]【】,。:、\d]{{0,8}}\s*{_DAY})?\s*"
    r"(?:讯|消息|电)?\s*[\]】)]?\s*[:,]?\s*"
    r"(?:[(\[【](?P<bracketed>[^()\[\]【】]{2,60})[)\]】]"
    r"|(?P<open>(?:\S{0,6}?(?:记者|通讯员))[^。:,!?()]{2,40}?)\s*(?:摄影|综合|联合)?报[道导]\s*[:,])"
)


def read_dateline(text: str, source: str | None = None) -> list[Person]:
    """The people of the dateline at the head of a text, where it is the paper's own or that of the page's ``source``.

    Returns [] without one, and for another agency's or paper's.

    >>> [(p.role, p.name) for p in read_dateline("本报讯（记者林小溪 通讯员陈一）昨日，…")]
    [('记者', '林小溪'), ('通讯员', '陈一')]
    >>> [(p.role, p.name) for p in read_dateline("长江网10月4日讯（记者林小溪 整合）", "长江网")]
    [('记者', '林小溪')]
    >>> [(p.role, p.name) for p in read_dateline("晚报讯（记者林小溪）昨晚，…")]
    [('记者', '林小溪')]
    >>> read_dateline("新华社北京6月14日电（记者林小溪）昨日，…", "湛江日报")
    []
    """
    folded = fold_signs(clean_line(text[:_LONGEST]))
    match = _DATELINE.match(folded)
    if match is None or not _is_own(folded, match["paper"], source):
        return []
    if match["open"] and not is_byline(match["open"]):
        return []
    return [person for person in read_byline(match["bracketed"] or match["open"]) if person.role]


def read_authors(byline: str | None, text: str) -> list[Person]:
    """The people of a byline, or of the dateline at the head of a text; of both where the byline names pictures alone.

    >>> [(p.role, p.name) for p in read_authors("图/本报记者周大海", "本报讯（记者林小溪）昨日，…")]
    [('记者', '林小溪'), ('图', '周大海')]
    >>> [(p.role, p.name) for p in read_authors("文/周大海", "本报讯（记者林小溪）昨日，…")]
    [('文', '周大海')]
    """
    people = read_byline(bare_byline(byline)) if byline else []
    if byline and not (people and all(_OF_PICTURES.fullmatch(person.role or "") for person in people)):
        return people
    writers = read_dateline(text)
    names = {person.name for person in writers}
    return [*writers, *(person for person in people if person.name not in names)]


def is_dateline_alone(text: str) -> bool:
    """Say whether a text is a dateline that no story follows.

    >>> [is_dateline_alone(text) for text in ("本报讯（记者林小溪）", "名单（共三人）", "本报讯 昨日，")]
    [True, False, False]
    """
    text = clean_line(text)
    if len(text) > _LONGEST or not text.endswith(_LAST):
        return False
    match = _DATELINE.fullmatch(fold_signs(text))
    return match is not None and any(person.role for person in read_byline(match["bracketed"] or match["open"]))


def _is_own(folded: str, paper: str, source: str | None) -> bool:
    """Say whether a dateline is the page's own: 本报, a paper of Zhanjiang, or the source, unless that is an agency."""
    head = folded.lstrip("[【(")
    if _OWN.match(head):
        return True
    if _AGENCY.match(head):
        return False
    own = [word for word in fold_signs(source or "").split() if len(word) > 1]
    return any(head.startswith(word) or (len(paper) > 2 and paper in word) for word in own)
