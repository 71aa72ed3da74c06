"""The values of settings, checked before anything is done: a wrong one is reported in one line, by every command."""

from __future__ import annotations

import codecs
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from types import UnionType
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings, Settings
from scrapy.utils.misc import load_object

from zhanjiang import settings as project
from zhanjiang.addresses.site import SITE_SETTINGS
from zhanjiang.console.log_form import LogForm
from zhanjiang.items import Revisit, ScriptTarget

_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "CONVERT_SCRIPT_TARGET": get_args(ScriptTarget),
    "REVISIT": get_args(Revisit),
    "LOG_FORM": get_args(LogForm),
    "LOG_LEVEL": ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
}
_POLICIES: Final = (
    *("no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin"),
    *("origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url", "scrapy-default"),
)
"""What ``REFERRER_POLICY`` may be, beside the path of a component."""
_NEVER_NEGATIVE: Final = (
    "AUTOTHROTTLE_",
    "DOWNLOAD_",
    "REDIRECT_MAX_TIMES",
    "RETRY_TIMES",
    "MEMUSAGE_",
    "CLOSESPIDER_",
)
"""Scrapy's own; of ours no number may be negative."""
_FROM_ONE: Final = (
    *("CONCURRENT_", "LAYOUT_PAGES", "PLAYWRIGHT_MAX_"),
    *("IDS_MAX", "LISTING_PAGES_MAX", "LISTING_PARTS_MAX", "ARTICLE_PAGES_MAX", "COMMENT_PAGES_MAX"),
    "NEWSPAPER_DAYS_MAX",
)
_SHARES: Final = (
    *("MASS_EDIT_SHARE", "MONITOR_FOUND_SHARE", "MONITOR_FILLED_DROP", "MONITOR_RULE_BEFORE", "MONITOR_RULE_NOW"),
    *("MONITOR_MISSING_RISE", "MONITOR_FAILED_SHARE", "MONITOR_QUARANTINED_SHARE", "MONITOR_CHALLENGED_SHARE"),
    "MONITOR_DISK_SHARE",
)
_FRACTIONS: Final = (
    *("CLOSESPIDER_TIMEOUT", "DNS_TIMEOUT", "DOWNLOAD_DELAY", "DOWNLOAD_DELAY_JITTER", "DOWNLOAD_TIMEOUT"),
    *("MEMUSAGE_CHECK_INTERVAL_SECONDS", "MONITOR_GUESSES_MOST", "MONITOR_NEWEST_HOURS", "MONITOR_GOOD_RUN_HOURS"),
    "NOTICE_AGAIN_HOURS",
)
"""Settings whose default is a whole number, and that may be none."""
_MOST_READERS: Final = 64
_OF_HEADERS: Final = ("CONTACT", "ROBOTSTXT_USER_AGENT", "USER_AGENT", "USER_AGENT_TEMPLATE")
# Read before any command is there to check them.
_OF_THE_PROJECT: Final = ("COMMANDS_MODULE", "NEWSPIDER_MODULE", "SPIDER_MODULES")


class WrongSetting(ValueError):
    """A setting or a feed that cannot be used; the text is one line that says what is allowed."""


class UnwritablePlace(WrongSetting):
    """A feed that cannot be written at its place, as can be seen before anything is requested. Exit code 74."""


def check_values(settings: BaseSettings) -> None:
    """Raise WrongSetting for the first setting, ``STORE_URL`` apart, whose value has the wrong type or form."""
    for name, allowed in _CHOICES.items():
        if settings[name] not in allowed:
            raise WrongSetting(f"{name} is {settings[name]!r}: give one of {', '.join(allowed)}")
    for name in SITE_SETTINGS:
        check_site(name, settings[name])
    for name in _OF_HEADERS:
        if not str(settings[name] or "").isprintable():
            raise WrongSetting(f"{name} is {settings[name]!r}: give text of one line")
    for name, default in _defaults().items():
        if name not in _OF_THE_PROJECT and settings[name] != default:
            _check_value(settings, name, default)


def check_tables(given: Iterable[str]) -> None:
    """Raise WrongSetting for a table among what ``-s`` gives that is no JSON object: Scrapy would fail as it is set."""
    for name, _, value in (pair.partition("=") for pair in given):
        if isinstance(_default_of(name), dict | BaseSettings) and not is_table(value):
            raise WrongSetting(f"{name} is {value!r}: give a JSON object")


def is_table(text: str) -> bool:
    """Say whether a text is a JSON object.

    >>> is_table('{"a": 1}'), is_table("[1]"), is_table("{")
    (True, False, False)
    """
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def check_site(name: str, address: object) -> None:
    """Raise WrongSetting unless the address is http or https with a host, and a port that is one."""
    try:
        parts = urlsplit(str(address))
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise WrongSetting(f"{name} is {address!r}: give the address of a site, such as https://www.gdzjdaily.com.cn")


