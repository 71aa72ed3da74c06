"""Second opinions on a doubtful article: what other rules read, and which reading the page supports best.

An article of usual form costs nothing more. A doubtful one is read by the page's data, by labels and by the generic
extractor as well; another extraction takes its place if there are fewer doubts about it and something supports it: the
page's description, or another kind of rule that reads the same text.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import Final

from zhanjiang.items import Article, Image, Rule
from zhanjiang.pages.article.body import read_body
from zhanjiang.pages.article.doubt import PageEvidence, doubts, lacks_date, share_much
from zhanjiang.pages.article.doubt_reasons import Doubt
from zhanjiang.pages.article.from_data import extraction_from_data, read_data
from zhanjiang.pages.article.head import read_head
from zhanjiang.pages.article.kinds import kind_of
from zhanjiang.pages.article.making import PageExtraction, make_article
from zhanjiang.pages.article.stated_date import stated_date
from zhanjiang.pages.article.story_text import story_of
from zhanjiang.pages.base import Page, UnreadablePage
from zhanjiang.pages.reading.container import find_story
from zhanjiang.pages.reading.elements import is_within
from zhanjiang.pages.reading.generic import read_generic
from zhanjiang.pages.reading.labels import is_sentence
from zhanjiang.pages.reading.lines import read_lines
from zhanjiang.processors.dates import read_published_at
from zhanjiang.processors.text import letters

_FILLED: Final = ("published_at", "source", "byline", "authors", "credits", "images")
"""The fields that another extraction of the same article may give where the best one has none."""
_SAME: Final = 20
_WAYS: Final = ((True, False), (False, False), (False, True))
"""How labels read a page: within the story's element, or not; with each ``<span>`` as a line, or not."""
_FROM_DATA: Final = ("published_at", "source", "byline", "authors")


@dataclass
class _Opinion:
    """An article as one kind of rule reads it, with the doubts about it."""

    article: Article
    doubts: list[Doubt]
    rule: Rule
    is_sure: bool = False

    @cached_property
    def paragraphs(self) -> list[str]:
        """The article's paragraphs, as letters alone."""
        return [letters(paragraph) for paragraph in (self.article.text or "").split("\n\n") if paragraph]

    def agrees_with(self, other: _Opinion) -> bool:
        """Say whether another kind of rule reads most of the same text, be it as a sub-headline."""
        return other.rule != self.rule and (_share(self, other) > 0.5 or _share(other, self) > 0.5)

    @property
    def pieces(self) -> list[str]:
        """The paragraphs and the sub-headline."""
        deck = letters(self.article.subheadline or "")
        return [*self.paragraphs, *([deck] if deck else [])]


def _share(one: _Opinion, other: _Opinion) -> float:
    """Which share of the text of an opinion ends as the pieces of another do, or stands within them."""
    text = "\n".join(other.pieces)
    shared = sum(len(piece) for piece in one.pieces if piece[-_SAME:] in text)
    return shared / max(1, sum(map(len, one.pieces)))


def best_article(pages: Sequence[PageExtraction]) -> tuple[Article, list[Doubt]]:
    """The article that a page's extractions make, or a better supported one, and the doubts that remain.

    UnreadablePage where no rule finds a headline.
    """
    evidence = PageEvidence(pages[0].page)
    first: _Opinion | None = None
    failure: UnreadablePage | None = None
    try:
        article = make_article(pages)
        first = _Opinion(article, doubts(article, evidence), pages[0].rule)
        if not first.doubts and not _is_empty(pages, article):
            return _dated(_with_data(article, pages[0].page), [], pages[0])
    except UnreadablePage as error:
        failure = error
    others = _others(pages, first, evidence)
    if first is None and not others:
        raise failure or UnreadablePage("there is nothing to read")
    is_something = any(one.is_sure for one in others) if first is None else not _is_empty(pages, first.article)
    best = _best(first, others, evidence, needs_support=is_something)
    article = _filled(best, [*([first] if first else []), *(one for one in others if one.is_sure)])
    return _dated(article, best.doubts, pages[0])


def _is_empty(pages: Sequence[PageExtraction], article: Article) -> bool:
    """Say whether there is nothing to read or to see."""
    return not (article.text or article.images or pages[0].body.players)


def _others(pages: Sequence[PageExtraction], first: _Opinion | None, evidence: PageEvidence) -> list[_Opinion]:
    """What other kinds of rules read; a rule that fails gives nothing."""
    others: list[_Opinion] = []
    if from_data := _by_data(pages, evidence):
        others.append(from_data)
    ways = [[_below_headline(one.page) for one in pages]] if first and "long_deck" in first.doubts else []
    ways += [[_by_labels(one.page, *way) for one in pages] for way in _WAYS[pages[0].rule == "label" :]]
    for alone in ways:
        # A rule that is not in use may fail, with no headline: ignore it.
        with suppress(ValueError):
            article = make_article(alone)
            others.append(_Opinion(article, doubts(article, evidence), "label"))
    base = first or next(iter(others), None)
    needs_text = not pages[0].body.players or (first is not None and first.doubts)
    if base and needs_text and not any(one.is_sure and not one.doubts for one in others):
        others.append(_by_generic(pages[0].page, base.article, evidence))
    return others


def _by_generic(page: Page, article: Article, evidence: PageEvidence) -> _Opinion:
    """An article with the text of the generic extractor, which may be what was taken for a sub-headline."""
    text = "\n\n".join(story_of(read_generic(page.root, article.headline))) or None
    article = replace(article, text=text, extracted_by={**(article.extracted_by or {}), "text": "generic"})
    if article.kind == "video":
        article.kind = kind_of(page, players=1, pictures=len(article.images), text=text or "")
    if article.subheadline and letters(article.subheadline)[-_SAME:] in letters(text or ""):
        article.subheadline = None
    return _Opinion(article, doubts(article, evidence), "generic")


