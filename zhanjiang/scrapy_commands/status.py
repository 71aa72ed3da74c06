"""``scrapy status``; see ``zhanjiang.commands.status``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""
