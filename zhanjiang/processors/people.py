"""People and the roles printed beside their names: bylines, datelines and credit lines.

The tables of roles and of words that mark an organisation stand in ``roles.json``. Two kinds of role are printed in a
byline: a *medium* before a slash (文/, 图/, 视频/) and a *title* before a name (记者, 通讯员). A role holds until the
next one is printed. A title right after the medium's slash (``文/记者林小溪``) belongs to the medium, which is the
role; any other title is the role of the person printed after it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import zip_longest

from zhanjiang.items import Person
from zhanjiang.processors.text import fold_signs

_ROLES: dict[str, list[str]] = json.loads((files(__package__) / "roles.json").read_text("utf-8"))


def _any(words: list[str]) -> str:
    """Build a pattern for any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


_MEDIUM = rf"(?:AI\s?)?{_any(_ROLES['media'])}"
_MEDIA = rf"{_MEDIUM}(?:\s*[/、\\&]?\s*{_MEDIUM})*"
_TITLE_WORDS = _any(_ROLES["titles"] + _ROLES["editors"])
_TITLE = re.compile(_TITLE_WORDS)
# A medium stands before a slash, a bar or a colon, where it begins a word also before a title; a short one (文, 图)
# must begin a word, or the names 陈文 and 李图 would end early.
_MEDIUM_MARK = re.compile(
    rf"(?:^|(?<=[\s)、,;]))(?P<begins>{_MEDIA})\s*(?:[/\\|:]+\s*|\s(?=\S{{0,8}}?{_TITLE_WORDS}))"
    rf"|(?P<inside>(?=[^\s/\\|:]{{2}}){_MEDIA})\s*[/\\|:]+\s*"
)
_OWN_NAME = r"(?:本报|[一-鿿]{0,6}(?:日报社?|晚报|云媒|全媒体|融媒体?|客户端|新华社|中新社|通讯社))*"
_BEGINNING = re.compile(rf"(?:{_OWN_NAME}{_TITLE_WORDS})|{_MEDIUM_MARK.pattern}")
_SEPARATORS = re.compile(r"[\s、,;&/|\\:]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_ORGANISATION = re.compile(_any(_ROLES["organisation_words"]))
_ENDINGS = tuple(_ROLES["organisation_endings"])
_REPORTING = re.compile(r"(?:摄影报道|报道|摄影|摄)$")
_CHINESE_NAME = re.compile(r"[㐀-䶿一-鿿𠀀-𯨟]{2,4}|[㐀-鿿]{1,8}(?:[·•・][㐀-鿿]{1,8})+")
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z.'-]*")
_LONE = re.compile(r"(?<![^\s、,;:)])[㐀-鿿](?:\s+[㐀-鿿])+(?![^\s、,;:(])")
# 林小溪/文 周大海/图: the media after the names, throughout the line.
_AFTER = rf"\s*/\s*(?P<medium>{_MEDIUM}(?:/{_MEDIUM})*)(?=[\s、,;]|$)[\s、,;]*"
_ALL_AFTER = re.compile(rf"(?:(?:[^/]*[\s、])?(?!{_MEDIUM}\s*/)[㐀-鿿]{{2,}}{_AFTER.replace('?P<medium>', '')})+")
_NAMES_AND_MEDIUM = re.compile(rf"(?P<names>[^/]+?){_AFTER}")
# 林小溪 周大海 文/图: one medium after all names.
_MEDIUM_LAST = re.compile(rf"(?P<names>[^/\\|:]+)\s(?=\S{{2}})(?P<medium>{_MEDIUM}(?:[/、]?{_MEDIUM})*)")
_DATELINE = re.compile(r"^(?:本报|湛江(?:日报|晚报|云媒)?)\s*(?:讯|消息|[^\s(]{0,8}电)?\s*\(([^()]{2,60})\)")
_CREDIT_ROLE = _any(_ROLES["credits"])
_CREDIT_MARK = re.compile(rf"(?P<role>{_CREDIT_ROLE})\s*(?:[:/|\\]+|(?=\s))\s*")
_INLINE_CREDITS = re.compile(rf"\(\s*(?P<credits>{_CREDIT_ROLE}\s*[:/|\\][^()]*)\)\s*[。.]?\s*$")


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
    """
    people: list[Person] = []
    folded = fold_signs(byline)
    for medium, names in _by_medium(folded.strip()):
        for role, name in _by_title(names, medium):
            person = Person(role, _as_printed(name, folded, byline))
            if role not in _ROLES["editors"] and name != source and person not in people:
                people.append(person)
    return people


def read_dateline(text: str) -> list[Person]:
    """The people of the paper's own dateline at the head of a text; [] without one, or for another agency's.

    >>> [(p.role, p.name) for p in read_dateline("本报讯（记者林小溪 通讯员陈一）昨日，…")]
    [('记者', '林小溪'), ('通讯员', '陈一')]
    >>> read_dateline("新华社北京6月14日电（记者林小溪）昨日，…")
    []
    """
    match = _DATELINE.match(fold_signs(text[:120]).strip())
    return [person for person in read_byline(match[1]) if person.role] if match else []


def is_byline(text: str) -> bool:
    """Say whether a line is a byline and nothing else: it begins with a role, and all the rest are people.

    >>> is_byline("航拍/记者林小溪 配音/记者周大海"), is_byline("记者在现场看到"), is_byline("文/图/视频 记者林小溪")
    (True, False, True)
    """
    folded = fold_signs(text).strip()
    if len(folded) > 80 or not (_BEGINNING.match(folded) or _ALL_AFTER.fullmatch(folded)):
        return False
    words = [word for _, names in _by_medium(folded) for word in _words(_TITLE.sub(",", names))]
    return bool(words) and all(_is_person(word) or _ORGANISATION.search(word) for word in words)


def begins_byline(text: str) -> bool:
    """Say whether a text begins with a role printed before a name, as in ``记者 林小溪`` or ``文图/记者林小溪``."""
    folded = fold_signs(text).strip()
    return bool(_BEGINNING.match(folded))


def read_credits(line: str) -> list[Person] | None:
    """The people of a credit line, in either form; [] where it prints roles alone; None where the line is none.

    >>> [(p.role, p.name) for p in read_credits("编辑：林小溪、周大海")]
    [('编辑', '林小溪'), ('编辑', '周大海')]
    >>> [(p.role, p.name) for p in read_credits("(编辑/林小溪 值班主任/周大海)")]
    [('编辑', '林小溪'), ('值班主任', '周大海')]
    >>> read_credits("编辑家书的她说，信要慢慢写。") is None
    True
    """
    line = line.strip()
    folded = fold_signs(line)
    if folded.startswith("(") and folded.endswith(")"):
        line, folded = line[1:-1], folded[1:-1]
    folded = folded.strip()
    if len(folded) > 120 or not _CREDIT_MARK.match(folded):
        return None
    marks = list(_CREDIT_MARK.finditer(folded))
    people: list[Person] = []
    for mark, following in zip_longest(marks, marks[1:]):
        words = _words(folded[mark.end() : following.start() if following else None])
        if not all(_is_name(word) for word in words):
            return None
        names = (_as_printed(_BRACKETS.sub("", word), folded, line.strip()) for word in words)
        people += [Person(mark["role"], name) for name in names]
    return people


def split_inline_credits(paragraph: str) -> tuple[str, list[Person]]:
    """Split credits in brackets off the end of a paragraph: the text without them, and the people.

    >>> text, people = split_inline_credits("活动持续到周日。（编辑/林小溪 值班主任/周大海）")
    >>> text, [person.name for person in people]
    ('活动持续到周日。', ['林小溪', '周大海'])
    """
    if "(" not in paragraph and "（" not in paragraph:
        return paragraph, []
    match = _INLINE_CREDITS.search(fold_signs(paragraph))
    people = read_credits(match["credits"]) if match else None
    return (paragraph[: match.start()].rstrip(), people) if match and people else (paragraph, [])


def _by_medium(text: str) -> Iterator[tuple[str | None, str]]:
    """Split a byline at its media: pairs of the medium as printed (None before the first) and its names."""
    if _ALL_AFTER.fullmatch(text):
        yield from ((part["medium"], part["names"]) for part in _NAMES_AND_MEDIUM.finditer(text))
        return
    if last := _MEDIUM_LAST.fullmatch(text):
        yield None if _TITLE.search(last["names"]) else last["medium"], last["names"]
        return
    medium, start = None, 0
    for mark in _MEDIUM_MARK.finditer(text):
        yield medium, text[start : mark.start()]
        medium = re.sub(r"\s+", "", mark["begins"] or mark["inside"])
        start = mark.end()
    yield medium, text[start:]


def _by_title(names: str, medium: str | None) -> Iterator[tuple[str | None, str]]:
    """Split names at their titles: pairs of role and name. Right after a medium, a title does not replace it."""
    role, is_open = medium, medium is not None
    for word in _words(names):
        start = 0
        for mark in [*_TITLE.finditer(word), None]:
            name = _name(word[start : mark.start() if mark else None])
            if name:
                yield role, name
            if mark:
                keeps = medium is not None and is_open and not name
                role, start = medium if keeps else mark[0], mark.end()
            is_open = is_open and not name


def _words(names: str) -> list[str]:
    """Split at blanks and punctuation marks; ``陈 通``, set apart as printers do, stays one name."""
    return [word for word in _SEPARATORS.split(_LONE.sub(lambda lone: _close_up(lone[0]), names)) if word]


def _close_up(letters: str) -> str:
    """Join single characters: three are one name (``黄 小 琴``), else every two are one."""
    single = letters.split()
    size = 3 if len(single) == 3 else 2
    return " ".join("".join(single[start : start + size]) for start in range(0, len(single), size))


def _name(word: str) -> str | None:
    """The person's name in a word, without ``(霞山)`` and 摄影报道; None where it names no person."""
    name = _REPORTING.sub("", _BRACKETS.sub("", word).strip("()"))
    return name if _is_person(name) else None


def _as_printed(name: str, folded: str, printed: str) -> str:
    """A name of a folded line, in the script in which it is printed."""
    start = folded.find(name)
    return printed[start : start + len(name)] if start >= 0 else name


def _is_name(word: str) -> bool:
    bare = _BRACKETS.sub("", word)
    return bool(_CHINESE_NAME.fullmatch(bare) or _LATIN_NAME.fullmatch(bare))


def _is_person(name: str) -> bool:
    organisation = _ORGANISATION.search(name) or (len(name) > 3 and name.endswith(_ENDINGS))
    return _is_name(name) and not organisation and name not in _ROLES["media"]
