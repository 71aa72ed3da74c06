"""The article that the extractions of all its pages make together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhanjiang.items import Article, Kind, Person, Rule
from zhanjiang.pages.article.body import Body
from zhanjiang.pages.article.head import Head
from zhanjiang.pages.article.kinds import kind_of
from zhanjiang.pages.article.loader import ArticleLoader
from zhanjiang.pages.article.repair_report import report_repair
from zhanjiang.pages.article.story_text import story_of
from zhanjiang.pages.base import Page, UnreadablePage
from zhanjiang.processors.datelines import read_dateline
from zhanjiang.processors.people import read_byline
from zhanjiang.processors.set_bylines import bare_byline, bylines_at_ends


@dataclass(frozen=True, slots=True)
class PageExtraction:
    """What one kind of rule (``rule``) finds on a page: its head and body, and the comment box as printed.

    ``kind`` is the article's where the rule itself knows it.
    """

    page: Page
    head: Head
    body: Body
    rule: Rule
    comment_box: str = ""
    kind: Kind | None = None


def make_article(pages: Sequence[PageExtraction]) -> Article:
    """Make the article of its pages' extractions, the first page first. UnreadablePage where no headline was found."""
    first = pages[0]
    loader = ArticleLoader(url=first.page.base_url)
    _load_head(loader, first.head)
    _load_body(loader, pages)
    _load_people(loader, pages)
    for name in ("comment_participants", "comment_count"):
        loader.add_if_missing(name, first.comment_box, "label")
    article = loader.load_item()
    article.pages = len(pages)
    article.fetched_at = first.page.fetched_at
    article.kind = first.kind or kind_of(
        first.page,
        players=sum(page.body.players for page in pages),
        pictures=len(article.images),
        text=article.text or "",
    )
    article.repair = report_repair([one.page.repaired for one in pages if one.page.repaired], article)
    if not article.headline:
        raise UnreadablePage("no headline was found: the page may be no article, or of a layout not known yet")
    return article


def _load_head(loader: ArticleLoader, head: Head) -> None:
    rule = head.headline_rule
    rule_of_info = _rule_of_info(rule)
    loader.add_if_missing("kicker", head.kicker, rule)
    loader.add_if_missing("headline", head.headline, rule)
    loader.add_if_missing("subheadline", head.subheadline, rule)
    loader.add_if_missing("published_at", head.info.date, rule)
    loader.add_if_missing("source", head.info.source, rule_of_info)
    loader.add_if_missing("byline", head.info.byline, rule_of_info)


def _load_body(loader: ArticleLoader, pages: Sequence[PageExtraction]) -> None:
    """Join the bodies of all pages. A line at either end is the byline where none is printed elsewhere."""
    first = pages[0]
    for page in pages:
        loader.add_if_missing("source", page.body.info.source, "label")
        loader.add_if_missing("byline", page.body.info.byline, "label")
    texts = list(_texts(pages))
    if not loader.first("byline"):
        bylines = bylines_at_ends(texts)
        loader.add_if_missing("byline", " ".join(texts[at] for at in bylines), "label")
        texts = [text for at, text in enumerate(texts) if at not in bylines]
    loader.add_if_missing("text", story_of(texts), first.rule)
    loader.add_if_missing("images", [picture for page in pages for picture in page.body.pictures], first.rule)


def _load_people(loader: ArticleLoader, pages: Sequence[PageExtraction]) -> None:
    """Load authors (from the byline, else from the paper's own dateline) and credits, each person once a role."""
    credits: list[Person] = list(pages[0].head.info.credits)
    for page in pages:
        credits += [person for person in page.body.credits if person not in credits]
    rule = _rule_of_info(pages[0].rule)
    loader.set_clean("credits", credits, rule)
    byline = loader.first("byline")
    source = loader.first("source")
    authors = read_byline(bare_byline(byline), source) if byline else read_dateline(next(_texts(pages), ""), source)
    loader.set_clean("authors", authors, rule)


def _texts(pages: Sequence[PageExtraction]) -> Iterator[str]:
    return (text for page in pages for text in page.body.paragraphs)


def _rule_of_info(rule: Rule) -> Rule:
    """The rule that gives who wrote an article and for whom: labels name them in the text, whatever found it."""
    return "data" if rule == "data" else "label"
