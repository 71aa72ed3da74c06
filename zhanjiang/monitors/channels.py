"""The channels of notices: addresses of Apprise, which are secrets and stand in no log, no error and no store."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

logger = logging.getLogger(__name__)

# At DEBUG they log the addresses that they request, which hold tokens.
_TALKATIVE: Final = ("apprise", "urllib3", "requests", "asyncio")
_INSTALL: Final = "notices need Apprise: pip install apprise"


class NoNotices(Exception):
    """Notices cannot be sent; the text is one line that says why and what to do, without any address."""


@dataclass(frozen=True, slots=True)
class NoticeChannel:
    """A channel by its place in ``NOTICE_URLS`` and the name of its service, such as ``1 DingTalk``."""

    name: str
    sender: Any

    def send(self, title: str, body: str, *, is_good_news: bool = False) -> bool:
        """Send a notice, of the type ``warning`` or ``success``; False if the channel did not take it."""
        kind = "success" if is_good_news else "warning"
        with _silence():
            return bool(self.sender.notify(body=body, title=title, notify_type=kind, body_format="text"))


def channels_of(addresses: str) -> list[NoticeChannel]:
    """The channels of ``NOTICE_URLS``, parted by blanks or commas. Raises NoNotices."""
    if not addresses.strip():
        return []
    try:
        # Heavy, and needed only where notices are wanted.
        from apprise import Apprise
        from apprise.utils.parse import parse_urls
    except ImportError:
        raise NoNotices(_INSTALL) from None
    with _silence():
        split: list[str] = parse_urls(addresses)  # type: ignore[no-untyped-call]
        made = {place: Apprise.instantiate(address) for place, address in enumerate(split, 1)}
    plugins = {place: plugin for place, plugin in made.items() if plugin is not None}
    wrong = [str(place) for place in made if place not in plugins]
    if wrong or not made:
        which = f"address {', '.join(wrong)} of NOTICE_URLS" if wrong else "NOTICE_URLS"
        raise NoNotices(f"{which} is none that Apprise knows: give such as json://host/path or dingtalk://token")
    return [NoticeChannel(f"{place} {plugin.service_name}", Apprise(plugin)) for place, plugin in plugins.items()]


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what the libraries log out of the log while the block runs."""
    before = [(logging.getLogger(name), logging.getLogger(name).propagate) for name in _TALKATIVE]
    quiet = logging.NullHandler()
    try:
        for talkative, _ in before:
            talkative.propagate = False
            talkative.addHandler(quiet)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Apprise's own, of modules that Python is about to drop
            yield
    finally:
        for talkative, propagates in before:
            talkative.propagate = propagates
            talkative.removeHandler(quiet)
