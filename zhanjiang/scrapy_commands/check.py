"""``scrapy check``; see ``zhanjiang.commands.check``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Check spider contracts"
