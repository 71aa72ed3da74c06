"""Credit lines: the editors and others behind an article, who stand below it (编辑：…, 值班主任：…)."""

from __future__ import annotations

import re
from itertools import zip_longest

from zhanjiang.items import Person
from zhanjiang.processors.lazy_pattern import lazy_pattern
from zhanjiang.processors.names import SURNAMES, bare, is_likely_name, is_name, is_organisation, split_names
from zhanjiang.processors.people import as_printed
from zhanjiang.processors.roles import MEDIA, ROLES, any_of, any_set_apart
from zhanjiang.processors.text import clean_line, fold_signs

_LONGEST = 120
# What is printed is no longer than so many times what is read: a paragraph need not be folded to be none.
_DECORATED = 2
_EDITOR = any_set_apart(ROLES["credits"])
_MAKER = rf"(?:AI)?{any_of(ROLES['makers'])}"
_SURNAME = f"[{''.join(sorted(SURNAMES))}]"
_SIGN = r"\s*[:/|\\·•・]+\s*"
# A role that begins a word; beside an editor's, any word before a colon; an editor's role right after a name.
_MARK = lazy_pattern(
    rf"(?:^|(?<=[\s)、,;|/]))(?:(?P<editor>{_EDITOR})|(?P<maker>{_MAKER}))(?P<sign>{_SIGN}|\s+|$)"
    rf"|(?:^|(?<=[\s),;|]))(?!{_SURNAME}[一-鿿]{{1,2}}{_EDITOR}\s*[:/|])"
    rf"(?P<other>{MEDIA}(?=\s*[:/|])|[一-鿿]{{2,6}}(?=\s*:))\s*[:/|]\s*"
    rf"|(?P<inside>{_EDITOR})\s*[:/|\\]+\s*"
)
# What labels name that is nobody's work on the article.
_NO_ROLE = lazy_pattern(r"作者|来源|出处|时间|日期|地点|电话|热线|地址|邮箱|单位|记者|通讯员")
_WRAPPED = lazy_pattern(r"[(\[【〔〖](?P<inner>[^()\[\]【】〔〕〖〗]*)[)\]】〕〗]\s*[。.]?")
# Several groups in brackets, one after another: 【编辑：林小溪】【校对：周大海】.
_GROUPS = lazy_pattern(r"(?:[(\[【〔〖][^()\[\]【】〔〕〖〗]*:[^()\[\]【】〔〕〖〗]*[)\]】〕〗]\s*){2,}")
_GROUP_SIGNS = str.maketrans(dict.fromkeys("()[]【】〔〕〖〗", " "))
# Who sent the story in, before the roles: 市渔业局供稿 编辑/林小溪.
_SENT_IN = lazy_pattern(r"^[^\s:/|,。;()]{2,20}?(?:供稿|来稿|投稿|供图|提供)[\s,;|]+(?=\S)")
_EDITOR_ALONE = lazy_pattern(_EDITOR)
_ROLE_IN_BRACKETS = lazy_pattern(rf"[\[【〔]\s*({_EDITOR})\s*[\]】〕]\s*:?\s*")
_BRACKET = lazy_pattern(r"[\[【〔]")
# A number of the editor's in the house (NF4425), and buttons in brackets before the editors.
_CODE = lazy_pattern(r"[_\s]?(?<![A-Za-z])[A-Z]{1,4}\d{2,6}(?![A-Za-z\d])")
_BUTTON = lazy_pattern(r"^[\[【](?:我要)?(?:纠错|打印(?:本页)?|关闭(?:窗口)?|收藏)[\]】]\s*")
_BULLETS = " □■●○◆◇▲△★☆※•·◎▪▫-—|"
# A role alone in its line or cell; a shorter one (审核, 统筹) may be a section's heading.
_ALONE = lazy_pattern(r".{3,}|编辑|责编|美编|[一二三]审")
# The last signs of a paragraph that ends in credits in brackets, but for a full stop.
_CLOSING = tuple(")）]】〕")
_INLINE = lazy_pattern(rf"[(\[【〔]\s*(?P<credits>{_EDITOR}\s*[:/|\\][^()\[\]【】〔〕]*)[)\]】〕]\s*[。.]?\s*$")


