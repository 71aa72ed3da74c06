"""``scrapy archive``; see ``zhanjiang.commands.archive``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Show, check, mend, hand on and enlarge the archive of raw pages"
