"""The pages of the archive: as they were fetched, in a frame in which nothing acts, and their sources as text.

What a frame shows went through nh3: no script, no handler, no link. Pictures are shown where they are stored, from this
machine. The response's policy, a sandbox, says all of it once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.archive.reader import Record
from zhanjiang.browse.answers import FILE_POLICY, FRAME_POLICY, HTML, PLAIN, NotThere, Reply
from zhanjiang.browse.reading import Reading
from zhanjiang.catalogue.finding import read_whole
from zhanjiang.pages.charset import decode
from zhanjiang.store import articles, captures, headlines

_STRUCTURE: Final = frozenset({"body", "center", "font", "main", "section"})
_LEFT_OUT: Final = frozenset({"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"})
_LOOKS: Final = frozenset({"align", "bgcolor", "border", "color", "dir", "height", "lang", "style", "width"})
_STYLES: Final = frozenset(
    {"background-color", "color", "display", "font-size", "font-weight", "text-align", "text-indent", "width"}
)
"""The properties of style attributes that stay: none of them takes an address."""
_SHOWN_AS_TEXT: Final = ("text/html", "application/xhtml", "")
_BEGINNING: Final = (
    "<!doctype html><meta charset=utf-8><meta name=color-scheme content=light>"
    "<style>img:not([src]) { display: none }</style><body>"
)


def archive_page(reading: Reading, article_id: str) -> Reply:
    """The captures of an article, and one of them (``at``, by default the latest page) in a frame. Raises NotThere."""
    taken = captures.of_articles(reading.connection, [article_id])[::-1]
    if not taken:
        raise NotThere(f"存档里没有 {article_id} 的网页")
    shown = _chosen(reading, article_id)
    headline = headlines.brief(reading.connection, [article_id]).get(article_id)
    return reading.page(
        "archive.html.j2",
        article_id=article_id,
        title=(headline and headline.headline) or article_id,
        captures=taken,
        shown=shown,
        has_page=shown is not None and captures.has_page(shown),
    )


def frame(reading: Reading, article_id: str) -> Reply:
    """A captured page as HTML that does nothing. Raises NotThere and ArchiveError."""
    record = _read(reading, article_id)
    if not record.content_type.lower().startswith(_SHOWN_AS_TEXT):
        raise NotThere(f"这次抓到的不是网页，而是 {record.content_type}")
    text = decode(record.body, record.content_type)
    body = _clean(text, _files(reading, article_id))
    return Reply(f"{_BEGINNING}{body}".encode(), HTML, policy=FRAME_POLICY)


def source(reading: Reading, article_id: str) -> Reply:
    """The source of a captured page, as text. Raises NotThere and ArchiveError."""
    record = _read(reading, article_id)
    return Reply(decode(record.body, record.content_type).encode("utf-8", "replace"), PLAIN, policy=FILE_POLICY)


def _chosen(reading: Reading, article_id: str) -> Capture | None:
    """The capture at the moment that was asked for; without one, the latest with a page."""
    at = reading.query.get("at")
    if at is None:
        return captures.latest(reading.connection, article=article_id)
    taken = captures.of_articles(reading.connection, [article_id])
    return next((capture for capture in taken if capture.taken_at == at), None)


def _read(reading: Reading, article_id: str) -> Record:
    capture = _chosen(reading, article_id)
    if capture is None:
        raise NotThere(f"存档里没有 {article_id} 这一次的网页")
    return read_whole(reading.connection, reading.folders.archive, capture)


def _files(reading: Reading, article_id: str) -> dict[str, str]:
    """The files of an article's pictures by the paths of their addresses, since several hosts serve one picture."""
    addresses = [url for row in articles.headlines_and_pictures(reading.connection, [article_id]) for url in row[2]]
    return {urlsplit(url).path: image.path for url, image in reading.pictures(addresses).items()}


def _clean(text: str, files: Mapping[str, str]) -> str:
    """A page without anything that acts, loads or leads away; of its pictures those that are stored."""
    # Heavy: loaded for the pages of the archive alone.
    try:
        import nh3
    except ImportError:
        raise ArchiveError("showing a page of the archive needs nh3: pip install nh3") from None

    def filtered(tag: str, name: str, value: str) -> str | None:
        """Replace the address of a picture by our own."""
        if (tag, name) != ("img", "src"):
            return value
        file = files.get(urlsplit(value).path)
        return f"/pictures/{file}" if file else None

    attributes = {tag: names - {"cite"} for tag, names in nh3.ALLOWED_ATTRIBUTES.items() if tag != "a"}
    return nh3.clean(
        text,
        tags={*nh3.ALLOWED_TAGS, *_STRUCTURE},
        clean_content_tags={*_LEFT_OUT},
        attributes={**attributes, "*": {*_LOOKS}},
        attribute_filter=filtered,
        filter_style_properties={*_STYLES},
        link_rel=None,
        url_schemes=set(),
    )
