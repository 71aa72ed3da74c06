"""The hits of a search as lines: ID, day, channel and headline, then what stands around the first place in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from zhanjiang.console.styled import Styled
from zhanjiang.processors.search_query import SearchQuery, Span, shorten
from zhanjiang.processors.text import marked_text
from zhanjiang.store.search import Hit

STYLES: Final = {"hit": "bold red", "heading": "bold", "aside": "dim"}
"""How the styles of ``lines`` look where there are colours."""

_AROUND: Final = 18
"""How many characters are shown on both sides of a hit: with it they fill a line of 80 columns."""


def lines(hits: Sequence[Hit], query: SearchQuery) -> Iterator[list[Styled]]:
    """Yield two lines for each hit, one where it has no text; what the query finds in them has the style ``hit``."""
    id_width = max((len(hit.id) for hit in hits), default=0)
    channel_width = max((len(hit.channel or "-") for hit in hits), default=0)
    for hit in hits:
        about = f"{hit.id:{id_width}}  {(hit.published_at or '-')[:10]:10}  {hit.channel or '-':{channel_width}}  "
        headline = hit.headline or "(no headline)"
        yield [("aside", marked_text(about)), *_marked(headline, query.spans(headline), "heading")]
        if hit.passage:
            passage, spans = shorten(hit.passage, query.spans(hit.passage), _AROUND)
            yield [("", "    "), *_marked(passage, spans, "")]


def _marked(text: str, spans: Sequence[Span], style: str) -> list[Styled]:
    """A text in pieces, those at the spans as hits; a mark stands for what would steer a terminal."""
    text = marked_text(text)
    pieces: list[Styled] = []
    done = 0
    for start, end in spans:
        pieces += [(style, text[done:start]), ("hit", text[start:end])]
        done = end
    return [piece for piece in (*pieces, (style, text[done:])) if piece[1]]
