"""Search over all texts, narrowed by year, channel, source and author, with the words marked where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from zhanjiang.browse.answers import NotThere, Reply
from zhanjiang.browse.reading import Reading
from zhanjiang.html import words
from zhanjiang.processors.search_query import SearchQuery, Span, WrongQuery, shorten
from zhanjiang.store import facets, search
from zhanjiang.store.search import Hit
from zhanjiang.store.selection import ArticleFilter

_HITS: Final = 20
_COUNTED: Final = 300
"""So many hits are counted, by facet too; those of the latest days where there are more."""
_VALUES: Final = 15
_AROUND: Final = 60
_LAST_PAGE: Final = 1_000_000
"""More pages than any store has: a larger number is none of a page."""
_FACETS: Final = {"year": "年份", "channel": "频道", "source": "来源", "author": "作者"}
Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it is a word that was searched."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value by which hits can be narrowed: its name, how many have it, where that leads, and whether it is chosen."""

    name: str
    number: int
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with its headline and its passage in pieces."""

    hit: Hit
    headline: Pieces
    passage: Pieces


def search_page(reading: Reading) -> Reply:
    """The hits of ``q``, twenty a ``page``; without ``q`` the form alone. Raises NotThere beyond the last page."""
    asked = reading.query.get("q", "").strip()
    if not asked:
        return reading.page("search.html.j2", asked="", query=None, problem=None, is_incomplete=False)
    try:
        query = SearchQuery.parse(asked)
    except WrongQuery as error:
        return reading.page("search.html.j2", asked=asked, query=None, problem=str(error), is_incomplete=False)
    return _found(reading, asked, query)


def _found(reading: Reading, asked: str, query: SearchQuery) -> Reply:
    chosen = {name: value for name in _FACETS if (value := reading.query.get(name))}
    wanted = _filter(chosen)
    ids = search.newest_ids(reading.connection, query, wanted, most=_COUNTED + 1)
    page = max(reading.number("page", _LAST_PAGE, otherwise=1), 1)
    hits = search.find(reading.connection, query, wanted, limit=_HITS + 1, offset=(page - 1) * _HITS)
    if not hits and page > 1:
        raise NotThere(f"“{asked}”没有第 {page} 页")
    counts = facets.of_articles(reading.connection, ids[:_COUNTED])
    return reading.page(
        "search.html.j2",
        asked=asked,
        query=query,
        problem=None,
        is_incomplete=search.is_incomplete(reading.connection),
        number=len(ids),
        most=_COUNTED,
        hits=[_shown(hit, query) for hit in hits[:_HITS]],
        facets={
            title: _values(name, counted, asked, chosen)
            for (name, title), counted in zip(
                _FACETS.items(), (counts.years, counts.channels, counts.sources, counts.authors), strict=True
            )
        },
        earlier=_address(asked, chosen, page - 1) if page > 1 else None,
        later=_address(asked, chosen, page + 1) if len(hits) > _HITS else None,
        page=page,
    )


def _filter(chosen: dict[str, str]) -> ArticleFilter:
    year = chosen.get("year")
    since, until = (f"{year}-01-01", f"{year}-12-31") if year else (None, None)
    one_of = {name: (value,) if (value := chosen.get(name)) else () for name in ("channel", "source", "author")}
    return ArticleFilter(since, until, one_of["channel"], one_of["source"], one_of["author"])


def _values(name: str, counted: Counter[str], asked: str, chosen: dict[str, str]) -> Sequence[FacetValue]:
    """The values of a facet: years from the latest, others from the most frequent; a chosen one leads back."""
    ordered = sorted(counted.items(), reverse=True) if name == "year" else counted.most_common(_VALUES)
    shown: list[FacetValue] = []
    for value, number in ordered:
        is_chosen = chosen.get(name) == value
        others = {key: of for key, of in chosen.items() if key != name}
        title = words.channel(value) if name == "channel" else value
        shown.append(
            FacetValue(title, number, _address(asked, others if is_chosen else {**others, name: value}), is_chosen)
        )
    return shown


def _address(asked: str, chosen: dict[str, str], page: int = 1) -> str:
    return "/search?" + urlencode({"q": asked, **chosen, **({"page": page} if page > 1 else {})})


def _shown(hit: Hit, query: SearchQuery) -> ShownHit:
    headline, passage = hit.headline or hit.id, hit.passage or ""
    return ShownHit(
        hit,
        pieces(headline, query.spans(headline)),
        pieces(*shorten(passage, query.spans(passage), _AROUND)),
    )


def pieces(text: str, spans: Sequence[Span]) -> Pieces:
    """A text in pieces.

    >>> pieces("湛江港开通航线", [(0, 3), (5, 7)])
    [('湛江港', True), ('开通', False), ('航线', True)]
    """
    cut: Pieces = []
    done = 0
    for start, end in spans:
        cut += [(text[done:start], False), (text[start:end], True)]
        done = end
    return [(piece, is_word) for piece, is_word in [*cut, (text[done:], False)] if piece]
