"""What each rule alone makes of an article's page: every declared layout, the labels, the generic extractor.

The rules are those by which pages are always read; here they are asked one by one. So whoever mends a selector sees
which of them still work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from zhanjiang.items import Article, Rule
from zhanjiang.pages.article.loader import ArticleLoader
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage
from zhanjiang.pages.reading.generic import read_generic
from zhanjiang.pages.reading.selectors import Layout

Readable = ArticlePage | NewspaperArticlePage
"""A page out of which an article is read."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a declared layout fits a page: whether it holds at the page's time, whether the page has its marker, and how
    many elements may be the headline and the body (None: a part that it does not declare). One of each fits.
    """

    layout: str
    holds: bool
    is_marked: bool
    headlines: int | None
    bodies: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The article that one rule alone makes of a page; ``layout`` names the declared layout, '' for the other rules.

    ``holds`` says whether the page's time is the layout's: one of another time is asked all the same.
    """

    rule: Rule
    layout: str
    holds: bool
    article: Article

    def gives(self, field: str) -> bool:
        """Say whether the rule itself gives the field; beside each layout, labels give what no layout declares."""
        return (self.article.extracted_by or {}).get(field) == self.rule


def fits(page: Readable) -> list[Fit]:
    """Tell of each declared layout, in order of trust, how it fits the page."""
    return [
        Fit(
            layout.name,
            layout.holds_at(page.fetched_at),
            layout.marker in page.raw,
            None if layout.headline is None else len(layout.find(page.root, "headline")),
            None if layout.body is None else len(layout.find(page.root, "body")),
        )
        for layout in page.layouts
    ]


def readings(page: Readable) -> list[Reading]:
    """Read a page by each rule alone, in order of trust; a rule by which there is no article gives no reading."""
    return [*_by_layouts(page), *_reading(_read_by(page, ()).to_item, "label"), *_by_generic(page)]


def _by_layouts(page: Readable) -> Iterator[Reading]:
    for layout in page.layouts:
        alone = _read_by(page, [replace(layout, since="", until="")])
        yield from _reading(alone.to_item, "selector", layout.name, layout.holds_at(page.fetched_at))


def _by_generic(page: Readable) -> Iterator[Reading]:
    loader = ArticleLoader(url=page.base_url)
    loader.add_if_missing("text", read_generic(page.html, page.head.headline), "generic")
    return _reading(loader.load_item, "generic")


def _reading(read: Callable[[], Article], rule: Rule, layout: str = "", holds: bool = True) -> Iterator[Reading]:
    # That a rule finds no headline, or a date that cannot be, is no news where it is not the one that was asked.
    with suppress(ValueError):
        yield Reading(rule, layout, holds, read())


def _read_by(page: Readable, layouts: Sequence[Layout]) -> Readable:
    """Return the page as these layouts alone read it; what repair made of it stays."""
    alone = type(page)(page.html.encode("utf-8", "replace"), page.url, fetched_at=page.fetched_at, repair_config=None)
    alone.layouts = layouts
    return alone
