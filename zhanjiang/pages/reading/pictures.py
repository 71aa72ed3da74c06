"""Pictures of an article: which images are none: icons, codes, adverts, pictures that lead to another page."""

from __future__ import annotations

import re
from itertools import islice

from zhanjiang.addresses.portal import read_article, read_listing
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.picture_address import picture_address
from zhanjiang.processors.counts import whole_number

__all__ = ["is_picture", "picture_address"]

_DECORATION = frozenset(["icon", "icons", "ico", "avatar", "emoji", "btn", "button", "arrow"])
_EMBLEM = frozenset(["logo", "qrcode", "qr", "erweima", "ewm"])
# Newsrooms store pictures by day or month; the page's own images have no date in their address.
_DATED = re.compile(r"/(?:19|20)\d\d[-/]?(?:0[1-9]|1[0-2])")
_CALLED_SO = re.compile(r"二维码$|^(?:网站|站点)?logo$|qr_?code|\bicon", re.IGNORECASE)
_CLASSED_SO = re.compile(r"qr_?code|\blogo\b|\bicon", re.IGNORECASE)
_ADVERT_ADDRESS = re.compile(
    r"(?:^|[/._-])(?:ads?|adv|advert\w*|adserver|guanggao|banner|sponsor)\d*(?=[/._-])", re.IGNORECASE
)
_ADVERT_FOLDER = re.compile(r"/(?:ads?|advert\w*|guanggao)/", re.IGNORECASE)
_ADVERT_CLASS = re.compile(r"(?:^|[\s_-])(?:ads?|adbox|advert\w*|guanggao)(?=$|[\s_-])", re.IGNORECASE)
_ADVERT_ALT = re.compile(r"(?:\W*广告(?:位|图|图片)?\W*|ads?|advertisement|推广)", re.IGNORECASE)
_SIDE = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*(\d+)px", re.IGNORECASE)
_SMALL = 40
_LARGE = 200
_CLOSE = 3


def is_picture(image: Element, *, in_story: bool = False) -> bool:
    """Say whether an image is one of the article's: no icon, QR code or advert, and no way to another page.

    ``in_story`` says that it stands in the body's own element or between two paragraphs: there, an emblem may be what
    the story is about.
    """
    address = picture_address(image)
    if address is None or _is_small(image) or _is_advert(image, address) or _is_called_none(image):
        return False
    if _is_decoration(image, address, in_story=in_story):
        return False
    links = [link.get("href") or "" for link in islice(image.iterancestors("a"), 1)]
    return not any(link == "/" or read_article(link) or read_listing(link) for link in links)


def _is_called_none(image: Element) -> bool:
    about = f"{image.get('class') or ''} {image.get('id') or ''}"
    return bool(_CALLED_SO.search(image.get("alt") or "") or _CLASSED_SO.search(about))


def _is_decoration(image: Element, address: str, *, in_story: bool) -> bool:
    """Say whether the address's last part is made of a decoration's name, and nothing says that it is a picture."""
    if has_date(address) or max(_sides(image), default=0) >= _LARGE:
        return False
    *folders, name = re.split(r"[?#]", address)[0].lower().split("/")
    words = set(re.split(r"[^a-z]+", name.rpartition(".")[0] or name))
    return bool(words & _DECORATION or _DECORATION & set(folders) or (words & _EMBLEM and not in_story))


def _is_advert(image: Element, address: str) -> bool:
    around = [image, *islice(image.iterancestors(), _CLOSE)]
    if _ADVERT_ALT.fullmatch(image.get("alt") or "") or _ADVERT_FOLDER.search(address):
        return True
    if any(_ADVERT_CLASS.search(element.get("class") or "") for element in around):
        return True
    links = [link.get("href") or "" for link in image.iterancestors("a")]
    return any(_ADVERT_ADDRESS.search(link) or _ADVERT_ADDRESS.search(address) for link in links)


def has_date(address: str) -> bool:
    """Say whether a picture's address has a day or a month, as newsrooms store their pictures."""
    return _DATED.search(address) is not None


def _sides(image: Element) -> list[int]:
    """The sides (pixels) that the page gives an image by attributes or style."""
    sides = [(image.get(side) or "").strip().removesuffix("px") for side in ("width", "height")]
    numbers = map(whole_number, [*sides, *_SIDE.findall(image.get("style") or "")])
    return [number for number in numbers if number is not None]


def _is_small(image: Element) -> bool:
    """Say whether the page gives the image less than 40 pixels on a side, as it does for icons."""
    return any(side < _SMALL for side in _sides(image))
