"""``scrapy runspider``; see ``zhanjiang.commands.runspider``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Run a spider from a Python file, no project required"
