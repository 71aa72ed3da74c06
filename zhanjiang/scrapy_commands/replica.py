"""``scrapy replica``; see ``zhanjiang.commands.replica``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Serve a made-up portal on this machine"
