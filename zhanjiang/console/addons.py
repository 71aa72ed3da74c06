"""The project's add-ons stay beside those that a user gives: a table of ``-s`` takes the place of the one before it."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from zhanjiang import settings as project


def keep_addons(settings: BaseSettings) -> None:
    """Add the project's add-ons to the others. Without them ``-a portal=replica`` would crawl the live portal."""
    ours, given = project.defaults["ADDONS"], settings.getdict("ADDONS")
    if not ours.items() <= given.items():
        settings.set("ADDONS", {**given, **ours}, priority="cmdline")
