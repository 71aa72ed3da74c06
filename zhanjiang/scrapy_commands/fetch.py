"""``scrapy fetch``; see ``zhanjiang.commands.fetch``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Fetch a URL using the Scrapy downloader"
