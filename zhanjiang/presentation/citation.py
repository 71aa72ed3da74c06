"""References to articles in the styles that programs and papers take: GB/T 7714-2015, BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote

import orjson

from zhanjiang.presentation.reference import Reference

_AUTHORS_MAX: Final = 3
"""Authors that GB/T 7714 names; 等 stands for the others."""
# A brace of the text would end a field, even one behind a backslash: BibTeX counts braces before TeX reads them.
_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)


def gbt7714(reference: Reference) -> str:
    """A reference by GB/T 7714-2015: news online is [N/OL], an article of a newspaper [N] with its page.

    >>> gbt7714(Reference("portal/1", ("温可",), False, "港区开航", "湛江云媒", date(2022, 5, 31), date(2022, 6, 1),
    ...     None, "https://a.example/p/1.html", True))
    '温可. 港区开航[N/OL]. 湛江云媒, 2022-05-31[2022-06-01]. https://a.example/p/1.html.'
    """
    authors = ", ".join([*reference.authors[:_AUTHORS_MAX], *(["等"] if len(reference.authors) > _AUTHORS_MAX else [])])
    kind = "N/OL" if reference.is_online else "N"
    day = f", {reference.published}" if reference.published else ""
    page = f"({reference.page})" if reference.page else ""
    accessed = f"[{reference.accessed}]" if reference.is_online and reference.accessed else ""
    parts = [authors, f"{reference.title}[{kind}]", f"{reference.publication}{day}{page}{accessed}"]
    if reference.is_online and reference.url:
        parts.append(reference.url)
    return f"{'. '.join(filter(None, parts))}."


def bibtex(reference: Reference) -> str:
    """A reference as an entry of BibTeX; every name stands in braces, since it has no first and last part there."""
    day = reference.published
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in reference.authors),
        "title": f"{{{_tex(reference.title)}}}",
        "journal": _tex(reference.publication),
        "year": f"{day.year}" if day else "",
        "month": f"{day.month}" if day else "",
        "day": f"{day.day}" if day else "",
        "pages": _tex(reference.page or ""),
        "url": _url(reference.url or ""),
        "urldate": f"{reference.accessed or ''}",
        "language": "chinese",
    }
    key = re.sub(r"[^0-9a-z]+", "-", f"zhanjiang-{reference.id}")
    written = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@article{{{key},\n{written}\n}}\n"


def _tex(text: str) -> str:
    r"""A text as TeX prints it.

    >>> _tex("R&D 增长5% {a_b}")
    'R\\&D 增长5\\% \\textbraceleft{}a\\_b\\textbraceright{}'
    """
    return text.translate(_TEX)


def _url(address: str) -> str:
    """An address as styles give it to ``\\url``, which takes all but braces and backslashes as they are."""
    return re.sub(r"[\s{}\\^~]", lambda match: quote(match[0], safe=""), address)


def csl(reference: Reference) -> dict[str, Any]:
    """A reference as an item of CSL-JSON, without what is not known.

    A name is ``literal``: which part of it is the family's, nobody prints.
    """
    item = {
        "id": reference.id,
        "type": "article-newspaper",
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "container-title": reference.publication,
        "issued": _date_parts(reference.published),
        "accessed": _date_parts(reference.accessed),
        "page": reference.page,
        "URL": reference.url,
        "language": "zh-CN",
    }
    return {name: value for name, value in item.items() if value}


def _date_parts(day: date | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


def _each(style: Callable[[Reference], str]) -> Callable[[Iterable[Reference]], str]:
    return lambda references: "\n".join(map(style, references))


JSON_STYLE: Final = "csl-json"
"""The style that is JSON, and none of lines."""
STYLES: Final[Mapping[str, Callable[[Sequence[Reference]], str]]] = {
    "gbt7714": _each(gbt7714),
    "bibtex": _each(bibtex),
    JSON_STYLE: lambda references: orjson.dumps([*map(csl, references)], option=orjson.OPT_INDENT_2).decode(),
}
"""The styles by name, each with what writes references in their order: a line each, entries, or one array of JSON."""
