"""What spiders report of pages to whoever records it: signals, as Scrapy's own.

Each is sent with ``page``, the ``zhanjiang.addresses.page.PageRef`` of the request; those of sites are not.
"""

from __future__ import annotations

from typing import Final

page_unchanged: Final = object()
"""The site says that an article is unchanged (304)."""

page_gone: Final = object()
"""There is no such page, or no longer. Also sent with ``reason`` where the site says what became of an article."""

page_read: Final = object()
"""A page whose outcome was pending was read, as it is."""

page_failed: Final = object()
"""A page was not fetched, all retries used up. Also sent with ``reason``."""

NOT_THERE: Final = "is linked, and not there"
"""How the reason ends where a page of a newspaper leads to one that the site says it does not have."""

article_incomplete: Final = object()
"""A further page of an article is missing. Also sent with ``reason``, and the first page's ``body`` (bytes) and
``content_type``."""

listing_incomplete: Final = object()
"""A page of a listing was read, and there may be more after it that nothing leads to. Also sent with ``reason``."""

article_passed_over: Final = object()
"""An article is of a day that this run does not want. Also sent with ``published_at``."""

article_known: Final = object()
"""The page is one more address of an article that this run has taken."""

article_read: Final = object()
"""An article was read, and now goes to the pipelines. Also sent with ``article``, ``first`` (its first
page, as a ``pages.article_reader.PageAsRead``) and ``layout``: the name of the declared or learned layout that read
this page, '' where labels did."""

article_amended: Final = object()
"""An article of this run was read again by a layout learned since, and is stored so. Sent with ``article`` alone."""

run_ends: Final = object()
"""The run's feeds are about to be closed: what waited for the run's end is done now. Sent without a page."""

run_recorded: Final = object()
"""The run has ended, and its exit code is in the store, which is still open. Sent without a page."""

listing_read: Final = object()
"""A page of a channel's listing was read. Also sent with ``rows``, how many articles it lists."""

articles_listed: Final = object()
"""A page of a listing was read whose articles are of its channel. Sent with ``channel``, the ``links`` of its rows in
their order, and ``is_first``: whether it is the listing's first page."""

site_down: Final = object()
"""A site's silence or its challenges end the run. Sent with ``site``, its address."""

site_challenges: Final = object()
"""A site still challenges us, and the browser may not be sent there again. Sent with ``site``, its address."""
