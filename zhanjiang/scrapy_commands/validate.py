"""``scrapy validate``; see ``zhanjiang.commands.validate``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Check files of articles, JSON lines, against their JSON Schema"
