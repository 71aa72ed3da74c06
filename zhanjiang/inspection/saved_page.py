"""A saved page as the rules of today read it: each field with the rule that gave it, and what the other rules give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from zhanjiang.addresses.newspapers import NewspaperSites, read_newspaper
from zhanjiang.addresses.portal import ArticleReference, Sites, read_article
from zhanjiang.crawl.completion import add_crawl_facts, add_newspaper_facts
from zhanjiang.crawl.discovered import DiscoveredArticle
from zhanjiang.crawl.failures import UnfitArticle
from zhanjiang.inspection.alternatives import Fit, Readable, Reading, fits, readings
from zhanjiang.inspection.page_data import AnyPage, told
from zhanjiang.items import Article, ScriptTarget, fields_of
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.base import UnreadablePage, is_cut
from zhanjiang.pages.newspaper.page import NewspaperArticlePage
from zhanjiang.pipelines.convert_script import ConvertScriptPipeline
from zhanjiang.pipelines.validate import check

# What finds the parts of pages that are no article's.
_FOUND_BY: Final = {
    **dict.fromkeys(("channel", "paper", "day", "url"), "address"),
    **dict.fromkeys(("rows", "boxed", "next", "channels", "articles", "pdf"), "link"),
    **dict.fromkeys(("number", "name"), "label"),
    "load_more_id": "script",
    "scan": "picture",
}
# What a page that is no article's is good for.
_LINKED: Final = ("rows", "boxed", "channels", "articles", "scan")


@dataclass(frozen=True, slots=True)
class Alternative:
    """What another rule gives for a field, None for nothing; ``holds`` is False for a layout of another time."""

    rule: str
    layout: str
    holds: bool
    value: Any


@dataclass(frozen=True, slots=True)
class ReadField:
    """A field as it was read: by a rule ('' where no rule looks for it) and, for a selector, a declared layout."""

    name: str
    value: Any
    rule: str = ""
    layout: str = ""
    alternatives: list[Alternative] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What was read from a saved page.

    ``page`` names the class that read it, ``item`` is what it gives; ``goes_on`` is the address of an article's next
    page, ``leads_to`` where a stub leads to; ``is_cut`` says that it seems to end in its middle. ``unfit`` says why
    there is nothing in it that a crawl could use, '' where there is.
    """

    page: str
    url: str
    fetched_at: str
    item: Any
    fields: list[ReadField]
    layouts: list[Fit] = field(default_factory=list)
    goes_on: str | None = None
    leads_to: str | None = None
    is_cut: bool = False
    unfit: str = ""


class SavedPageReader:
    """Reads saved pages as a crawl with these sites and this ``target`` script would."""

    def __init__(self, sites: Sites, newspapers: NewspaperSites, target: ScriptTarget) -> None:
        self.sites = sites
        self.newspapers = newspapers
        self._script = ConvertScriptPipeline(target)

    def read(self, page: AnyPage) -> SavedPage:
        """Read a page. Raises UnreadablePage, or another ValueError that names the field, where nothing can be read."""
        if isinstance(page, ArticlePage | NewspaperArticlePage):
            return self._read_article(page)
        item = told(page, self.sites.holds)
        found = [ReadField(name, value, _FOUND_BY.get(name, "")) for name, value in item.items()]
        unfit = "" if any(item.get(name) for name in _LINKED) else "the page links no article and no other page"
        kind = type(page).__name__
        return SavedPage(kind, page.url, page.fetched_at, item, found, is_cut=is_cut(page.raw), unfit=unfit)

    def _read_article(self, page: Readable) -> SavedPage:
        if page.is_gone:
            raise UnreadablePage("the page says that there is no such article")
        article = self._script.process_item(self._completed(page))
        others = [] if article.kind == "link" else readings(page)
        for reading in others:
            self._script.process_item(reading.article)
        return SavedPage(
            type(page).__name__,
            page.url,
            page.fetched_at,
            article,
            list(_fields(article, others)),
            fits(page),
            page.next_page if isinstance(page, ArticlePage) else None,
            page.outward if isinstance(page, ArticlePage) else None,
            is_cut(page.raw),
            _unfit(article),
        )

    def _completed(self, page: Readable) -> Article:
        """Return the article with what its address tells, as spiders complete it."""
        article = page.to_item()
        if newspaper := read_newspaper(page.url):
            return add_newspaper_facts(article, newspaper, [page.url], self.newspapers, page.url)
        here = read_article(page.url)
        assert here is not None
        found = DiscoveredArticle(ArticleReference(here.number), {page.url: None})
        found.channel = here.channel if self.sites.holds(page.url) else None
        return add_crawl_facts(article, found, self.sites, page.url)


def _unfit(article: Article) -> str:
    """Say why an article would not be stored; of a stub that leads elsewhere a listing tells the headline."""
    if article.kind == "link":
        return ""
    try:
        check(article)
    except UnfitArticle as error:
        return str(error)
    return ""


def _fields(article: Article, others: Sequence[Reading]) -> Iterator[ReadField]:
    rules = article.extracted_by or {}
    hidden = {"extracted_by", *fields_of("revision")}  # the rules stand beside the fields; the store has no say here
    for name in (one.name for one in fields(article) if one.name not in hidden):
        rule = rules.get(name, "")
        layout = _layout_in_use(name, others) if rule == "selector" else ""
        alternatives = list(_alternatives(name, getattr(article, name), (rule, layout), others))
        yield ReadField(name, getattr(article, name), rule, layout, alternatives)


def _layout_in_use(name: str, others: Sequence[Reading]) -> str:
    """Return the layout that gave a field: the first, in the pages' own order of trust, that holds and gives it."""
    by_layouts = (reading for reading in others if reading.rule == "selector" and reading.holds)
    return next((reading.layout for reading in by_layouts if reading.gives(name)), "")


def _alternatives(name: str, kept: Any, used: tuple[str, str], others: Sequence[Reading]) -> Iterator[Alternative]:
    """Yield what the rules give that did not give a field; labels also where they give nothing, as a warning.

    Within a layout labels may give something else than on the whole page.
    """
    for reading in others:
        value = getattr(reading.article, name)
        is_used = used == (reading.rule, reading.layout) and (reading.rule != "label" or value == kept)
        if reading.gives(name) and not is_used:
            yield Alternative(reading.rule, reading.layout, reading.holds, value)
    if used[0] not in ("", "label") and not any(reading.rule == "label" and reading.gives(name) for reading in others):
        yield Alternative("label", "", True, None)
