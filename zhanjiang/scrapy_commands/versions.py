"""``scrapy versions``; see ``zhanjiang.commands.versions``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Show the revisions of an article and what changed"
