"""``scrapy fixture``; see ``zhanjiang.commands.fixture``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Make a test case of a page in the archive"