def _by_data(pages: Sequence[PageExtraction], evidence: PageEvidence) -> _Opinion | None:
    """What the data of an article's pages say; a further page without data of its own adds nothing."""
    given = [(one.page, data) for one in pages if (data := read_data(one.page))]
    extractions = [extraction for page, data in given if (extraction := extraction_from_data(page, data))]
    with suppress(ValueError):
        if extractions:
            article = replace(make_article(extractions), pages=len(pages))
            return _Opinion(article, doubts(article, evidence), "data", is_sure=given[0][1].is_named)
    return None


def _below_headline(page: Page) -> PageExtraction:
    """What labels give of a page whose info line stands below its story, which was taken for the sub-headline."""
    lines = read_lines(page.root)
    head = read_head(lines, page.titles)
    deck = head.subheadline or ""
    start = next((place for place, line in enumerate(lines, 1) if line.text == head.headline), head.end)
    if story := find_story(lines, start):
        body = read_body(lines, start, story.element, story.is_apart)
        above = [*takewhile(lambda line: not is_within(line.element, story.element), lines[start:])]
    else:
        end = max((place for place, line in enumerate(lines, 1) if line.text and line.text in deck), default=start)
        above = [*takewhile(lambda line: not is_sentence(line), lines[start:end])]
        body = read_body(lines[:end], start + len(above))
    head.subheadline = " ".join(line.text for line in above if line.text in deck) or None
    return PageExtraction(page, head, body, "label")


def _by_labels(page: Page, is_bounded: bool, spans_break: bool) -> PageExtraction:
    """What labels give: of the element that holds the story, or of the whole page."""
    lines = read_lines(page.root, spans_break=spans_break)
    head = read_head(lines, page.titles)
    story = find_story(lines, head.end) if is_bounded else None
    body = read_body(lines, head.end, story.element, story.is_apart) if story else read_body(lines, head.end)
    return PageExtraction(page, head, body, "label")


def _best(
    first: _Opinion | None, others: Sequence[_Opinion], evidence: PageEvidence, *, needs_support: bool
) -> _Opinion:
    """The opinion with the fewest doubts and, among those, the most support; the first one where nothing is better."""
    support = {id(one): _support(one, [*([first] if first else []), *others], evidence) for one in others}
    able = [one for one in others if _says(one) and (support[id(one)] or not needs_support)]
    ranked = [*([first] if first else []), *able] or [*others]
    return min(ranked, key=lambda one: (len(one.doubts), -support.get(id(one), 0)))


def _says(one: _Opinion) -> bool:
    """Say whether an opinion has something to read or to see."""
    return bool(one.paragraphs or one.article.images)


def _support(one: _Opinion, others: Sequence[_Opinion], evidence: PageEvidence) -> int:
    """How much supports an opinion: the page's description, its data that names the article, other kinds of rules."""
    described = evidence.is_described("".join(one.paragraphs))
    return 2 * described + 2 * one.is_sure + len({other.rule for other in others if one.agrees_with(other)})


def _filled(best: _Opinion, opinions: Sequence[_Opinion]) -> Article:
    """The best opinion's article, with the fields that it lacks as the others of the same article give them."""
    article = best.article
    for other in opinions:
        if other is not best and _are_same(article, other.article):
            for name in _FILLED:
                _fill(article, other.article, name)
    return article


def _with_data(article: Article, page: Page) -> Article:
    """An article, with what its page does not show and its data says; only where its data names this very article."""
    if article.published_at and article.source:
        return article
    data = read_data(page, is_named=True)
    extraction = extraction_from_data(page, data) if data else None
    with suppress(ValueError):
        if extraction and _are_same(article, other := make_article([extraction])):
            for name in _FROM_DATA:
                _fill(article, other, name)
            _fill_captions(article, other)
    return article


def _dated(article: Article, doubts: Sequence[Doubt], first: PageExtraction) -> tuple[Article, list[Doubt]]:
    """An article with the date that its page states for programs, where no rule found one, and all doubts about it.

    So it is where the printed day has a time that does not exist.
    """
    printed = article.published_at or ""
    if not printed or first.head.info.is_impossible:
        stated = read_published_at(stated_date(first.page, article.headline or "") or "")
        if stated and stated.startswith(printed):
            article.published_at = stated
            article.extracted_by = {**(article.extracted_by or {}), "published_at": "data"}
    undated: list[Doubt] = ["no_date"] if lacks_date(article) else []
    impossible: list[Doubt] = ["impossible_date"] if first.head.info.is_impossible else []
    return article, [*doubts, *undated, *impossible]


def _fill_captions(article: Article, other: Article) -> None:
    """Give pictures that have no caption those of the same files in another extraction, if none has one yet."""
    captions = {_file_of(image): image.caption for image in other.images}
    if not any(image.caption for image in article.images):
        for image in article.images:
            image.caption = captions.get(_file_of(image))


def _file_of(image: Image) -> str:
    return (image.url or "").rpartition("/")[2]


def _are_same(article: Article, other: Article) -> bool:
    return share_much(letters(article.headline or ""), letters(other.headline or ""))


def _fill(article: Article, other: Article, name: str) -> None:
    if not getattr(article, name) and (value := getattr(other, name)):
        setattr(article, name, value)
        article.extracted_by = {**(article.extracted_by or {}), name: (other.extracted_by or {})[name]}
