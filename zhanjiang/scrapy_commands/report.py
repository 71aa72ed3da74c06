"""``scrapy report``; see ``zhanjiang.commands.report``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Draw what the store holds as one HTML file"
