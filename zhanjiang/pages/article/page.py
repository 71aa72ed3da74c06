"""One page of an article, and the article that all its pages make together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, takewhile, tee

from zhanjiang.addresses.href import absolute_address
from zhanjiang.items import Article, Rule
from zhanjiang.pages.article.body import Body, read_body
from zhanjiang.pages.article.comment_box import read_comment_box
from zhanjiang.pages.article.doubt_reasons import Doubt
from zhanjiang.pages.article.from_data import read_data
from zhanjiang.pages.article.head import Head, read_head
from zhanjiang.pages.article.identity import says_other_article
from zhanjiang.pages.article.kinds import outward_link, says_gone
from zhanjiang.pages.article.located_head import read_located_head
from zhanjiang.pages.article.making import PageExtraction
from zhanjiang.pages.article.next_page import find_next_page
from zhanjiang.pages.article.opinions import best_article
from zhanjiang.pages.base import Page
from zhanjiang.pages.limits import bounded, check_story
from zhanjiang.pages.reading.container import find_story
from zhanjiang.pages.reading.elements import is_within
from zhanjiang.pages.reading.labels import is_end
from zhanjiang.pages.reading.learned import locate_learned
from zhanjiang.pages.reading.lines import Line, blocks_after, read_lines
from zhanjiang.pages.reading.selectors import ARTICLE_LAYOUTS, ARTICLE_MARKS, Layout, Located, locate


def _read_declared_head(lines: list[Line], titles: Sequence[str], located: Located) -> Head:
    """Read the head above the body, so that no line of the body is taken for a part of it; else where it stands."""
    above = list(takewhile(lambda line: not is_within(line.element, located.body), lines))
    head = read_head(above, titles, located.headline, is_alone=True)
    is_whole = head.headline is not None and head.info.date is not None
    return head if is_whole else read_head(lines, titles, located.headline)


class ArticlePage(Page):
    """One page of an article: what it says of the article, and whether there is a next page.

    ``layouts`` are the declared ones that it may be of, in order of trust; the learned ones come next; where none fits,
    it is read by its labels.
    """

    layouts: Sequence[Layout] = ARTICLE_LAYOUTS
    marks = ARTICLE_MARKS
    doubts: Sequence[Doubt] = ()
    """What is doubtful in the article that ``to_item`` made, known once it has."""

    @cached_property
    def located(self) -> Located | None:
        """The article's parts as a declared layout, else a learned one finds them; None where none fits."""
        declared = locate(self.root, self.raw, self.fetched_at, self.layouts)
        return declared or locate_learned(self.root, self.learned)

    @cached_property
    def _top(self) -> tuple[list[Line], Head]:
        if self.located:
            lines = read_lines(self.located.scope)
            if self.located.rule == "learned":
                return lines, self._learned_head(lines, self.located)
            return lines, _read_declared_head(lines, self.titles, self.located)
        lines = read_lines(self.root)
        head = read_head(lines, self.titles)
        if head.headline is None:
            lines = read_lines(self.root, spans_break=True)
            head = read_head(lines, self.titles)
        return lines, head

    def _learned_head(self, lines: list[Line], located: Located) -> Head:
        """The head as a learned layout locates it; where it finds no date there, the info line that labels find."""
        head = read_located_head(lines, located)
        if head.info.date is None:
            head.info = read_head(read_lines(self.root), self.titles, located.headline).info
        return head

    @property
    def lines(self) -> list[Line]:
        """The lines that a reader sees: of the whole page, or of the article's own element where that is declared."""
        return self._top[0]

    @property
    def head(self) -> Head:
        """Kicker, headline, deck and info line."""
        return self._top[1]

    @cached_property
    def body(self) -> Body:
        """Paragraphs, pictures and credits of this page alone."""
        located = self.located
        if located is None:
            return self._labelled_body()
        body = read_body(self.lines, self.head.end, located.body, located.is_aside, located.is_caption)
        if not body.credits:
            # Some themes put the credits after the article's own element, before the comments.
            lines = chain.from_iterable(self._outside[0])
            after = takewhile(lambda line: not is_end(line), lines)
            body.credits = read_body(list(after), 0, located.body).credits
        if not body.credits and located.credits is not None:
            body.credits = read_body(read_lines(located.credits), 0).credits
        return body

    def _labelled_body(self) -> Body:
        """The body of a page of no known layout: of the element that holds the story, where the page alone shows it."""
        if story := find_story(self.lines, self.head.end):
            return read_body(self.lines, self.head.end, story.element, story.is_apart)
        return read_body(self.lines, self.head.end)

    @cached_property
    def body_rule(self) -> Rule:
        """Which kind of rule found the body."""
        return self.located.rule if self.located else "label"

    @property
    def layout(self) -> str:
        """The name of the declared or learned layout that reads the page; '' where labels do."""
        return self.located.layout if self.located else ""

    @cached_property
    def comment_box(self) -> str:
        """The numbers of the comment box as printed, '' where the page has none."""
        end = self.body.end
        return read_comment_box(chain([self.lines[end:]], self._outside[1]), self.lines[:end], self.html)

    @cached_property
    def _outside(self) -> tuple[Iterator[list[Line]], ...]:
        """The blocks after the article's own element, for the credits and for the comment box; each is read once."""
        return tee(blocks_after(self.located.scope) if self.located else ())

    @cached_property
    @bounded
    def outward(self) -> str | None:
        """Where the page leads to if it is an outward stub."""
        address = outward_link(self.html, self.root)
        leads_away = address is not None and absolute_address(self.base_url, address) is not None
        return address if leads_away and read_data(self) is None else None

    @property
    @bounded
    def is_gone(self) -> bool:
        """Say whether the page is a soft 404: it says that there is no such article, with status 200."""
        return self.head.info.date is None and says_gone(self.html) and read_data(self) is None

    @cached_property
    @bounded
    def next_page(self) -> str | None:
        """The address of the article's next page, as the pager links it."""
        return find_next_page(self)

    @property
    def extraction(self) -> PageExtraction:
        """What the page's layout, else its labels give."""
        return PageExtraction(self, self.head, self.body, self.body_rule, self.comment_box)

    @bounded
    def to_item(self, previous: Sequence[ArticlePage] = ()) -> Article:
        """Build the article from this page and the ``previous`` ones; UnreadablePage where there is no article.

        The spider adds what only the crawl knows (ID, canonical address, channel).
        """
        pages = [*previous, self]
        if pages[0].outward:
            return Article(kind="link", pages=1, fetched_at=pages[0].fetched_at)
        article, doubts = best_article([page.extraction for page in pages])
        is_other = says_other_article(pages[0], by_data="data" in (article.extracted_by or {}).values())
        self.doubts = [*doubts, "other_article"] if is_other else doubts
        check_story(article)
        return article
