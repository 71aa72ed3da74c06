"""The article among a page's data, known by what its values are like: its title, its address, its long text.

Every site names its keys its own way. So the article is the object that says the page's title or bears the number of
its address and has the longest text, and a value is known by its own form first and by its key second.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from zhanjiang.pages.reading.data_body import as_html, figure, is_address, picture_in, weight
from zhanjiang.pages.reading.data_fields import HEADLINE_KEY, FieldsOfData, read_fields
from zhanjiang.pages.reading.script_values import load_json, spelt_out
from zhanjiang.processors.text import letters

_MOST_OBJECTS: Final = 20_000
_DEEPEST: Final = 40
_SHORTEST: Final = 12
"""How many Chinese characters make a story; a shorter text needs a picture."""
_BY_TITLE: Final = 2
_LEAST_TITLE: Final = 4
"""How many letters of a title and of a text must be the same at least."""
_REACH: Final = 3
"""How many objects around the one with the title may hold the body."""
_VIDEO: Final = re.compile(r"\.(?:mp4|m3u8|flv)(?:\?|$)", re.IGNORECASE)
_IDENTITY: Final = re.compile(r"(?:^|_|[a-z])(?:id|url|link|href|uri|path|code)$", re.IGNORECASE)


@dataclass(slots=True)
class DataArticle(FieldsOfData):
    """An article in a page's data: its fields as written, its body as HTML.

    ``is_named`` says that the page's own title or address names this object as the page's article, ``is_video`` that
    it has a video's file beside the body; ``numbers`` are those under the object's keys of identity.
    """

    body: str = ""
    is_named: bool = False
    is_video: bool = False
    numbers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Object:
    """An object of the data, with the ones around it, the nearest one first."""

    value: dict[str, Any]
    around: list[dict[str, Any]]
    named_by: int = 0
    story: Any = None
    holders: list[dict[str, Any]] = field(default_factory=list)


def find_article(values: Sequence[Any], titles: Sequence[str], number: int | None) -> DataArticle | None:
    """Find the page's article among the values of its source; None where none is sure.

    ``titles`` are the page's own, ``number`` is the article's in the page's address.

    >>> state = {"news": {"title": "湛江港开通新航线", "id": 7, "html": "<p>昨日，湛江港开通一条新航线。</p>"}}
    >>> article = find_article([state], ["湛江港开通新航线_湛江云媒"], None)
    >>> article.headline, article.body
    ('湛江港开通新航线', '<p>昨日，湛江港开通一条新航线。</p>')
    """
    folded = _folded(titles)
    objects = [one for value in values for one in _objects(value)][:_MOST_OBJECTS]
    for one in objects:
        one.named_by = _named_by(one.value, folded, number)
    told_apart = [one for one in objects if one.named_by] or [one for one in objects if _has_headline(one.value)]
    for one in told_apart:
        _find_story(one)
    complete = [one for one in told_apart if one.story is not None]
    if not complete:
        return _hidden_story(values, titles)
    best = max(complete, key=lambda one: (one.named_by, min(weight(one.story), 10_000), len(one.around)))
    if not best.named_by and any(_rivals(best, other) for other in complete):
        return None
    return _complete(_as_article(best, folded), complete, best, folded)


def may_name(titles: Sequence[str], number: int | None) -> Callable[[str], bool]:
    """The test whether a script may name the page's article: it has its number, or a title's first letters.

    >>> [may_name(["湛江港开航"], 7)(script) for script in ("{id: 7}", r"{t: '\\u6e5b江港，开航了'}", "{t: '湛江'}")]
    [True, True, False]
    """
    begins = {title[:_LEAST_TITLE] for title in _folded(titles)}

    def names(script: str) -> bool:
        """Say whether a script may name the article."""
        if number is not None and str(number) in script:
            return True
        said = unicodedata.normalize("NFKC", spelt_out(script)).lower()
        return any(all(letter in said for letter in begin) for begin in begins)

    return names


def _folded(titles: Sequence[str]) -> list[str]:
    """A page's titles as letters alone, with and without the site's name."""
    parts = [part for title in titles for part in (title, re.split(r"[_|｜–—-]", title)[0])]
    return [title for title in map(letters, parts) if len(title) >= _LEAST_TITLE]


def _objects(value: Any, around: tuple[dict[str, Any], ...] = ()) -> Iterator[_Object]:
    """Yield all objects in a value, the outer ones first."""
    if len(around) > _DEEPEST:
        return
    if isinstance(value, dict):
        yield _Object(value, list(around))
        for one in value.values():
            yield from _objects(one, (value, *around))
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one, around)
    elif isinstance(value, str) and value.lstrip()[:1] in ("{", "[") and len(value) >= _SHORTEST:
        with suppress(ValueError, RecursionError):
            yield from _objects(load_json(value), (*around, {}))


def _named_by(value: dict[str, Any], titles: Sequence[str], number: int | None) -> int:
    """How surely the page's head or address names an object: 3 by title and number, 2 by title, 1 by number."""
    texts = [letters(one) for one in value.values() if isinstance(one, str) and _LEAST_TITLE <= len(one) <= 200]
    by_title = any(_is_title(text, title) for text in texts for title in titles)
    by_number = number is not None and any(
        str(one) == str(number)
        or (isinstance(one, str) and f"/{number}." in one and re.search(rf"/{number}\.s?html?\b", one))
        for key, one in value.items()
        if isinstance(one, (str, int)) and _IDENTITY.search(key)
    )
    return _BY_TITLE * by_title + by_number