def _defaults() -> dict[str, Any]:
    """The settings that have a default: Scrapy's, and ours above it."""
    scrapys = {name: attribute.value for name, attribute in Settings().attributes.items()}
    known = {name: value for name, value in {**scrapys, **project.defaults}.items() if value is not None}
    return {"ASYNCIO_EVENT_LOOP": "", **known}  # without a default it is checked all the same


def _check_value(settings: BaseSettings, name: str, default: object) -> None:
    read = next((read for kind, read in _READ.items() if isinstance(default, kind)), None)
    if read is None or not isinstance(settings[name], str | BaseSettings):
        return  # the settings file gives a value in its own type
    try:
        read(settings, name)
    except _Meant as meant:
        is_table = isinstance(settings[name], BaseSettings)
        raise WrongSetting(
            f"{name} is {dict(settings[name]) if is_table else settings[name]!r}: give {meant}"
        ) from None
    except (TypeError, ValueError):
        meant_by = next(meant for kind, meant in _MEANT.items() if isinstance(default, kind))
        raise WrongSetting(f"{name} is {settings[name]!r}: give {meant_by}") from None


class _Meant(ValueError):
    """What a value should be; the text completes "give"."""


def _read_number(settings: BaseSettings, name: str) -> None:
    value = settings.getfloat(name)
    if not isfinite(value):
        raise _Meant("a number")
    is_whole = isinstance(_default_of(name), int) and name not in _FRACTIONS
    if name.startswith(_FROM_ONE) and (value < 1 or not value.is_integer()):
        raise _Meant("a whole number from 1")
    if name == "BROWSER_TIMEOUT" and value <= 0:
        raise _Meant("a number above 0")
    if value < 0 and (name in project.defaults or name.startswith(_NEVER_NEGATIVE)):
        raise _Meant("a whole number from 0" if is_whole else "a number from 0")
    if name == "READERS" and value > _MOST_READERS:
        raise _Meant(f"a whole number from 0 to {_MOST_READERS}")
    if name in _SHARES and value > 1:
        raise _Meant("a number from 0 to 1")
    if is_whole:
        try:
            settings.getint(name)
        except ValueError:
            raise _Meant("a whole number") from None


def _default_of(name: str) -> object:
    return project.defaults.get(name, Settings()[name])


def _read_list(settings: BaseSettings, name: str) -> None:
    if name == "RETRY_HTTP_CODES":
        for code in settings.getlist(name):
            int(code)


def _read_table(settings: BaseSettings, name: str) -> None:
    """Read a table; where it names components, each is to be there."""
    table = settings.getdict(name)
    if any("." in str(part) for part in _names(project.defaults.get(name, Settings()[name]))):
        for part in _names(table):
            if "." in part:
                _check_object(part)


def _names(table: Mapping[Any, Any]) -> Iterator[str]:
    yield from (part for pair in table.items() for part in pair if isinstance(part, str))


def _read_text(settings: BaseSettings, name: str) -> None:
    """Check the names of components and of encodings; any other text goes."""
    value = settings[name]
    if name.endswith("_ENCODING"):
        try:
            codecs.lookup(value)
        except LookupError:
            raise _Meant("an encoding, such as utf-8") from None
    elif name == "LOG_FORMAT":
        try:
            logging.Formatter(value).format(logging.makeLogRecord({"message": ""}))
        except (KeyError, TypeError, ValueError):
            raise _Meant(f"a format of log lines, such as {_default_of(name)}") from None
    elif name == "REFERRER_POLICY" and "." not in value:
        if not {policy.strip().lower() for policy in value.split(",")} <= set(_POLICIES):
            raise _Meant(f"one of {', '.join(_POLICIES)}")
    elif name in ("REFERRER_POLICY", "ASYNCIO_EVENT_LOOP") or _is_component(str(_default_of(name))):
        _check_object(value)


def _is_component(text: str) -> bool:
    """Say whether a default names a class or a function of Scrapy, ours or a library.

    >>> _is_component("scrapy.dupefilters.RFPDupeFilter"), _is_component("data/archive"), _is_component("uvloop.Loop")
    (True, False, True)
    """
    return all(part.isidentifier() for part in text.split(".")) and "." in text


def _check_object(name: str) -> None:
    try:
        load_object(name)
    except (ImportError, NameError, ValueError) as error:
        raise _Meant(f"the path of a component that can be imported ({error})") from None


_READ: Final[dict[type | UnionType, Callable[[BaseSettings, str], object]]] = {
    bool: BaseSettings.getbool,
    int: _read_number,
    float: _read_number,
    list: _read_list,
    dict | BaseSettings: _read_table,
    str: _read_text,
}
_MEANT: Final[dict[type | UnionType, str]] = {
    bool: "True or False",
    int: "a number",
    float: "a number",
    list: "numbers, parted by commas",
    dict | BaseSettings: "a JSON object",
    str: "another text",
}
