"""A saved page as today's rules read it: each field with the rule that gave it, and what the other rules give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal

from zhanjiang.addresses.newspapers import NewspaperSites, read_newspaper
from zhanjiang.addresses.portal import ArticleReference, Sites, read_article
from zhanjiang.crawl.completion import add_crawl_facts, add_newspaper_facts
from zhanjiang.crawl.discovered import DiscoveredArticle
from zhanjiang.crawl.failures import UnfitArticle
from zhanjiang.inspection.alternatives import Fit, Readable, RuleExtraction, extractions, fits
from zhanjiang.inspection.page_data import AnyPage, page_data
from zhanjiang.items import Article, ScriptTarget, fields_of
from zhanjiang.pages.article.doubt_reasons import Doubt
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.base import UnreadablePage, is_cut
from zhanjiang.pages.newspaper.page import NewspaperArticlePage
from zhanjiang.pipelines.convert_script import ConvertScriptPipeline
from zhanjiang.pipelines.validate import check

# What finds each part of a page that is not an article's.
_FOUND_BY: Final = {
    **dict.fromkeys(("channel", "paper", "day", "url"), "address"),
    **dict.fromkeys(("rows", "boxed", "next", "channels", "articles", "pdf"), "link"),
    **dict.fromkeys(("number", "name"), "label"),
    "load_more_id": "script",
    "scan": "picture",
}
# The parts for which a page that is not an article's is read.
_LINKED: Final = ("rows", "boxed", "channels", "articles", "scan")

Outcome = Literal["stored", "fetched_again", "goes_on", "quarantined"]
"""What a crawl would do with an article's page: fetched_again, since it seems cut off; goes_on with its next page."""


class GonePage(UnreadablePage):
    """The page says, with status 200, that there is no such article: a crawl marks that as gone."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What another rule gives for a field, None for nothing; ``holds`` is False for a layout of another time."""

    rule: str
    layout: str
    holds: bool
    value: Any


@dataclass(frozen=True, slots=True)
class ReadField:
    """A field with the rule that gave it ('' where no rule looks for it) and its declared or learned layout."""

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
    there is nothing in it that a crawl could use, '' where there is. ``outcome`` is what a crawl would do with an
    article that its store lacks, None for other pages; ``layout`` the declared or learned one that reads it, '' where
    none fits; ``doubts`` are those with which it would be stored.
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
    outcome: Outcome | None = None
    layout: str = ""
    doubts: list[Doubt] = field(default_factory=list)


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
        item = page_data(page, self.sites.holds)
        read_fields = [ReadField(name, value, _FOUND_BY.get(name, "")) for name, value in item.items()]
        unfit = "" if any(item.get(name) for name in _LINKED) else "the page links no article and no other page"
        kind = type(page).__name__
        return SavedPage(kind, page.url, page.fetched_at, item, read_fields, is_cut=is_cut(page.raw), unfit=unfit)

    def _read_article(self, page: Readable) -> SavedPage:
        if page.is_gone:
            raise GonePage("the page says that there is no such article")
        article = self._script.process_item(self._completed(page))
        next_page = page.next_page if isinstance(page, ArticlePage) else None
        cut, unfit = is_cut(page.raw), _unfit(article)
        others = [] if article.kind == "link" else extractions(page)
        for extraction in others:
            self._script.process_item(extraction.article)
        return SavedPage(
            type(page).__name__,
            page.url,
            page.fetched_at,
            article,
            list(_fields(article, others)),
            fits(page),
            next_page,
            page.outward if isinstance(page, ArticlePage) else None,
            cut,
            unfit,
            "fetched_again" if cut else "goes_on" if next_page else "quarantined" if unfit else "stored",
            page.layout,
            list(page.doubts),
        )

    def _completed(self, page: Readable) -> Article:
        """The article with the facts of its address, as spiders complete it."""
        article = page.to_item()
        if newspaper := read_newspaper(page.url):
            return add_newspaper_facts(article, newspaper, [page.url], self.newspapers, page.url)
        here = read_article(page.url)
        assert here is not None
        discovered = DiscoveredArticle(ArticleReference(here.number), {page.url: None})
        discovered.channel = here.channel if self.sites.holds(page.url) else None
        return add_crawl_facts(article, discovered, self.sites, page.url)


def _unfit(article: Article) -> str:
    """Why an article would not be stored, or ''; the headline of a stub that leads elsewhere comes from a listing."""
    if article.kind == "link":
        return ""
    try:
        check(article)
    except UnfitArticle as error:
        return str(error)
    return ""


def _fields(article: Article, others: Sequence[RuleExtraction]) -> Iterator[ReadField]:
    rules = article.extracted_by or {}
    hidden = {"extracted_by", *fields_of("revision")}  # the rules stand beside the fields; the store has no say here
    for name in (one.name for one in fields(article) if one.name not in hidden):
        rule = rules.get(name, "")
        layout = _layout_in_use(name, rule, others) if rule in ("selector", "learned") else ""
        alternatives = list(_alternatives(name, getattr(article, name), (rule, layout), others))
        yield ReadField(name, getattr(article, name), rule, layout, alternatives)


def _layout_in_use(name: str, rule: str, others: Sequence[RuleExtraction]) -> str:
    """The layout that gave a field: the first, in the pages' own order of trust, that holds and gives it."""
    by_layouts = (extraction for extraction in others if extraction.rule == rule and extraction.holds)
    return next((extraction.layout for extraction in by_layouts if extraction.gives(name)), "")


def _alternatives(
    name: str, value_read: Any, used: tuple[str, str], others: Sequence[RuleExtraction]
) -> Iterator[Alternative]:
    """Yield what the other rules give for a field; for labels also that they give nothing, as a warning.

    Within a layout labels may give something else than on the whole page.
    """
    for extraction in others:
        value = getattr(extraction.article, name)
        is_used = used == (extraction.rule, extraction.layout) and (extraction.rule != "label" or value == value_read)
        if extraction.gives(name) and not is_used:
            yield Alternative(extraction.rule, extraction.layout, extraction.holds, value)
    if used[0] not in ("", "label") and not any(
        extraction.rule == "label" and extraction.gives(name) for extraction in others
    ):
        yield Alternative("label", "", True, None)