def read_credits(line: str) -> list[Person] | None:
    """The people of a credit line, in any form; [] where it prints roles alone; None where the line is none.

    An organisation is no person, as in bylines.

    >>> [(p.role, p.name) for p in read_credits("编辑：林小溪、周大海")]
    [('编辑', '林小溪'), ('编辑', '周大海')]
    >>> [(p.role, p.name) for p in read_credits("(编辑/林小溪 值班主任/周大海)")]
    [('编辑', '林小溪'), ('值班主任', '周大海')]
    >>> [(p.role, p.name) for p in read_credits("【编 辑：林小溪】")]
    [('编辑', '林小溪')]
    >>> read_credits("编辑家书的她说，信要慢慢写。") is None
    True
    """
    if len(line) > _DECORATED * _LONGEST:
        return None
    printed = clean_line(line)
    folded = fold_signs(printed)
    text = _uniform(folded)
    if len(text) > _LONGEST or not (marks := _marks(text)):
        return None
    people: list[Person] = []
    for mark, following in zip_longest(marks, marks[1:]):
        words = split_names(text[mark.end() : following.start() if following else None])
        if not _fits(mark, words):
            return None
        names = (as_printed(bare(word), folded, printed) for word in words if not is_organisation(word))
        people += [Person(_role(mark), name) for name in names]
    return people


def _uniform(folded: str) -> str:
    """A folded line without bullets, brackets around it, its parts or its roles, and who sent the story in."""
    text = _BUTTON.sub("", _CODE.sub("", folded).strip(_BULLETS))
    if wrapped := _WRAPPED.fullmatch(text):
        text = wrapped["inner"].strip()
    elif _GROUPS.fullmatch(text):
        text = text.translate(_GROUP_SIGNS).strip()
    text = _SENT_IN.sub("", text)
    return (_ROLE_IN_BRACKETS.sub(r" \1:", text) if _BRACKET.search(text) else text).strip()


def _marks(text: str) -> list[re.Match[str]]:
    """The roles of a credit line; [] where it does not begin with one, or has none that only such lines have."""
    if not _MARK.match(text):  # most lines: they need not be searched
        return []
    marks = list(_MARK.finditer(text))
    if any(mark["other"] and _NO_ROLE.search(mark["other"]) for mark in marks):
        return []
    has_editor = any(mark["editor"] or mark["inside"] for mark in marks)
    return marks if has_editor or all(mark["maker"] for mark in marks) else []


def _fits(mark: re.Match[str], words: list[str]) -> bool:
    """Say whether what stands after a role can be its names: by their surnames where no sign parts them from it."""
    if not words:
        return bool(mark["inside"] or (mark["editor"] and (mark["sign"].strip() or _ALONE.fullmatch(_role(mark)))))
    if mark["inside"] or mark["other"] or (mark["editor"] and mark["sign"].strip()):
        return all(is_name(bare(word)) or is_organisation(word) for word in words)
    return all(is_likely_name(bare(word)) for word in words)


def _role(mark: re.Match[str]) -> str:
    return re.sub(r"\s+", "", mark["editor"] or mark["maker"] or mark["other"] or mark["inside"])


def is_editor(role: str | None) -> bool:
    """Say whether a role is an editor's, printed below an article, and not one that may stand beside a picture."""
    return bool(_EDITOR_ALONE.fullmatch(role or ""))


def split_inline_credits(paragraph: str) -> tuple[str, list[Person]]:
    """Split credits in brackets off the end of a paragraph: the text without them, and the people.

    >>> text, people = split_inline_credits("活动持续到周日。（编辑/林小溪 值班主任/周大海）")
    >>> text, [person.name for person in people]
    ('活动持续到周日。', ['林小溪', '周大海'])
    """
    if not paragraph.rstrip("。. \u3000\xa0").endswith(_CLOSING):
        return paragraph, []
    match = _INLINE.search(fold_signs(paragraph))
    people = read_credits(match["credits"]) if match else None
    return (paragraph[: match.start()].rstrip(), people) if match and people else (paragraph, [])
