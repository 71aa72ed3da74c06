"""What each rule alone extracts from an article's page: every declared or learned layout, labels, a generic extractor.

These are the rules by which pages are always read, applied one by one: whoever mends a selector sees which still work.
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
from zhanjiang.pages.reading.learned import locate_learned
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
class RuleExtraction:
    """The article that one rule alone makes of a page; ``layout`` names the declared layout, '' for the other rules.

    ``holds`` says whether the layout is of the page's time: layouts of other times are applied too.
    """

    rule: Rule
    layout: str
    holds: bool
    article: Article

    def gives(self, field: str) -> bool:
        """Say whether the rule itself gives the field; with each layout, labels give what it does not declare."""
        return (self.article.extracted_by or {}).get(field) == self.rule


def fits(page: Readable) -> list[Fit]:
    """How each declared layout fits the page, in order of trust."""
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


def extractions(page: Readable) -> list[RuleExtraction]:
    """Read a page by each rule alone, in order of trust; a rule that finds no article gives no extraction."""
    labels = _extraction(_read_by(page, ()).to_item, "label")
    return [*_by_layouts(page), *_by_learned(page), *labels, *_by_generic(page)]


def _by_layouts(page: Readable) -> Iterator[RuleExtraction]:
    for layout in page.layouts:
        alone = _read_by(page, [replace(layout, since="", until="")])
        yield from _extraction(alone.to_item, "selector", layout.name, layout.holds_at(page.fetched_at))


def _by_learned(page: Readable) -> Iterator[RuleExtraction]:
    """Read a page by each learned layout that fits it; where one does not, labels would read the page."""
    for layout in page.learned:
        if isinstance(page, ArticlePage) and locate_learned(page.root, [layout]):
            alone = _read_by(page, ())
            alone.learned = [layout]
            yield from _extraction(alone.to_item, "learned", layout.name)


def _by_generic(page: Readable) -> Iterator[RuleExtraction]:
    loader = ArticleLoader(url=page.base_url)
    loader.add_if_missing("text", read_generic(page.root, page.head.headline), "generic")
    return _extraction(loader.load_item, "generic")


def _extraction(
    read: Callable[[], Article], rule: Rule, layout: str = "", holds: bool = True
) -> Iterator[RuleExtraction]:
    # A rule that is not in use may fail, with no headline or an impossible date: ignore it.
    with suppress(ValueError):
        yield RuleExtraction(rule, layout, holds, read())


def _read_by(page: Readable, layouts: Sequence[Layout]) -> Readable:
    """The page as these layouts alone read it; its repaired text stays."""
    alone = type(page)(page.html.encode("utf-8", "replace"), page.url, fetched_at=page.fetched_at, repair_config=None)
    alone.layouts = layouts
    return alone
