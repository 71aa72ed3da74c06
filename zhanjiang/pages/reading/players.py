"""Players of videos among all that pages embed: maps, forms, weather and adverts stand in frames as well."""

from __future__ import annotations

import re
from typing import Final

from zhanjiang.pages.reading.elements import Element

_ADDRESSES: Final = ("src", "data-src", "data-url", "data-video", "data-play")
# What frames show beside videos, by their addresses; any other frame of an article is taken for a player.
_MAP: Final = re.compile(
    r"(?:^|[/.])(?:map|maps|ditu|amap|tianditu|openstreetmap|lbs|location)(?=[/.?&]|$)", re.IGNORECASE
)
_OTHER: Final = re.compile(
    r"(?<![a-z])(?:tianqi|weather|wjx|survey|forms?|vote|charts?|datav|pdf|ads?|stat|comments?|calendar)(?![a-z])",
    re.IGNORECASE,
)
_PLAYS: Final = re.compile(r"video|player|\.(?:mp4|m3u8|flv)", re.IGNORECASE)
_TINY: Final = ("0", "1", "0px", "1px")


def is_player(element: Element) -> bool:
    """Say whether an embedded element plays a video; a frame does unless its address says otherwise.

    >>> from lxml.html import fragment_fromstring
    >>> frames = ("/video/player?id=7", "https://api.map.baidu.com/marker?title=1", "https://www.wjx.example/vm/1.aspx")
    >>> [is_player(fragment_fromstring(f"<iframe src='{address}'></iframe>")) for address in frames]
    [True, False, False]
    """
    if element.tag != "iframe":
        return True
    addresses = " ".join(filter(None, map(element.get, _ADDRESSES)))
    if _MAP.search(addresses) or element.get("width") in _TINY or element.get("height") in _TINY:
        return False
    return bool(_PLAYS.search(addresses)) or not _OTHER.search(addresses)
