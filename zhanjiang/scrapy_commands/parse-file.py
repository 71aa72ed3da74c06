"""``scrapy parse-file``; see ``zhanjiang.commands.parse-file``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Show how a saved page is read, rule by rule"
