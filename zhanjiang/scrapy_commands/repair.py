"""``scrapy repair``; see ``zhanjiang.commands.repair``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Read damaged pages of mirrors back"
