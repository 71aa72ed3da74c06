"""``scrapy crawl``; see ``zhanjiang.commands.crawl``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Crawl with a spider, into the store and into feeds"
