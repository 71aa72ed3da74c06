"""What ``REDIS_URL`` changes in the settings: the components that make a crawl a worker take the places of others."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from zhanjiang.console.setting_values import WrongSetting
from zhanjiang.fleet import INSTALL, SCHEMES

# By table of components: what goes, and what comes in its place.
_PLACES: Final = (
    ("EXTENSIONS", "zhanjiang.crawl.crawl_run.CrawlRun", "zhanjiang.crawl.worker_run.WorkerRun"),
    (
        "SPIDER_MIDDLEWARES",
        "zhanjiang.middlewares.frontier.FrontierMiddleware",
        "zhanjiang.middlewares.fleet_frontier.FleetFrontierMiddleware",
    ),
    (
        "DOWNLOADER_MIDDLEWARES",
        "zhanjiang.middlewares.robots_txt.RobotsTxtMiddleware",
        "zhanjiang.middlewares.fleet_robots_txt.FleetRobotsTxtMiddleware",
    ),
)
# The last steps before a request is sent, and after all other extensions have been idle.
_PACE: Final = ("DOWNLOADER_MIDDLEWARES", "zhanjiang.middlewares.fleet_pace.FleetPaceMiddleware", 790)
_WORKER: Final = ("EXTENSIONS", "zhanjiang.extensions.worker.Worker", 400)
_THROTTLE: Final = ("EXTENSIONS_BASE", "scrapy.extensions.throttle.AutoThrottle")


def become_worker(settings: BaseSettings, spider: Any) -> None:
    """Put the components of a worker in their places. Raises WrongSetting for what no worker can do."""
    check_redis_url(str(settings["REDIS_URL"]))
    if spider is not None and not hasattr(spider, "message_of"):
        raise WrongSetting(
            f"the spider {spider.name} is one process's, and shares its work with no worker: run it with -s REDIS_URL="
        )
    for table, old, new in _PLACES:
        components = settings.getdict(table)
        if old in components:
            _set(settings, table, {**components, new: components[old], old: None})
    for table, component, place in (_PACE, _WORKER):
        _set(settings, table, {**settings.getdict(table), component: place})
    settings[_THROTTLE[0]].pop(_THROTTLE[1], None)
    settings.set("SCHEDULER", "zhanjiang.crawl.fleet_scheduler.FleetScheduler", priority="cmdline")


def check_redis_url(url: str) -> None:
    """Raise WrongSetting for an address that is none of Redis, and where its client is not installed.

    >>> check_redis_url("http://localhost")
    Traceback (most recent call last):
    zhanjiang.console.setting_values.WrongSetting: REDIS_URL is no address of Redis: give one such as redis://host:6379/0
    """
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in SCHEMES and bool(parts.hostname or parts.path) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:  # what it says is not repeated: a password may be in it
        raise WrongSetting("REDIS_URL is no address of Redis: give one such as redis://host:6379/0")
    if find_spec("redis") is None or find_spec("msgpack") is None:
        raise WrongSetting(f"REDIS_URL makes the crawl a worker, which needs two packages: {INSTALL}")


def _set(settings: BaseSettings, table: str, components: dict[str, Any]) -> None:
    settings.set(table, components, priority="cmdline")
