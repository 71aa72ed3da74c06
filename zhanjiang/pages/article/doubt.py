"""Doubts about an article as it was read: forms of a body that are rarely right, and what the page itself contradicts.

The page's own head vouches for an article: ``<title>`` holds its headline, and ``<meta name="description">`` is mostly
the beginning of the story. Both count only where they name something that the page shows elsewhere, since many sites
describe themselves there. A doubt costs a few comparisons of texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, get_args

from zhanjiang.items import Article
from zhanjiang.pages.article.doubt_reasons import Doubt
from zhanjiang.pages.article.withheld import asks_for_rest, may_ask, may_be_beginning, withholds
from zhanjiang.pages.base import Page
from zhanjiang.pages.reading.elements import text_of
from zhanjiang.pages.reading.labels import is_sentence
from zhanjiang.pages.reading.lines import Line, read_lines
from zhanjiang.processors.text import clean_line, letters

_DESCRIPTION: Final = re.compile(
    r"<meta\b(?=[^>]*\b(?:name|property)\s*=\s*[\"']?(?:og:|twitter:)?description\b)"
    r"[^>]*?\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)
_HEAD: Final = 20_000
_WITHOUT: Final = ("live", "link")
"""The kinds of articles that cannot be doubtful."""
_WINDOW: Final = 12
_ONE_LINE: Final = 20
_HEADLINE: Final = 8
_LONG_DECK, _SAID_DECK = 60, 20
_SHORT: Final = 120
_MANY: Final = 200
_SENTENCES: Final = 4
_AGAIN: Final = 1.5


@dataclass(frozen=True)
class PageEvidence:
    """What a page says of its article besides the article itself; all texts as letters alone."""

    page: Page

    @cached_property
    def titles(self) -> list[str]:
        """The page's titles; a title of a few letters is the site's."""
        return [folded for title in self.page.titles if len(folded := letters(title)) >= 6]

    @cached_property
    def descriptions(self) -> list[str]:
        """How the page's head describes its content."""
        contents = ("".join(groups) for groups in _DESCRIPTION.findall(self.page.html, 0, _HEAD))
        return [folded for content in contents if len(folded := letters(clean_line(content))) >= 16]

    @cached_property
    def _printed(self) -> list[Line]:
        return [line for line in read_lines(self.page.root) if line.text]

    @cached_property
    def _lines(self) -> list[tuple[str, bool]]:
        """The lines of the whole page that are no links, and whether each is a sentence."""
        return [(letters(line.text), is_sentence(line)) for line in self._printed if not line.is_link]

    @cached_property
    def shown(self) -> str:
        """All that the page shows."""
        return "\n".join(line for line, _ in self._lines)

    @cached_property
    def sentences(self) -> list[str]:
        """The longer sentences that the page shows."""
        return [line for line, is_said in self._lines if is_said and len(line) >= _ONE_LINE]

    def asks_for_rest(self, headline: str, text: str) -> bool:
        """Say whether a line of the page, a link or a button asks for something before it shows the rest of a text."""
        if not may_ask(self.page.html):
            return False
        buttons = (clean_line(text_of(button)) for button in self.page.root.iter("button"))
        # A story may quote such a line; the one that ends it is looked at by itself (``withholds``).
        beside = (line.text for line in self._printed if line.text not in text)
        return asks_for_rest(headline, text, [*beside, *buttons])

    def says_more(self, text: str) -> bool:
        """Say whether the page's source may have many more sentences than a text; cheap, it counts full stops."""
        return self.page.html.count("。") >= text.count("。") + _SENTENCES

    def is_titled(self, headline: str) -> bool:
        """Say whether the titles allow for a headline: none of them names another line of the page instead."""
        if not self.titles or any(share_much(headline, title) for title in self.titles):
            return True
        lines = [line for line, _ in self._lines if len(line) >= _HEADLINE]
        return not any(title.startswith(line) for title in self.titles for line in lines)

    def goes_on(self, text: str) -> bool:
        """Say whether a description begins as a text, as letters alone, does, and is as long again without its end."""
        begun = (description[description.find(text) :] for description in self.descriptions if text in description)
        return any(len(rest) >= _AGAIN * len(text) for rest in begun)

    def is_described(self, text: str) -> bool:
        """Say whether a text, as letters alone, has a part of what the page is described by."""
        return any(_has_part(text, description) for description in self.descriptions)


