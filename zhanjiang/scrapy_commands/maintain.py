"""``scrapy maintain``; see ``zhanjiang.commands.maintain``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Look after the store: make the full-text index"
