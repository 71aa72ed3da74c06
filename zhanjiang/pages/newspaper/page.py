"""An article's page of the digital newspaper, in either template, of 2012-2023 or since 2024."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from zhanjiang.addresses.newspapers import NewspaperReference, read_newspaper
from zhanjiang.items import Article, PlaceInNewspaper, Rule
from zhanjiang.pages.article.body import Body, read_body
from zhanjiang.pages.article.doubt import doubts
from zhanjiang.pages.article.doubt_reasons import Doubt
from zhanjiang.pages.article.identity import says_other_article
from zhanjiang.pages.article.kinds import says_gone
from zhanjiang.pages.article.loader import ArticleLoader
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.repair_report import report_repair
from zhanjiang.pages.article.story_text import story_of
from zhanjiang.pages.base import Page, UnreadablePage
from zhanjiang.pages.limits import bounded, check_story
from zhanjiang.pages.newspaper.body import PictureBlock, article_lines, body_lines, declared_body, largest_body
from zhanjiang.pages.newspaper.body import picture_blocks as find_picture_blocks
from zhanjiang.pages.newspaper.byline import bylines_of_body
from zhanjiang.pages.newspaper.captions import captions_above
from zhanjiang.pages.newspaper.head import NewspaperHead, can_follow, find_headline, read_newspaper_head
from zhanjiang.pages.newspaper.image_map import article_areas
from zhanjiang.pages.newspaper.label import find_label
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.generic import read_generic
from zhanjiang.pages.reading.lines import Line, read_lines
from zhanjiang.pages.reading.selectors import NEWSPAPER_LAYOUTS, NEWSPAPER_MARKS, Layout
from zhanjiang.processors.datelines import read_authors
from zhanjiang.processors.page_jumps import story_without_pointers, without_pointers


class NewspaperArticlePage(Page):
    """The page of one article of the newspaper.

    ``layouts`` are the declared ones that its parts may be of, in order of trust; with none it is read by its labels.
    """

    layouts: Sequence[Layout] = NEWSPAPER_LAYOUTS
    marks = NEWSPAPER_MARKS
    doubts: Sequence[Doubt] = ()
    """What is doubtful in the article that ``to_item`` made, known once it has."""

    @cached_property
    def reference(self) -> NewspaperReference | None:
        """What the page's own address says."""
        return read_newspaper(self.url)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines that a reader sees."""
        return read_lines(self.root)

    @cached_property
    def _parts(self) -> tuple[NewspaperHead, list[int], list[PictureBlock], Rule]:
        """Head, indexes of the body's lines, tables of pictures, and the kind of rule that located the body."""
        layouts = [layout for layout in self.layouts if layout.holds_at(self.fetched_at)]
        body = declared_body(self.root, layouts)
        rule: Rule = "label" if body is None else "selector"
        known = [] if body is None else self._inside(body, 0, is_declared=True)
        headline = find_headline(self.root, self.lines, self.titles, known, layouts)
        after = headline[1] if headline else 0
        if body is None:
            body = largest_body(self.lines, after)
        indexes = [] if body is None else self._inside(body, after, is_declared=rule == "selector")
        spoken = range(headline[0], headline[1]) if headline else ()
        blocks = find_picture_blocks(self.lines, spoken, body, self.base_url, self.marked("pictures"))
        aside = frozenset(index for block in blocks for index in block.indexes)
        bylines = dict.fromkeys(bylines_of_body(self.lines, indexes, aside))
        indexes = [index for index in indexes if index not in bylines]
        region = range(after, next((index for index in indexes if index >= after), after))
        blocks = captions_above(self.lines, region, blocks, bylines, self.base_url)
        aside = frozenset(index for block in blocks for index in block.indexes)
        kickers = self.marked("kicker")
        head = read_newspaper_head(self.lines, self.titles, headline, indexes, {*aside, *bylines}, kickers)
        head.add_bylines(self.lines[index].spaced for index in bylines)
        return head, indexes, blocks, rule

    def _inside(self, body: Element, after: int, *, is_declared: bool) -> list[int]:
        return body_lines(self.lines, body, after, is_declared=is_declared)

    @property
    def head(self) -> NewspaperHead:
        """Kicker, headline, decks, byline and source."""
        return self._parts[0]

    @cached_property
    def body(self) -> Body:
        """Paragraphs and pictures."""
        head, indexes, blocks, _ = self._parts
        return read_body(article_lines(self.lines, indexes, blocks, head.end), 0)

    @property
    def layout(self) -> str:
        """``newspaper`` where a declared layout locates the body; '' where labels do."""
        return "newspaper" if self._parts[3] == "selector" else ""

    @property
    @bounded
    def is_gone(self) -> bool:
        """Say whether the page is a soft 404: it says that there is no such article, with status 200."""
        return says_gone(self.html) and not self.body.paragraphs

    @cached_property
    @bounded
    def place(self) -> PlaceInNewspaper | None:
        """Where in the newspaper the article stands, as far as its own page says."""
        label = find_label(self.marked("page label"), self.lines, self.titles)
        here = self.reference
        area = article_areas(self.root, self.base_url, here.name).get(here.id, []) if here else []
        if label is None:
            return PlaceInNewspaper(area=area) if area else None
        return PlaceInNewspaper(label.number, label.name, area)

    @bounded
    def to_item(self) -> Article:
        """Build the article; UnreadablePage where there is none.

        The spider adds what only the crawl knows (ID, canonical address).
        """
        loader = ArticleLoader(url=self.base_url)
        self._load_head(loader)
        self._load_body(loader)
        article = loader.load_item()
        article.kind, article.pages, article.fetched_at = "article", 1, self.fetched_at
        article.newspaper_page = self.place
        article.repair = report_repair([self.repaired] if self.repaired else [], article)
        check_story(article)
        if not article.headline:
            raise UnreadablePage("no headline was found: the page may be no article, or of a layout not known yet")
        # A picture whose caption is all there is to read is a usual form in print.
        has_caption = any(image.caption for image in article.images)
        of_form = doubts(article) if article.text or not has_caption else []
        self.doubts = [*of_form, "other_article"] if says_other_article(self) else of_form
        return article

    def _load_head(self, loader: ArticleLoader) -> None:
        head = self.head
        loader.add_if_missing("kicker", head.kicker, head.rule)
        headline = without_pointers(head.headline or "") or head.headline  # nothing else may be known of the rest
        loader.add_if_missing("headline", headline, head.rule)
        loader.add_if_missing("subheadline", head.decks, head.rule)
        loader.set_clean("published_at", self.reference.day if self.reference else None, "label")
        loader.add_if_missing("source", head.source, "label")
        loader.add_if_missing("byline", head.byline, "label")

    def _load_body(self, loader: ArticleLoader) -> None:
        rule = self._parts[3]
        body = self.body
        loader.add_if_missing("source", body.info.source, "label")
        loader.add_if_missing("byline", body.info.byline, "label")
        story = story_without_pointers(body.paragraphs)
        loader.add_if_missing("text", story_of(story), rule)
        loader.add_if_missing("images", body.pictures, rule)
        if not {"text", "images"} & loader.extracted_by.keys():
            paragraphs = read_generic(self.root, self.head.headline)
            text = [paragraph for paragraph in paragraphs if can_follow(Line(paragraph, self.root))]
            loader.add_if_missing("text", story_of(story_without_pointers(text)), "generic")
        loader.set_clean("credits", body.credits, "label")
        loader.set_clean("authors", read_authors(loader.first("byline"), next(iter(story), "")), "label")


NewspaperPageType = type[NewspaperArticlePage] | type[ArticlePage]


def newspaper_page_type(reference: NewspaperReference) -> NewspaperPageType:
    """The class that reads an article's page: the old news host's pages are like the portal's."""
    return ArticlePage if reference.site == "home" else NewspaperArticlePage
