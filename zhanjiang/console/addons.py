"""The project's add-ons stay beside those that a user gives: a table of ``-s`` takes the place of the one before it."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from zhanjiang import settings as project


def keep_addons(settings: BaseSettings) -> None:
    """Add the project's add-ons to the others. Without them ``-a portal=replica`` would crawl the live portal.

    Where a program gives no settings of the project at all, they have nothing to set right.
    """
    ours, given = project.defaults["ADDONS"], settings.getdict("ADDONS")
    if "STORE_URL" in settings and not ours.items() <= given.items():
        settings.set("ADDONS", {**given, **ours}, priority="cmdline")
