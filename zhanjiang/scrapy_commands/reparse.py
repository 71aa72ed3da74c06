"""``scrapy reparse``; see ``zhanjiang.commands.reparse``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Read stored pages again, without the network"