def _is_title(text: str, title: str) -> bool:
    """Say whether a text is what a page's title says, with the site's name behind it or cut short."""
    if len(text) < _LEAST_TITLE:
        return False
    return text == title or (len(text) >= 6 and title.startswith(text)) or (len(title) >= 10 and text.startswith(title))


def _has_headline(value: dict[str, Any]) -> bool:
    return any(isinstance(one, str) and len(one) >= 6 and HEADLINE_KEY.search(key) for key, one in value.items())


def _rivals(best: _Object, other: _Object) -> bool:
    """Say whether two objects, neither of which is named by the page, could each be its article."""
    if other is best or any(holder is best.value for holder in other.around) or other.value in best.around:
        return False
    return weight(other.story) * 3 > weight(best.story)


def _find_story(one: _Object) -> None:
    """Find the body of an object: in it, or in one of the few around it, but in no other article of those."""
    story = _story_in(one.value)
    if story is None and one.named_by:
        for holder in one.around[:_REACH]:
            one.holders.append(holder)
            story = _story_in(holder, is_outer=True)
            if story is not None:
                break
    if story is None and one.named_by >= _BY_TITLE and any(_pictures(one.value, None)):
        story = ""  # a set of pictures
    one.story = story


def _story_in(value: dict[str, Any], is_outer: bool = False) -> Any:
    """The value that holds the most story: one text, or a list of blocks; None for nothing of that kind."""
    candidates = list(_bodies(value, is_outer))
    # Of a summary that is all of the text, and the text with its pictures, it is the latter.
    best = max(candidates, key=lambda one: (weight(one), len(str(one))), default=None)
    if best is None or (weight(best) < _SHORTEST and "<img" not in str(best)):
        return None
    return best


def _bodies(value: Any, is_outer: bool, depth: int = 8) -> Iterator[Any]:
    """Yield what may be a body in an object: long texts, and lists whose members are no articles of their own."""
    if depth == 0:
        return
    for key, one in value.items():
        if isinstance(one, str):
            if not HEADLINE_KEY.search(key):
                yield one
        elif isinstance(one, dict):
            if not (is_outer and _is_other_article(one)):
                yield from _bodies(one, is_outer, depth - 1)
        elif isinstance(one, list) and one and not any(map(_is_other_article, one)):
            yield one
            for member in one:
                if isinstance(member, dict):
                    yield from _bodies(member, is_outer, depth - 1)


def _is_other_article(value: Any) -> bool:
    """Say whether an object is an article of its own, as rows of recommended ones are: a headline and an address."""
    if not isinstance(value, dict) or not _has_headline(value) or picture_in(value):
        return _has_headline(value) and _has_identity(value) and len(value) > 4 if isinstance(value, dict) else False
    return _has_identity(value)


def _has_identity(value: dict[str, Any]) -> bool:
    return any(_IDENTITY.search(key) for key in value)


def _as_article(one: _Object, titles: Sequence[str]) -> DataArticle:
    fields = read_fields([one.value, *one.holders], titles)
    pictures = [picture for source in (one.value, *one.holders) for picture in _pictures(source, one.story)]
    body = _with_pictures(as_html(one.story), pictures)
    values = {name: getattr(fields, name) for name in FieldsOfData.__dataclass_fields__}
    is_video = any(_has_video(part) for part in one.value.values() if part is not one.story)
    numbers = [str(part) for key, part in one.value.items() if isinstance(part, str | int) and _IDENTITY.search(key)]
    return DataArticle(**values, body=body, is_named=one.named_by > 0, is_video=is_video, numbers=numbers)


def _has_video(value: Any) -> bool:
    """Say whether a value is the address of a video's file, or an object that has one."""
    if isinstance(value, dict):
        return any(map(_has_video, value.values()))
    return isinstance(value, str) and is_address(value) and _VIDEO.search(value) is not None


def _complete(article: DataArticle, complete: Sequence[_Object], best: _Object, titles: Sequence[str]) -> DataArticle:
    """Add what other objects that the page's title names say of the article, such as JSON-LD beside a state."""
    for other in complete:
        if other is not best and other.named_by >= _BY_TITLE:
            more = read_fields([other.value, *other.holders], titles)
            for name in FieldsOfData.__dataclass_fields__:
                setattr(article, name, getattr(article, name) or getattr(more, name))
    return article


def _pictures(value: dict[str, Any], story: Any) -> Iterator[tuple[str, str | None, str]]:
    """Yield the pictures in the lists of an object: address, caption and the mark that stands for it in the body."""
    for one in value.values():
        for member in one if isinstance(one, list) and one is not story else ():
            if (picture := picture_in(member)) and not (_is_other_article(member) and len(member) > 4):
                marks = (text for text in member.values() if isinstance(text, str) and re.match(r"<!--|[\[{#$]", text))
                yield (*picture, next(marks, ""))


def _with_pictures(body: str, pictures: Sequence[tuple[str, str | None, str]]) -> str:
    """Put pictures where their marks stand in the body, and those without one after it, each once."""
    for address, caption, mark in pictures:
        if mark and mark in body:
            body = body.replace(mark, figure(address, caption), 1)
        elif address.rpartition("/")[2] not in body:
            body += figure(address, caption)
    return body


def _hidden_story(values: Sequence[Any], titles: Sequence[str]) -> DataArticle | None:
    """The longest hidden HTML that is a story, where the page's data has no article: it has a body alone."""
    best = max((one for one in values if isinstance(one, str)), key=weight, default="")
    if weight(best) < 2 * _SHORTEST:
        return None
    return DataArticle(body=as_html(best))
