"""``scrapy layouts``; see ``zhanjiang.commands.layouts``."""

from zhanjiang.console.deferred import DeferredCommand


class Command(DeferredCommand):
    """Loads the command when it is typed."""

    words = "Show the layouts learned from the site, and confirm held back edits"