def doubts(article: Article, evidence: PageEvidence | None = None) -> list[Doubt]:
    """The doubts about an article, from its form alone or also from the page that it was read from; [] for none.

    >>> doubts(Article(kind="article", headline="港口一景"))
    ['no_text']
    >>> doubts(Article(kind="article", headline="港口一景", text="昨日，湛江港开通一条新航线，首航船舶顺利离港。"))
    []
    """
    if article.kind in _WITHOUT:
        return []
    found = {*_of_form(article)}
    if evidence:
        found |= {*_of_page(article, evidence)}
    return [doubt for doubt in get_args(Doubt) if doubt in found]


def lacks_date(article: Article) -> bool:
    """Say whether an article has no date, which every newsroom prints; it is no reason to prefer another extraction.

    >>> [lacks_date(Article(kind=kind)) for kind in ("article", "link")]
    [True, False]
    """
    return not article.published_at and article.kind not in _WITHOUT


def _of_form(article: Article) -> Iterator[Doubt]:
    captions = [image.caption for image in article.images if image.caption]
    text = article.text or ""
    if not text:
        if article.kind == "video":
            return
        if article.kind == "article" or not captions:
            yield "no_text"
        return
    if article.kind == "pictures":
        return
    paragraphs = text.split("\n\n")
    if len(paragraphs) == 1 and not text.endswith(("。", "！", "？", "”")) and len(letters(text)) < _ONE_LINE:
        yield "one_line"
    if captions and _ONE_LINE < max(len(letters(caption)) for caption in captions) > len(letters(text)):
        yield "short_text"
    deck = article.subheadline or ""
    if len(deck) > max(_SAID_DECK if deck.endswith("。") else _LONG_DECK, *map(len, paragraphs)):
        yield "long_deck"
    if withholds(article.headline or "", text):
        yield "withheld"


def _of_page(article: Article, evidence: PageEvidence) -> Iterator[Doubt]:
    headline = letters(article.headline or "")
    if evidence.descriptions and not evidence.is_described(_all_text(article)):
        is_short = len(letters(article.text or "")) < _SHORT
        if is_short or evidence.is_described(evidence.shown):  # the site's own description is neither
            yield "description"
    yield from _of_beginning(article, evidence)
    if not evidence.is_titled(headline):
        yield "headline"
    if article.kind != "article" or not evidence.says_more(article.text or ""):
        return
    if len(text := _all_text(article)) < _MANY:
        outside = sum(len(sentence) for sentence in evidence.sentences if sentence not in text)
        if outside > max(_MANY, 2 * len(text)):
            yield "sentences"


def _of_beginning(article: Article, evidence: PageEvidence) -> Iterator[Doubt]:
    """Yield the doubts about a text that may be no more than the beginning of its story."""
    text = article.text or ""
    if article.kind == "article" and text and may_be_beginning(text):
        if evidence.descriptions and len(its := letters(text)) < _SHORT and evidence.goes_on(its):
            yield "description"
        if evidence.asks_for_rest(article.headline or "", text):
            yield "withheld"


def _all_text(article: Article) -> str:
    """All words of an article, as letters alone."""
    captions = (image.caption for image in article.images)
    parts = (article.kicker, article.headline, article.subheadline, article.text, *captions)
    return letters("".join(part for part in parts if part))


def _has_part(text: str, description: str) -> bool:
    """Say whether some part of a description stands in a text: it may begin with a dateline, or leave words out."""
    starts = range(0, max(1, len(description) - _WINDOW + 1), _WINDOW // 2)
    return any(description[start : start + _WINDOW] in text for start in starts)


def share_much(headline: str, title: str) -> bool:
    """Say whether a headline and a title, as letters alone, share half of the shorter one's pairs of letters."""
    if headline in title or title in headline:
        return True
    pairs, others = ({text[index : index + 2] for index in range(len(text) - 1)} for text in (headline, title))
    return len(pairs & others) * 2 >= min(len(pairs), len(others))
