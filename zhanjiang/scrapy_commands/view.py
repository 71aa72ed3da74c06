"""``scrapy view``; see ``zhanjiang.commands.view``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Open URL in browser, as seen by Scrapy"
