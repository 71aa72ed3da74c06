"""Settings are checked before anything is started or written: a wrong one is reported in one line."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from math import isfinite
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings, Settings
from scrapy.utils.project import data_path
from w3lib.url import file_uri_to_path

from zhanjiang import settings as project
from zhanjiang.addresses.site import SITE_SETTINGS
from zhanjiang.console.errors import CommandError
from zhanjiang.crawl.places import why_no_file, why_no_folder
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.crawl.revisit import REVISITS
from zhanjiang.items import ScriptTarget
from zhanjiang.replica.options import OptionError, parse_options
from zhanjiang.store import StoreError, parse_store_url

_CHOICES: dict[str, tuple[str, ...]] = {
    "CONVERT_SCRIPT_TARGET": get_args(ScriptTarget),
    "REVISIT": REVISITS,
    "LOG_LEVEL": ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
}
_NEVER_NEGATIVE = (
    "ARCHIVE_",
    "AUTOTHROTTLE_",
    "BROWSER_",
    "CRAWL_",
    "DOWNLOAD_",
    "IMAGES_",
    "MASS_EDIT_",
    "REDIRECT_MAX_TIMES",
    "RETRY_",
    "SITE_DOWN_AFTER",
)


_FOLDERS = {"IMAGES_STORE": "data/pictures", "JOBDIR": "data/job", "HTTPCACHE_DIR": "httpcache"}


class WrongSetting(ValueError):
    """A setting or a feed that cannot be used; the text is one line that says what is allowed."""


def check_settings(settings: BaseSettings) -> None:
    """Raise WrongSetting for the first setting whose value has the wrong type or form."""
    for name, allowed in _CHOICES.items():
        if settings[name] not in allowed:
            raise WrongSetting(f"{name} is {settings[name]!r}: give one of {', '.join(allowed)}")
    for name in SITE_SETTINGS:
        check_site(name, settings[name])
    try:
        parse_store_url(str(settings["STORE_URL"]))
    except StoreError as error:
        raise WrongSetting(str(error)) from None
    try:
        parse_options(settings["REPLICA_OPTIONS"] or "")
    except OptionError as error:
        raise WrongSetting(f"REPLICA_OPTIONS: {error}") from None
    try:
        repair_config(settings)
    except CommandError as error:
        raise WrongSetting(f"REPAIR_LEARNED: {error}") from None
    _check_places(settings)
    for name, kind in _types().items():
        _check_type(settings, name, kind)


def _check_places(settings: BaseSettings) -> None:
    """Raise WrongSetting for a folder or a log file on this machine that cannot be there or cannot be written."""
    cache = settings["HTTPCACHE_DIR"] if settings.getbool("HTTPCACHE_ENABLED") else None
    folders = {name: settings[name] for name in ("IMAGES_STORE", "JOBDIR")}
    for name, place in {**folders, "HTTPCACHE_DIR": cache and data_path(cache)}.items():
        if not place or urlsplit(str(place)).scheme not in ("", "file"):
            continue
        folder = file_uri_to_path(place) if str(place).startswith("file:") else str(place)
        if reason := why_no_folder(folder):
            raise WrongSetting(f"{name} is {settings[name]!r}, and {reason}: give a folder, such as {_FOLDERS[name]}")
    if settings.getbool("ARCHIVE_ENABLED") and not settings["ARCHIVE_DIR"]:
        raise WrongSetting("ARCHIVE_DIR is empty: give a folder, such as data/archive")
    if settings["LOG_FILE"] and (reason := why_no_file(settings["LOG_FILE"])):
        raise WrongSetting(f"LOG_FILE is {settings['LOG_FILE']!r}, and {reason}: give a file, such as crawl.log")


def check_site(name: str, address: object) -> None:
    """Raise WrongSetting unless the address is http or https with a host, and a port that is one."""
    try:
        parts = urlsplit(str(address))
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise WrongSetting(f"{name} is {address!r}: give the address of a site, such as https://www.gdzjdaily.com.cn")


def _types() -> dict[str, type]:
    """The type of each setting that has a default: Scrapy's, and ours above it."""
    scrapys = {name: type(attribute.value) for name, attribute in Settings().attributes.items()}
    return scrapys | {name: type(value) for name, value in project.defaults.items() if value is not None}


def _check_type(settings: BaseSettings, name: str, kind: type) -> None:
    if kind not in _READ or not settings.getpriority(name) or not isinstance(settings[name], str):
        return  # a default, or a value that the settings file gives in its own type
    try:
        _READ[kind](settings, name)
    except _Meant as meant:
        raise WrongSetting(f"{name} is {settings[name]!r}: give {meant}") from None
    except ValueError:
        raise WrongSetting(f"{name} is {settings[name]!r}: give {_MEANT[kind]}") from None


class _Meant(ValueError):
    """What a number should be; the text completes "give"."""


def _read_number(settings: BaseSettings, name: str) -> None:
    # Where Scrapy's default is a whole number the setting may still be a fraction, as DOWNLOAD_DELAY is.
    value = settings.getfloat(name)
    if not isfinite(value):
        raise _Meant("a number")
    if name.startswith("CONCURRENT_") and value < 1:
        raise _Meant("a whole number from 1")
    if name == "BROWSER_TIMEOUT" and value <= 0:
        raise _Meant("a number above 0")
    if name.startswith(_NEVER_NEGATIVE) and value < 0:
        raise _Meant("a number from 0")


def _read_list(settings: BaseSettings, name: str) -> None:
    if name == "RETRY_HTTP_CODES":
        for code in settings.getlist(name):
            int(code)


_READ: dict[type, Callable[[BaseSettings, str], object]] = {
    bool: BaseSettings.getbool,
    int: _read_number,
    float: _read_number,
    list: _read_list,
}
_MEANT = {bool: "True or False", int: "a number", float: "a number", list: "numbers, parted by commas"}


def unknown_settings(given: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """Yield a warning for each name that no setting has, with the nearest that there is.

    >>> list(unknown_settings(["DOWNLOAD_DELY"], ["DOWNLOAD_DELAY"]))
    ['no setting has the name DOWNLOAD_DELY; did you mean DOWNLOAD_DELAY?']
    """
    names = set(known)
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            yield f"no setting has the name {name}" + (f"; did you mean {near[0]}?" if near else "")


def check_feed(address: str) -> None:
    """Raise WrongSetting for a feed on this machine whose file cannot be there: a folder, or below a file."""
    try:
        if urlsplit(address).scheme not in ("", "file"):
            return
        path = Path(file_uri_to_path(address) if address.startswith("file:") else address)
        is_folder = path.is_dir()
        path.exists()
        nearest = next(parent for parent in path.absolute().parents if parent.exists())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WrongSetting(f"the feed {address[:80]!r} cannot be written ({reason}): give another name") from None
    if is_folder:
        raise WrongSetting(f"the feed {path} is a folder: give the name of a file")
    if not nearest.is_dir():
        raise WrongSetting(f"the feed {path} cannot be written, since {nearest} is a file: give another place")
