"""``scrapy search``; see ``zhanjiang.commands.search``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Search the articles of the store by words"
