"""``scrapy cite``; see ``zhanjiang.commands.cite``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Print references to articles: GB/T 7714, BibTeX, CSL"
