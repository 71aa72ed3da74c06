"""``scrapy bench``; see ``zhanjiang.commands.bench``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Run quick benchmark test"
