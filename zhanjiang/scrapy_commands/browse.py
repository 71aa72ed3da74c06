"""``scrapy browse``; see ``zhanjiang.commands.browse``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Show the store as web pages on this machine"
