"""``scrapy export``; see ``zhanjiang.commands.export``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Write the store's articles: JSON lines, CSV, Excel, Parquet, XML, Atom, JSON Feed"
