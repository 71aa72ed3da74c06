"""Players of videos among all that pages embed: maps, forms, weather and adverts stand in frames as well."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from zhanjiang.pages.reading.elements import Element
from zhanjiang.processors.counts import whole_number

_ADDRESSES: Final = ("src", "data-src", "data-url", "data-video", "data-play")
_NOWHERE: Final = re.compile(r"\s*(?:about|javascript|data)\s*:", re.IGNORECASE)
# What frames show beside videos, by their addresses.
_MAP: Final = re.compile(
    r"(?:^|[/.])(?:map|maps|ditu|amap|tianditu|openstreetmap|lbs|location|music|audio|radio|fm)(?=[/.?&]|$)",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"(?<![a-z])(?:tianqi|weather|wjx|survey|forms?|vote|charts?|datav|pdf|ads?|stat|comments?|calendar)(?![a-z])",
    re.IGNORECASE,
)
_PLAYS: Final = re.compile(r"video|player|\.(?:mp4|m3u8|flv)", re.IGNORECASE)
# What only players are called, or may do, besides.
_SAID: Final = re.compile(r"video|player|视频|直播|(?<![a-z])(?:live|vod|tv|play|movie|media)(?![a-z])", re.IGNORECASE)
_ALLOWED: Final = re.compile("fullscreen|autoplay", re.IGNORECASE)
_NAMES: Final = ("id", "class", "name", "title")
_AROUND: Final = 3
_TINY: Final = ("0", "1", "0px", "1px")
# The height (pixels) and the shape (width by height) of a screen, which an advert of 300 by 250 has not.
_SHORTEST: Final = 180
_SCREEN: Final = (1.3, 2.4)


def is_player(element: Element) -> bool:
    """Say whether an embedded element plays a video: a frame by its address, its name, its rights or its shape.

    >>> from lxml.html import fragment_fromstring
    >>> frames = ("/video/player?id=7", "https://api.map.baidu.com/marker?title=1", "https://www.wjx.example/vm/1.aspx")
    >>> [is_player(fragment_fromstring(f"<iframe src='{address}'></iframe>")) for address in (*frames, "about:blank")]
    [True, False, False, False]
    """
    addresses = " ".join(shown for name in _ADDRESSES if (shown := element.get(name)) and not _NOWHERE.match(shown))
    if element.tag != "iframe":
        return element.tag != "embed" or bool(addresses and "pdf" not in f"{addresses} {element.get('type')}".lower())
    if (document := element.get("srcdoc")) is not None:
        return bool(re.search(r"<(?:video|embed|iframe)\b", document, re.IGNORECASE) and _PLAYS.search(document))
    if _MAP.search(addresses) or element.get("width") in _TINY or element.get("height") in _TINY:
        return False
    if _PLAYS.search(addresses):
        return True
    return not _OTHER.search(addresses) and (_is_called_player(element, addresses) or _may_play(element, addresses))


def _is_called_player(frame: Element, addresses: str) -> bool:
    """Say whether a frame, what is right around it, or its address is called a player."""
    around = (frame, *islice(frame.iterancestors("div", "p", "figure", "section"), _AROUND - 1))
    names = (holder.get(name) or "" for holder in around for name in _NAMES)
    return any(map(_SAID.search, (addresses, *names)))


def _may_play(frame: Element, addresses: str) -> bool:
    """Say whether a frame that shows a page has a player's rights or the shape of a screen."""
    if not addresses:
        return False
    if frame.get("allowfullscreen") is not None or _ALLOWED.search(frame.get("allow") or ""):
        return True
    width, height = (whole_number((frame.get(side) or "").removesuffix("px")) or 0 for side in ("width", "height"))
    return height >= _SHORTEST and _SCREEN[0] <= width / height <= _SCREEN[1]
