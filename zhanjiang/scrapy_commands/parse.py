"""``scrapy parse``; see ``zhanjiang.commands.parse``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Parse URL (using its spider) and print the results"
