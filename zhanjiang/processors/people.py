"""Bylines and datelines: the people who made an article, with the roles printed beside their names.

Two kinds of role are printed in a byline: a *medium* before a slash (文/, 图/, 视频/) and a *title* before a name
(记者, 通讯员). A role holds until the next one is printed. A title right after the medium's slash (``文/记者林小溪``)
belongs to the medium, which is the role; any other title is the role of the person printed after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhanjiang.items import Person
from zhanjiang.processors.lazy_pattern import lazy_pattern
from zhanjiang.processors.names import (
    SURNAMES,
    bare,
    is_likely_name,
    is_organisation,
    is_person,
    split_names,
)
from zhanjiang.processors.roles import MEDIA, MEDIUM, ROLES, TITLE, TITLE_WORDS, any_of
from zhanjiang.processors.text import clean_line, fold_signs

_MEDIA = lazy_pattern(MEDIA)
_SURNAME = f"[{''.join(sorted(SURNAMES))}]"
# A medium stands before a slash, a bar or a colon, where it begins a word also before a title; a short one (文, 图)
# must begin a word, or the names 陈文 and 李图 would end early. A word before a slash that is no name is a role too.
_MEDIUM_MARK = lazy_pattern(
    rf"(?:^|(?<=[\s)、,;]))(?P<begins>{MEDIA})\s*(?:[/\\|:]+\s*|\s(?=\S{{0,8}}?{TITLE_WORDS}))"
    rf"|(?:^|(?<=[\s)、,;]))(?P<unknown>(?!{TITLE_WORDS}|{_SURNAME}[一-鿿]{{1,2}}(?:{MEDIA})?\s*[/\\|:])[一-鿿]{{2,6}})"
    rf"\s*[/\\|:]\s*(?={_SURNAME}[一-鿿]{{1,2}}(?:[\s、,;(]|$))"
    rf"|(?P<inside>(?=[^\s/\\|:]{{2}}){MEDIA})\s*[/\\|:]+\s*"
)
_OWN_NAME = r"(?:本[报网刊台]|[一-鿿]{0,6}(?:日报社?|晚报|云媒|全媒体|融媒体?|客户端|新华社|中新社|通讯社))*"
_BEGINNING = lazy_pattern(rf"(?:{_OWN_NAME}{TITLE_WORDS})|{_MEDIUM_MARK.pattern}")
# A paper's name before its reporter's title, a blank and a name.
_PAPER = lazy_pattern(rf"^[一-鿿A-Za-z+]{{2,8}}?(?={TITLE_WORDS}[\s:]+{_SURNAME}[一-鿿])")
# 本版图片由本报记者林小溪摄: a sentence about the pictures, and no byline of the text; 文图由 says of both.
_PICTURES_BY = lazy_pattern(r"(?!\S{0,6}文)\S{0,6}?(?:图|照|图片|照片|视频|影像)[^\s/\\|:]{0,3}[由为系]")
_REPORTING = lazy_pattern(rf"(?:{any_of([*ROLES['activities'], '摄影', '摄像', '摄'])})+$")
# 林小溪/文 周大海/图: the media after the names, throughout the line.
_AFTER = rf"\s*/\s*(?P<medium>{MEDIUM}(?:/{MEDIUM})*)(?=[\s、,;]|$)[\s、,;]*"
_ALL_AFTER = lazy_pattern(rf"(?:(?:[^/]*[\s、])?(?!{MEDIUM}\s*/)[㐀-鿿]{{2,}}{_AFTER.replace('?P<medium>', '')})+")
_NAMES_AND_MEDIUM = lazy_pattern(rf"(?P<names>[^/]+?){_AFTER}")
# 林小溪 周大海 文/图: one medium after all names, also without a blank.
_MEDIUM_LAST = lazy_pattern(
    rf"(?P<names>[^/\\|:]+)\s(?=\S{{2}})(?P<medium>{MEDIUM}(?:[/、]?{MEDIUM})*)"
    rf"|(?P<glued>[^/\\|:]*[一-鿿]{{2}}?)(?P<last>{MEDIUM}(?:[/、]{MEDIUM})+|文图|图文)"
)
# 林小溪 文 周大海 图: the media after the names, with blanks alone.
_BLANK_AND_MEDIUM = lazy_pattern(rf"(?<=[一-鿿]{{2}})\s(?={MEDIUM}(?:\s|$))")
_MEDIUM_AND_BLANK = lazy_pattern(rf"(?:^|(?<=\s))({MEDIA})\s(?=[一-鿿]{{2}})")
# 文 林小溪/周大海: a medium, a blank, and names that a slash parts.
_NAMES_AND_SLASHES = lazy_pattern(rf"(?P<medium>{MEDIA})\s+(?P<names>[㐀-鿿]{{2,4}}(?:\s*/\s*[㐀-鿿]{{2,4}})+)")
_ROLE_IN_BRACKETS = lazy_pattern(rf"\((?<=[一-鿿]{{2}}\()({MEDIA})\)")
_ROLE_AND_DOT = lazy_pattern(rf"(?:^|(?<=[\s、,;]))((?:{MEDIA}|{TITLE_WORDS})\s*)[·•・‧]")
_BRACKETED_ROLE = lazy_pattern(rf"[【\[〔]\s*({MEDIA}|{TITLE_WORDS})\s*[】\]〕]\s*")
_BRACKET = lazy_pattern(r"[【】\[\]〔〕〖〗「」]")
_DOT = lazy_pattern("[·•・‧]")
_LONGEST = 80
# With brackets around each role a byline is no longer than so many times its words.
_DECORATED = 3
_LABEL = lazy_pattern(r"\s*(?:本文)?作\s?者\s*[:/|]?\s*")
_AND = lazy_pattern(r"(?:以及|[和及与與暨])$")


def read_byline(byline: str, source: str | None = None) -> list[Person]:
    """Split a byline into the people who made the article.

    An organisation, the source and an editor are no authors; ``图/受访者提供`` names nobody. Returns [] for an empty
    byline. Forms: ``docs/fields.md``.

    >>> [(p.role, p.name) for p in read_byline("文/记者林小溪 图/记者周大海")]
    [('文', '林小溪'), ('图', '周大海')]
    >>> [(p.role, p.name) for p in read_byline("湛江日报全媒体记者林小溪 通讯员陈一 何二(霞山)")]
    [('记者', '林小溪'), ('通讯员', '陈一'), ('通讯员', '何二')]
    >>> [(p.role, p.name) for p in read_byline("视频/记者林小溪 陈一(实习)文字/记者周大海 通讯员何二")]
    [('视频', '林小溪'), ('视频', '陈一'), ('文字', '周大海'), ('通讯员', '何二')]
    >>> [(p.role, p.name) for p in read_byline("记者 林小溪/文 周大海/图")]
    [('文', '林小溪'), ('图', '周大海')]
    >>> [(p.role, p.name) for p in read_byline("文 林小溪/周大海")]
    [('文', '林小溪'), ('文', '周大海')]
    """
    people: list[Person] = []
    byline = clean_line(byline)
    folded = fold_signs(byline)
    for medium, names in _by_medium(_uniform(folded)):
        for role, name in _by_title(names, medium):
            person = Person(role, as_printed(name, folded, byline))
            if role not in ROLES["editors"] and name != source and person not in people:
                people.append(person)
    return people


def is_byline(text: str) -> bool:
    """Say whether a line is a byline and nothing else: it begins with a role, and all the rest are people.

    A word without a blank after a title must have a surname, or 记者走访 would be one. A credit of pictures is none.

    >>> is_byline("航拍/记者林小溪 配音/记者周大海"), is_byline("记者在现场看到"), is_byline("文/图/视频 记者林小溪")
    (True, False, True)
    >>> is_byline("本版图片由本报记者 林小溪 摄"), is_byline("文图由本报记者 林小溪 采写")
    (False, True)
    """
    if len(text) > _DECORATED * _LONGEST:
        return False
    printed = _uniform(fold_signs(clean_line(text)))
    folded = _PAPER.sub("", printed)
    if (
        len(folded) > _LONGEST
        or _PICTURES_BY.match(printed)
        or not (_BEGINNING.match(folded) or _ALL_AFTER.fullmatch(folded) or _begins_named(folded))
    ):
        return False
    parts = [part for _, names in _by_medium(folded) for part in TITLE.split(names)]
    words = [(word, not part[0].isspace()) for part in parts if part for word in split_names(part)]
    words = [(word, glued) for word, glued in words if not _REPORTING.fullmatch(word)]
    return bool(words) and all(
        (_is_named(word) if glued else is_person(bare(word))) or is_organisation(word) for word, glued in words
    )


def _begins_named(folded: str) -> bool:
    """Say whether a line begins with a person's name, and a title comes later: ``林小溪 通讯员周大海``."""
    first, _, others = folded.partition(" ")
    return is_likely_name(bare(first)) and bool(TITLE.search(others))


