"""Why a page is not read: it is then kept in quarantine, and the crawl goes on."""

from __future__ import annotations


class UnreadablePage(ValueError):
    """A page that cannot be read, with the reason as one line: it is quarantined, and the crawl goes on."""


class OtherPage(UnreadablePage):
    """A page to which the site redirects instead of the requested one: a retry would lead there again."""


class TooLargePage(UnreadablePage):
    """A page that is larger, or costs more to read, than any of a newsroom: a retry would bring it again."""
