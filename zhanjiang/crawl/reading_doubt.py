"""What is doubtful in an article as it was read, on its way from a spider to the store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingDoubt:
    """The reasons to doubt an article, from ``zhanjiang.pages.article.doubt``; it comes right after the article.

    ``article`` is the article's ID, ``address`` the one that was read. It reaches no feed.
    """

    article: str
    address: str
    reasons: tuple[str, ...]
