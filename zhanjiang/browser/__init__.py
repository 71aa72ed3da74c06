"""Chromium, for the few pages that a script makes, through scrapy-playwright; started by the first visit, never before.

``visit_meta`` makes the ``playwright`` meta of a request for a visit. ``download_handler`` passes such requests to
``chromium``: scrapy-playwright's handler (its settings are in ``zhanjiang.settings``) with our limits around it.
``visits`` is what is done on a page, ``refusals`` what a page may not load; ``availability`` says whether there is a
browser.
"""
