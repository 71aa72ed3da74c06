"""What became of a page that brings no item, told by spiders to whoever keeps the books: signals, as Scrapy's own.

Each is sent with ``page``, the ``zhanjiang.addresses.page.PageRef`` that the request was for, but for those of sites.
"""

from __future__ import annotations

from typing import Final

page_unchanged: Final = object()
"""The site says that an article is as it was (304)."""

page_gone: Final = object()
"""There is no such page, or no longer. Also sent with ``reason``."""

page_failed: Final = object()
"""A page cannot be had, all retries used up. Also sent with ``reason``."""

article_incomplete: Final = object()
"""One of an article's further pages cannot be had. Also sent with ``reason``, and the first page's ``body`` (bytes) and
``content_type``."""

article_passed_over: Final = object()
"""An article is not what this run was asked for. Also sent with ``published_at``."""

article_known: Final = object()
"""The page is one more address of an article that this run has taken."""

site_challenges: Final = object()
"""A site goes on challenging us, and the browser may not be sent there again. Sent with ``site``, its address."""
