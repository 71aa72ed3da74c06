"""``scrapy validate``; see ``zhanjiang.commands.validate``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""
