"""Reading pages again that are kept: the way of a crawl from a page's bytes on, without the network.

``quarantined`` reads the pages in quarantine, ``archived`` the whole archive: its captures are grouped to visits of
articles (``visits``), which are read in further processes (``reading``). Either is an ``offline_run``: what is read
goes through the item pipelines of the settings in their order. ``scrapy reparse`` is the command that does it.
"""
