"""``scrapy show``; see ``zhanjiang.commands.show``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Show an article as a reader wants it"
