"""``scrapy status``; see ``zhanjiang.commands.status``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Report what is stored, what went wrong, what is owed, and what is missing"
