"""``scrapy schedule``; see ``zhanjiang.commands.schedule``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Print crontab or systemd units that run the crawls of a day"
