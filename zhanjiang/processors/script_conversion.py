"""The script of an article: found out, and its text fields brought into the script that is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from zhanjiang.items import Article, Guess, Script, ScriptTarget, fields_of
from zhanjiang.textrepair import to_simplified
from zhanjiang.textrepair.script import is_traditional

_SURNAMES: Final = "于范余云干郁咸党占涂游朴岳种后"
"""Surnames that are written alike in both scripts, while the words of the same characters are not (於, 範, 餘)."""
_SHIELDS: Final = {0xE000 + index: surname for index, surname in enumerate(_SURNAMES)}
_SHIELD_OF: Final = {surname: chr(shield) for shield, surname in _SHIELDS.items()}
# 于 after 记者 is a preposition as often as a surname.
_CALLED: Final = (
    rf"[{_SURNAMES}](?=某|姓|先生|女士|小姐|老师|医生|教授|(?<=姓.))"
    rf"|(?:(?<=记者)|(?<=记者\s)|(?<=通讯员)|(?<=通讯员\s))[{_SURNAMES[1:]}](?=[一-鿿])"
)

_NEAR: Final = 6
"""How many characters on either side decide how a guess is converted: longer than most phrases are."""


@cache
def _converter(configuration: str) -> Callable[[str], str]:
    # Loaded at the first text, so that commands without one do not wait for the dictionaries.
    from opencc import OpenCC

    return OpenCC(configuration).convert


def script_of(text: str) -> Script:
    """Tell the script of a text: ``hant`` where simplifying changes more characters than the opposite would.

    A character counts as changed only where the dictionaries change it in its words, so 乾隆 is no evidence. Texts
    that are the same in both scripts count as simplified.

    >>> script_of("湛江市昨日舉行禁毒宣傳進校園活動"), script_of("乾隆年间的古井"), script_of("中山路")
    ('hant', 'hans', 'hans')
    """
    if _converter("t2s")(text) == text:  # the common case, known in microseconds
        return "hans"
    return "hant" if is_traditional(text) else "hans"


def _places(article: Article) -> Iterator[tuple[Any, str]]:
    """Yield each (object, attribute) of the article that holds prose of the page."""
    yield from ((article, name) for name in fields_of("prose", form="text", item=type(article)))
    for field in fields_of("prose", form="people", item=type(article)):
        for person in getattr(article, field):
            yield person, "role"
            yield person, "name"
    yield from ((image, "caption") for image in article.images)
    if article.newspaper_page:
        yield article.newspaper_page, "name"


def _to_traditional(article: Article) -> Callable[[str], str]:
    """Make the conversion of an article's texts into traditional script: surnames of its people stay as they are.

    A private character stands for such a surname while the text is converted.
    """
    people = (person for field in fields_of("prose", form="people") for person in getattr(article, field))
    names = {person.name for person in people if len(person.name) > 1 and person.name[0] in _SURNAMES}
    pattern = re.compile("|".join([*map(re.escape, sorted(names)), _CALLED]))

    def convert(text: str) -> str:
        """Return a text in traditional script."""
        shielded = pattern.sub(lambda name: _SHIELD_OF[name[0][0]] + name[0][1:], text)
        return _converter("s2t")(shielded).translate(_SHIELDS)

    return convert


def convert_article(article: Article, target: ScriptTarget) -> None:
    """Fill in the script of an article as it was read, and bring its texts into the wanted one; ``none`` keeps them.

    An article that has its script is converted already.
    """
    if article.script is not None:
        return
    places = [(holder, name, value) for holder, name in _places(article) if (value := getattr(holder, name))]
    article.script = script_of("\n".join(value for _, _, value in places))
    if target in ("none", article.script):
        return
    convert = to_simplified if target == "hans" else _to_traditional(article)
    before = {name: value for holder, name, value in places if holder is article}
    for holder, name, value in places:
        setattr(holder, name, convert(value))
    ends: dict[str, int] = {}
    for guess in article.repair.guessed if article.repair else ():
        field, text = guess.field or "", guess.text or ""
        start = before.get(field, "").find(text, ends.get(field, 0))
        if start >= 0:
            ends[field] = start + len(text)
            _convert_guess(guess, convert, before[field], start, getattr(article, field))
        else:
            guess.text = convert(text)
            guess.alternatives = [convert(alternative) for alternative in guess.alternatives]


def _convert_guess(guess: Guess, convert: Callable[[str], str], value: str, start: int, converted: str) -> None:
    """Convert a guess as the field around it is, whose phrases it may be a part of: it is what stands there then."""
    end = start + len(guess.text or "")
    before, after = value[max(0, start - _NEAR) : start], value[end : end + _NEAR]

    def in_field(text: str) -> str:
        """Convert a text in the place of the guess; by itself where the conversion changes lengths."""
        made = convert(f"{before}{text}{after}")
        is_aligned = len(made) == len(before) + len(text) + len(after)
        return made[len(before) : len(before) + len(text)] if is_aligned else convert(text)

    guess.alternatives = [in_field(alternative) for alternative in guess.alternatives]
    guess.text = converted[start:end] if len(converted) == len(value) else convert(value[start:end])


def converted(text: str, target: ScriptTarget) -> str:
    """A text that stands for itself in the wanted script.

    >>> converted("濱海公園開放", "hans"), converted("濱海公園開放", "none")
    ('滨海公园开放', '濱海公園開放')
    """
    if target in ("none", script_of(text)):
        return text
    return to_simplified(text) if target == "hans" else _converter("s2t")(text)
