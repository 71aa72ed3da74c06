"""``scrapy versions``; see ``zhanjiang.commands.versions``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""
