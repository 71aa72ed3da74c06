"""Articles as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any
from xml.sax.saxutils import quoteattr

from zhanjiang.export.feed_entry import FEED_ID, TITLE, FeedEntry
from zhanjiang.export.xml_file import possible, xml_text
from zhanjiang.times import moment


def write_atom(file: IO[bytes], records: Iterable[Mapping[str, Any]], home: str) -> None:
    """Write articles as a feed, in the order in which they come; ``home`` is the address of the portal."""
    entries = [FeedEntry.of(record) for record in records]
    updated = max((entry.updated for entry in entries), default=moment())
    file.write(
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{FEED_ID}</id>\n<title>{TITLE}</title>\n<updated>{updated}</updated>\n"
        f'<author><name>{TITLE}</name></author>\n<link rel="alternate" href={_quoted(home)}/>\n'.encode()
    )
    for entry in entries:
        file.write(f"<entry>\n{''.join(_elements(entry))}</entry>\n".encode())
    file.write(b"</feed>\n")


def _elements(entry: FeedEntry) -> Iterator[str]:
    yield f"<id>{xml_text(entry.id)}</id>\n<title>{xml_text(entry.title)}</title>\n"
    yield f'<link rel="alternate" type="text/html" href={_quoted(entry.url)}/>\n'
    if entry.published:
        yield f"<published>{entry.published}</published>\n"
    yield f"<updated>{entry.updated}</updated>\n"
    yield from (f"<author><name>{xml_text(name)}</name></author>\n" for name in entry.authors)
    yield from (f"<category term={_quoted(tag)}/>\n" for tag in entry.tags)
    yield f'<content type="html">{xml_text(entry.html)}</content>\n'


def _quoted(text: str) -> str:
    return quoteattr(possible(text))
