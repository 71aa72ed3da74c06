"""``scrapy maintain``; see ``zhanjiang.commands.maintain``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "House-keeping of store and archive: tuning, packing, retention, backup, restore, upgrade"
