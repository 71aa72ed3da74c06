"""Settings are checked before anything is started or written: a wrong one is reported in one line."""

from __future__ import annotations

from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from scrapy.utils.project import data_path
from w3lib.url import file_uri_to_path

from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.output_place import check_output_place
from zhanjiang.console.setting_values import UnwritablePlace, WrongSetting, check_values
from zhanjiang.console.store_setting import check_store_url
from zhanjiang.crawl.places import why_no_file, why_no_folder
from zhanjiang.crawl.repair_settings import repair_config

_FTP: Final = "ftp://host/articles.jsonl"
_FOLDERS: Final = {"IMAGES_STORE": "data/pictures", "JOBDIR": "data/job", "HTTPCACHE_DIR": "httpcache"}


def check_settings(settings: BaseSettings) -> None:
    """Raise WrongSetting for the first setting that a crawl cannot use: its value, or a place that cannot be there."""
    check_values(settings)
    check_store_url(settings)
    if settings["REPLICA_OPTIONS"]:
        _check_replica(settings["REPLICA_OPTIONS"])
    try:
        repair_config(settings)
    except CommandError as error:
        raise WrongSetting(f"REPAIR_LEARNED: {error}") from None
    if settings["IMAGES_STORE"] and not find_spec("PIL"):
        raise WrongSetting("IMAGES_STORE: to download pictures needs Pillow: pip install Pillow")
    _check_places(settings)


def _check_replica(options: str) -> None:
    # Only here: few crawls are of the replica.
    from zhanjiang.replica.options import OptionError, parse_options

    try:
        parse_options(options)
    except OptionError as error:
        raise WrongSetting(f"REPLICA_OPTIONS: {error}") from None


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
    for name in ("LOG_FILE", "METRICS_FILE"):
        if settings[name]:
            _check_is_free(settings, str(settings[name]))


def _check_is_free(settings: BaseSettings, place: str) -> None:
    """Raise WrongSetting for a file to write that is the store's or the archive's own."""
    try:
        check_output_place(place, str(settings["STORE_URL"]), str(settings["ARCHIVE_DIR"] or ""))
    except WrongArgument as error:
        raise WrongSetting(str(error)) from None


def check_feeds(settings: BaseSettings) -> None:
    """Raise WrongSetting for the first feed that cannot be: its form, its format, its storage or its place."""
    known = {name: settings.getwithbase(f"FEED_{name.upper()}") for name in ("exporters", "storages")}
    formats = sorted(name for name, exporter in known["exporters"].items() if exporter)
    for address, options in settings.getdict("FEEDS").items():
        if not isinstance(options, dict | BaseSettings):
            raise WrongSetting(f'the feed {address!r} has no options: give them, such as {{"format": "jsonl"}}')
        if options.get("format") not in formats:
            what = f"the feed {address!r} has the format {options.get('format')!r}"
            raise WrongSetting(f"{what}: give one of {', '.join(formats)}")
        _check_address(str(address), sorted(name for name, storage in known["storages"].items() if name and storage))
        check_feed(str(address))
        if path := _path_of(str(address)):
            _check_is_free(settings, str(path))
        if options["format"] == "xml" and not options.get("overwrite"):
            _check_begins(str(address))


def _check_address(address: str, schemes: Collection[str]) -> None:
    try:
        parts = urlsplit(address)
        is_complete = parts.scheme in ("", "file", "stdout") or bool(parts.hostname)
    except ValueError:
        parts, is_complete = urlsplit(""), False
    if parts.scheme and parts.scheme not in schemes:
        raise WrongSetting(f"no feed can be written to {parts.scheme!r}: give a file, or one of {', '.join(schemes)}")
    if not is_complete:
        raise WrongSetting(f"a feed's address names no host: give a file, such as data/articles.jsonl, or {_FTP}")


def check_feed(address: str) -> None:
    """Raise WrongSetting for a feed that is a folder or has no possible name, UnwritablePlace for one below a file."""
    try:
        path = _path_of(address)
        if path is None:
            return
        is_folder = path.is_dir()
        path.exists()
        nearest = next(parent for parent in path.absolute().parents if parent.exists())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WrongSetting(f"the feed {address[:80]!r} cannot be written ({reason}): give another name") from None
    if is_folder:
        raise WrongSetting(f"the feed {path} is a folder: give the name of a file")
    if not nearest.is_dir():
        raise UnwritablePlace(f"the feed {path} cannot be written, since {nearest} is a file: give another place")


def _path_of(address: str) -> Path | None:
    """The file of a feed's address on this machine; None where it is elsewhere."""
    if urlsplit(address).scheme not in ("", "file"):
        return None
    return Path(file_uri_to_path(address) if address.startswith("file:") else address)


def _check_begins(address: str) -> None:
    """Raise WrongSetting for a file that holds something already: nothing can be appended to a document."""
    path = _path_of(address)
    if path and path.is_file() and path.stat().st_size:
        raise WrongSetting(f"nothing can be appended to {path}, a document of XML: overwrite it (-O), or give another")
