"""What else the archive has: the newspapers' pages, and comments below articles."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection
from w3lib.url import url_query_parameter

from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.addresses.page import PageKind
from zhanjiang.archive import Capture
from zhanjiang.archive.reader import Record
from zhanjiang.items import Comment, NewspaperPage
from zhanjiang.pages.comments import read_comments
from zhanjiang.pages.newspaper.edition import EditionPage
from zhanjiang.store import captures

_COMMENTS: Final = "/ajax/comment?contentid="
_NEWSPAPER_PAGES: Final[tuple[PageKind, ...]] = ("day", "newspaper_page")


def is_other_item(capture: Capture) -> bool:
    """Say whether a capture is of a newspaper's page or of comments, whatever became of it."""
    return capture.kind in _NEWSPAPER_PAGES or _COMMENTS in capture.url


def newspaper_page_captures(connection: Connection) -> list[Capture]:
    """The captures of the newspapers' pages, the earliest first."""
    return captures.of_kinds(connection, _NEWSPAPER_PAGES)


def read_newspaper_page(record: Record) -> list[NewspaperPage]:
    """Read a newspaper's page; [] where it says that there is none. UnreadablePage where it is none."""
    capture = record.capture
    reference = read_newspaper(capture.url)
    if reference is None or reference.is_article:
        return []
    page = EditionPage(record.body, capture.url, content_type=record.content_type, fetched_at=capture.fetched_at)
    return [] if page.is_gone else [page.to_item()]


def comment_captures(connection: Connection) -> list[Capture]:
    """The captures of articles' comments, the earliest first."""
    return captures.below(connection, _COMMENTS)


def read_archived_comments(record: Record) -> list[Comment]:
    """Read the comments below an article. UnreadablePage where the answer is of no known form."""
    capture = record.capture
    number = url_query_parameter(capture.url, "contentid")
    return read_comments(record.body, f"portal/{number}", capture.fetched_at)
