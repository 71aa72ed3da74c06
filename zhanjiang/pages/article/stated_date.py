"""The date that a page states for programs, where a reader is shown none: in meta elements, microdata or JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from zhanjiang.pages.article.doubt import share_much
from zhanjiang.pages.article.set_dates import portal_date
from zhanjiang.pages.base import Page
from zhanjiang.pages.reading.elements import Element
from zhanjiang.processors.text import letters

_NAME: Final = re.compile(
    r"(?:og:)?(?:article:)?(?:published_?time|date_?published|pub_?date|publish_?(?:date|time))", re.IGNORECASE
)
_KEY: Final = "datePublished"
_TYPES: Final = re.compile(r"Article|Posting|Report|Video|Page|CreativeWork")
_COMMENT: Final = re.compile("comment|review", re.IGNORECASE)
_DEEPEST: Final = 20


def stated_date(page: Page, headline: str) -> str | None:
    """The date that a page's source states for the article of a headline, as the portal prints it; None for none.

    Microdata of several dates, and JSON-LD of several articles without this one, state none.
    """
    if not _NAME.search(page.html):
        return None
    return next(_of_head(page.root), None) or _of_microdata(page.root) or _of_linked_data(page, letters(headline))


def _of_head(root: Element) -> Iterator[str]:
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or ""
        if _NAME.fullmatch(name) and (date := portal_date(element.get("content") or "")):
            yield date


def _of_microdata(root: Element) -> str | None:
    """The one date that elements with ``itemprop`` state, but for those of comments."""
    dates = {
        date
        for element in root.iter("meta", "time", "span", "div", "p", "em", "i", "abbr")
        if _NAME.fullmatch(element.get("itemprop") or "") and not _is_comments(element)
        if (date := portal_date(element.get("content") or element.get("datetime") or ""))
    }
    return dates.pop() if len(dates) == 1 else None


def _is_comments(element: Element) -> bool:
    kinds = ((holder.get("itemprop") or "") + (holder.get("itemtype") or "") for holder in element.iterancestors())
    return any(map(_COMMENT.search, kinds))


def _of_linked_data(page: Page, headline: str) -> str | None:
    """The date of the article that JSON-LD gives the headline, or of the only one where that has no headline."""
    scripts = page.root.iter("script") if _KEY in page.html else ()
    dated: list[tuple[str, str]] = []
    for script in scripts:
        if "ld+json" in (script.get("type") or ""):
            with suppress(ValueError, RecursionError):
                dated += _dated(json.loads(script.text or ""))
    named = (date for title, date in dated if title and share_much(headline, title))
    return next(named, dated[0][1] if len(dated) == 1 and not dated[0][0] else None)


def _dated(value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the headline, as letters alone, and the date of each article in a value of JSON-LD."""
    if depth > _DEEPEST:
        return
    is_work = isinstance(value, dict) and _TYPES.search(str(value.get("@type")))
    if is_work and (date := portal_date(str(value.get(_KEY) or ""))):
        yield letters(str(value.get("headline") or value.get("name") or "")), date
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in members:
        yield from _dated(member, depth + 1)
