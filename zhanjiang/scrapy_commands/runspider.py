"""``scrapy runspider``; see ``zhanjiang.commands.runspider``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""
