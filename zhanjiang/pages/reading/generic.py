"""The last resort: a generic extractor for the body alone, whose result the item flags as such."""

from __future__ import annotations

import logging

from lxml import etree, html

from zhanjiang.pages.reading.labels import is_end, is_furniture, is_notice
from zhanjiang.pages.reading.lines import read_lines

# Logs a traceback for each page that it cannot read.
logging.getLogger("readability.readability").disabled = True


def read_generic(page: str, headline: str | None) -> list[str]:
    """Read paragraphs with readability; what labels know to be no part of a story is left out. [] for no body."""
    from readability import Document  # only here: hardly any page needs it
    from readability.readability import Unparseable

    try:
        summary = Document(page).summary(html_partial=True)
        if summary.startswith("<body"):  # all of the page, where it found no story
            return []
        body = html.fromstring(summary)
    except (Unparseable, etree.LxmlError):
        return []
    paragraphs: list[str] = []
    for line in read_lines(body):
        if is_end(line):
            break
        if line.text and line.text != headline and not line.is_link and not is_furniture(line) and not is_notice(line):
            paragraphs.append(line.text)
    return paragraphs
