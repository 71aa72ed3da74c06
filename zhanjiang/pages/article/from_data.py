"""The article in a page's data, read as its lines are: the body's HTML by the same rules, the other fields as given."""

from __future__ import annotations

from zhanjiang.addresses.portal import read_article
from zhanjiang.items import Kind
from zhanjiang.pages.article.body import Body, read_body
from zhanjiang.pages.article.head import Head, read_head
from zhanjiang.pages.article.making import PageExtraction
from zhanjiang.pages.base import Page
from zhanjiang.pages.limits import parse_html
from zhanjiang.pages.reading.data_article import DataArticle, find_article, may_name
from zhanjiang.pages.reading.data_islands import data_islands, may_hold_data
from zhanjiang.pages.reading.lines import Line, read_lines
from zhanjiang.processors.meta_line import MetaLine
from zhanjiang.processors.text import letters


def read_data(page: Page, *, is_named: bool = False) -> DataArticle | None:
    """Find the article in the data of a page's source; None where it has none, or none that is sure.

    ``is_named`` asks for an article that the page's title or address names, and reads no script that holds neither.
    """
    if not may_hold_data(page.raw):
        return None
    here = read_article(page.url)
    number = here.number if here else None
    is_wanted = may_name(page.titles, number) if is_named else None
    data = find_article(list(data_islands(page.html, page.root, is_wanted)), page.titles, number)
    return data if data is None or data.is_named or not is_named else None


def extraction_from_data(page: Page, data: DataArticle) -> PageExtraction | None:
    """What a page's data gives; None where it has no headline, or a body that cannot be parsed."""
    source = f"<html><body>{data.body}</body></html>".replace("\0", "")
    root = parse_html(source)
    if root is None:
        return None
    lines = read_lines(root)
    head = _head(data, lines, page.titles)
    if not head.headline:
        return None
    body = read_body(lines, head.end, root)
    return PageExtraction(page, head, body, "data", kind=_kind(data, body))


def _kind(data: DataArticle, body: Body) -> Kind:
    """The kind of an article in data; what marks the kinds on a page says nothing of it."""
    if data.is_video or (body.players and not body.paragraphs):
        return "video"
    is_set = len(body.pictures) > 1 and sum(map(len, body.paragraphs)) < sum(len(it or "") for _, it in body.pictures)
    return "pictures" if is_set else "article"


def _head(data: DataArticle, lines: list[Line], titles: list[str]) -> Head:
    """The head as the data has it; that of a body which has a head itself where the data names none."""
    if data.headline is None:
        head = read_head(lines, titles)
        head.headline_rule = "data"
        return head
    info = MetaLine(data.published_at, data.source, data.byline, data.credits)
    head = Head(data.kicker, data.headline, data.deck, info, "data")
    if lines and letters(lines[0].text) == letters(data.headline):
        head.end = 1
    return head
