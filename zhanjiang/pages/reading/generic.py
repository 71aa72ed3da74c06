"""The last resort: a generic extractor for the body alone, whose result the item flags as such."""

from __future__ import annotations

from lxml import etree

from zhanjiang.pages.reading.labels import is_end, is_furniture, is_notice
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.text import clean_line


def read_generic(html: str, headline: str | None) -> list[str]:
    """Read paragraphs with trafilatura; what labels know to be no part of a story is left out. [] for no body."""
    # Only here: trafilatura takes half a second, and hardly any page needs it.
    from trafilatura import extract

    precise = extract(html, include_comments=False, include_tables=False, favor_precision=True)
    text = precise or extract(html, include_comments=False, include_tables=False) or ""
    paragraphs: list[str] = []
    for paragraph in map(clean_line, text.splitlines()):
        line = Line(paragraph, etree.Element("p"))
        if is_end(line):
            break
        if paragraph and paragraph != headline and not is_furniture(line) and not is_notice(line):
            paragraphs.append(paragraph)
    return paragraphs
