"""``scrapy changes``; see ``zhanjiang.commands.changes``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Show what was new, edited or withdrawn since a day"