def _is_named(word: str) -> bool:
    """Say whether a word names a person likely enough where no blank parts it from a title."""
    name = _REPORTING.sub("", bare(word))
    return is_likely_name(name)


def begins_byline(text: str) -> bool:
    """Say whether a text begins with a role printed before a name, as in ``记者 林小溪`` or ``文图/记者林小溪``."""
    return bool(_BEGINNING.match(_PAPER.sub("", _uniform(fold_signs(text)))))


def _uniform(folded: str) -> str:
    """Bring a folded byline's brackets, dots and blanks into the usual forms.

    >>> _uniform("【文·林小溪】"), _uniform("林小溪(文) 周大海(图)"), _uniform("监制 林小溪 统筹 周大海")
    ('文/林小溪', '林小溪/文 周大海/图', '监制/林小溪 统筹/周大海')
    """
    text = folded.strip()
    if _BRACKET.search(text):
        text = _BRACKET.sub(" ", _BRACKETED_ROLE.sub(r"\1/", text)).strip()
    if "作" in text:
        text = _LABEL.sub("", text, count=1).strip()
    if "(" in text:
        if text.startswith("(") and text.endswith(")") and not set(text[1:-1]) & set("()"):
            text = text[1:-1].strip()
        text = _ROLE_IN_BRACKETS.sub(r"/\1", text)
    if _DOT.search(text):
        text = _ROLE_AND_DOT.sub(r"\1/", text)
    if set(text) & set("/\\|:") or " " not in text:
        return _with_slash_after_medium(text) if "/" in text and " " in text else text
    words = text.split()
    if _MEDIA.fullmatch(words[0]) and not TITLE.search(text):
        return _MEDIUM_AND_BLANK.sub(r"\1/", text)
    is_alternating = _MEDIA.fullmatch(words[-1]) and len(_BLANK_AND_MEDIUM.findall(text)) > 1
    return _BLANK_AND_MEDIUM.sub("/", text) if is_alternating else text


