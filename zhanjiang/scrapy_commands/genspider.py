"""``scrapy genspider``; see ``zhanjiang.commands.genspider``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Generate new spider using pre-defined templates"
