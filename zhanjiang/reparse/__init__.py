"""Reparsing of stored pages: a crawl from a page's bytes on, without the network.

``quarantined`` reparses the pages in quarantine, ``archived`` the whole archive: its captures are grouped to visits of
articles, which are read in several processes (``parallel``). Both are an
``offline_run``: articles go through the item pipelines of the settings in their order. The command is
``scrapy reparse``.
"""