def _with_slash_after_medium(text: str) -> str:
    """A byline of one medium and names that slashes part, with the slash behind the medium; any other as it is."""
    match = _NAMES_AND_SLASHES.fullmatch(text)
    names = re.split(r"\s*/\s*", match["names"]) if match else []
    return f"{match['medium']}/{' '.join(names)}" if match and all(map(is_likely_name, names)) else text


def _by_medium(text: str) -> Iterator[tuple[str | None, str]]:
    """Split a byline at its media: pairs of the medium as printed (None before the first) and its names."""
    if last := _medium_last(text):
        names, medium = last
        yield None if TITLE.search(names) else medium, names
        return
    if _ALL_AFTER.fullmatch(text):
        yield from ((part["medium"], part["names"]) for part in _NAMES_AND_MEDIUM.finditer(text))
        return
    medium_so_far, start = None, 0
    for mark in _MEDIUM_MARK.finditer(text):
        yield medium_so_far, text[start : mark.start()]
        medium_so_far = re.sub(r"\s+", "", mark["begins"] or mark["unknown"] or mark["inside"])
        start = mark.end()
    yield medium_so_far, text[start:]


def _medium_last(text: str) -> tuple[str, str] | None:
    """Split a byline that ends in its one medium into names and medium; None for any other."""
    last = _MEDIUM_LAST.fullmatch(text)
    if last is None:
        return None
    if last["medium"]:
        return last["names"], last["medium"]
    names = split_names(TITLE.sub(" ", last["glued"]))
    return (last["glued"], last["last"]) if names and is_likely_name(names[-1]) else None


def _by_title(names: str, medium: str | None) -> Iterator[tuple[str | None, str]]:
    """Split names at their titles: pairs of role and name. Right after a medium, a title does not replace it."""
    role, is_open = medium, medium is not None
    for word in split_names(names):
        start = 0
        for mark in [*TITLE.finditer(word), None]:
            part = word[start : mark.start() if mark else None]
            name = _before_title(part, start, mark[0]) if mark else _name(part)
            if name:
                yield role, name
            if mark:
                keeps = medium is not None and is_open and not name
                role, start = medium if keeps else mark[0], mark.end()
            is_open = is_open and not name


def _before_title(part: str, start: int, title: str) -> str | None:
    """The name that stands right before a title: 林小溪 in ``林小溪通讯员``, none in 金羊 or 本网 before 记者."""
    name = _name(_AND.sub("", part) if len(part) > 2 else part)
    is_paper = not start and (title.endswith("记者") or not is_likely_name(name or ""))
    return name if name and not is_paper else None


def _name(word: str) -> str | None:
    """The person's name in a word, without ``(霞山)`` and 摄影报道; None where it names no person."""
    name = _REPORTING.sub("", bare(word))
    return name if is_person(name) else None


def as_printed(name: str, folded: str, printed: str) -> str:
    """A name of a folded line, in the script in which it is printed."""
    start = folded.find(name)
    return printed[start : start + len(name)] if start >= 0 else name
