"""An add-on of Scrapy: the settings that follow from those given and from the spider's arguments.

So ``scrapy crawl`` and a crawler that is started from Python crawl in the same way.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import ExitStack, nullcontext
from typing import Final, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from zhanjiang import settings as project
from zhanjiang.console.log_form import is_json, use_log_form
from zhanjiang.console.progress_bar import progress_bar
from zhanjiang.console.terminal import is_steerable
from zhanjiang.console.words import many
from zhanjiang.crawl.class_feeds import split_by_class
from zhanjiang.crawl.lifetime import close_with_engine
from zhanjiang.crawl.running_loop import download_without_reactor, go_without_reactor
from zhanjiang.crawl.settings_check import check_settings
from zhanjiang.crawl.worker_settings import become_worker
from zhanjiang.environment import in_project

logger = logging.getLogger(__name__)

# What the feed of each spider contains, unless its options name classes of their own.
_FED: Final = {
    "articles": ("zhanjiang.items.Article",),
    "frontpage": ("zhanjiang.items.RankingEntry", "zhanjiang.items.PictureBoxEntry"),
    "newspaper": ("zhanjiang.items.Article",),
}
_GZIP: Final = "scrapy.extensions.postprocessing.GzipPlugin"
# Loads Pillow and half of Scrapy: only where pictures are wanted.
_PICTURES: Final = "zhanjiang.pipelines.download_images.DownloadImagesPipeline"
_BEFORE_THE_STORE: Final = 600
# Components that Scrapy loads, with aiohttp, conch and requests, before it asks whether they are wanted.
_SWITCHED_OFF: Final = {
    "REMOTE_CONTROL_ENABLED": ("EXTENSIONS_BASE", "scrapy.extensions.remote_control.RemoteControl"),
    "TELNETCONSOLE_ENABLED": ("EXTENSIONS_BASE", "scrapy.extensions.telnet.TelnetConsole"),
    "COOKIES_ENABLED": ("DOWNLOADER_MIDDLEWARES_BASE", "scrapy.downloadermiddlewares.cookies.CookiesMiddleware"),
}
# The replica is on this machine and needs no sparing.
_UNHURRIED: Final = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "RETRY_BACKOFF": 0,
}
# What is made up never mixes with what is real.
_PLACES_OF_REPLICA: Final = {
    "STORE_URL": "sqlite:///data/replica/zhanjiang.db",
    "ARCHIVE_DIR": "data/replica/archive",
}
_MANY: Final = 2000
"""Articles from which on a replica takes seconds to start."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class DerivedSettings:
    """Completes the settings before they are frozen, and runs the replica while a crawl of it lasts."""

    def __init__(self, crawler: Crawler) -> None:
        """Take the crawler, whose spider is made already."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """See ``__init__``."""
        return cls(crawler)

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Leave the terminal to the progress line: the log begins at ``WARNING`` unless ``LOG_LEVEL`` was given.

        Objects of JSON are for programs: on a terminal they have it for themselves. Where an event loop runs already,
        the crawl takes that one.
        """
        go_without_reactor(settings)
        use_log_form(settings["LOG_FORM"])
        if is_json():
            settings.set("PROGRESS_ENABLED", False, priority="cmdline")
        is_wanted = settings.getbool("STORE_ENABLED") and settings.getbool("PROGRESS_ENABLED")
        shows_progress = is_wanted and is_steerable(sys.stderr)
        if shows_progress and not settings["LOG_FILE"] and not is_given(settings, "LOG_LEVEL"):
            settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def update_settings(self, settings: BaseSettings) -> None:
        """Check the settings and add what follows from them. Raises WrongSetting, and ReplicaError."""
        check_settings(settings)
        spider = self.crawler.spider
        if getattr(getattr(spider, "arguments", None), "portal", None) == "replica":
            self._start_replica(settings)
        if settings["REDIS_URL"] and settings.getbool("STORE_ENABLED"):
            become_worker(settings, spider)
        complete_feeds(settings, spider.name if spider else "")
        download_without_reactor(settings)
        for switch, (table, component) in _SWITCHED_OFF.items():
            if not settings.getbool(switch):
                settings[table].pop(component, None)
        if settings["IMAGES_STORE"]:
            pipelines = {**settings.getdict("ITEM_PIPELINES"), _PICTURES: _BEFORE_THE_STORE}
            settings.set("ITEM_PIPELINES", pipelines, priority="cmdline")
        is_ours = settings["USER_AGENT"] == project.USER_AGENT and f"{project.prefix}USER_AGENT" not in os.environ
        if is_ours:
            agent = project.user_agent(settings["USER_AGENT_TEMPLATE"], settings["CONTACT"])
            settings.set("USER_AGENT", agent, priority="cmdline")
        if not settings["CONTACT"] and urlsplit(settings["PORTAL_URL"]).hostname not in _LOOPBACK:
            logger.warning(
                "The User-Agent names nobody to complain to: set your mail address or page with "
                "`export ZHANJIANG_CONTACT=you@example.org`, or -s CONTACT=you@example.org"
            )

    def _start_replica(self, settings: BaseSettings) -> None:
        """Start the replica until the engine stops; what ``-s`` gives counts more than what the replica needs."""
        # Only here: few crawls are of the replica.
        from zhanjiang.replica.launch import running_replica
        from zhanjiang.replica.options import parse_options

        with ExitStack() as stack:
            options = parse_options(settings["REPLICA_OPTIONS"] or "")
            starting = f"Starting a replica of {many(options.articles, 'article')}"
            logger.info(starting)
            with progress_bar(starting, None) if options.articles > _MANY else nullcontext():
                addresses = stack.enter_context(running_replica(options)).addresses
            close_with_engine(self.crawler, stack.pop_all())
        for name, value in {**_UNHURRIED, **addresses}.items():
            if name in settings:
                settings.set(name, value, priority="spider")
        for name, value in in_project(_PLACES_OF_REPLICA).items():
            if not is_given(settings, name):
                settings.set(name, value, priority="spider")


def complete_feeds(settings: BaseSettings, spider: str) -> None:
    """Choose the classes of items that each feed contains, and compress those whose name ends in ``.gz``.

    Raises WrongSetting as ``split_by_class`` does.
    """
    feeds = {address: dict(options) for address, options in settings.getdict("FEEDS").items()}
    for address, options in feeds.items():
        if spider in _FED:
            options.setdefault("item_classes", _FED[spider])
        if str(address).endswith(".gz"):
            options.setdefault("postprocessing", [_GZIP])
    settings.set("FEEDS", split_by_class(feeds), priority="cmdline")


def is_given(settings: BaseSettings, name: str) -> bool:
    """Say whether the user gave a setting: on the command line, in the environment or from Python."""
    priority = settings.getpriority(name) or 0
    is_default = priority <= SETTINGS_PRIORITIES["project"] and settings[name] == project.defaults.get(name)
    return not is_default or f"{project.prefix}{name}" in os.environ
