"""``scrapy shell``; see ``zhanjiang.commands.shell``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Interactive scraping console"
