"""The true address of a picture: themes put it in attributes of many names while ``src`` still says loading.gif."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhanjiang.addresses.href import absolute_address
from zhanjiang.pages.reading.elements import Element

# Where known themes put the true address, in order of trust.
_TRUE_ADDRESSES = ("data-origin-src", "data-img", "data-original", "data-src", "data-lazy-src", "data-echo")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set")
_PLACEHOLDER = re.compile(
    r"(?:^|/)(?:img[_-]?)?(?:lazy[_-]?)?"
    r"(?:(?:loading|placeholder|blank|spacer|pixel|gr[ae]y|transparent|lazy(?:load)?)[\w-]*\.(?:gif|png|svg|webp)"
    r"|(?:loading|placeholder|blank|spacer|pixel|transparent|1x1|nopic|default)\.\w+)(?:$|[?#])",
    re.IGNORECASE,
)
_LOOKS_SO = re.compile(r"^\S+\.(?:jpe?g|jfif|png|gif|webp|bmp|avif|tiff?)(?:$|[?#!@]\S*$)", re.IGNORECASE)
_HAS_FORMAT = re.compile(r"^(?:https?:)?//\S+(?:fmt|format|type)=(?:jpe?g|png|gif|webp)", re.IGNORECASE)
_LAZY_NAME = re.compile(r"src|orig|lazy|real|actual|file|full|large|big|hd|echo", re.IGNORECASE)
_OTHER_NAME = re.compile(
    r"thumb|small|mini|loading|holder|default|error|poster|avatar|caption|^on|^(?:alt|title|style)$"
)
_RARE_FORMAT = re.compile(r"\.(?:avif|webp)(?:$|[?#!@])", re.IGNORECASE)


def picture_address(image: Element) -> str | None:
    """The true address of a picture as the page writes it; None where it has none.

    >>> from lxml.html import fromstring
    >>> picture_address(fromstring('<img src="/static/loading.gif" data-origin-src="//img.example/a/1.jpg">'))
    '//img.example/a/1.jpg'
    >>> picture_address(fromstring('<img lay-file="/a/2.jpg" src="/s/bg.png">'))
    '/a/2.jpg'
    >>> picture_address(fromstring('<img srcset="/a/480.jpg 480w, /a/1080.jpg 1080w">'))
    '/a/1080.jpg'
    """
    addresses = map(str.strip, _addresses(image))
    return next((address for address in addresses if address and _may_be_picture(address)), None)


def _may_be_picture(address: str) -> bool:
    """Say whether an address may be a picture's on the web, and not a script, a file of a disk or a placeholder."""
    return not _PLACEHOLDER.search(address) and absolute_address("https://any.example/", address) is not None


def _addresses(image: Element) -> Iterator[str]:
    """Yield what may be the picture's address, in order of trust."""
    for name in _TRUE_ADDRESSES:
        yield image.get(name) or ""
    others = list(_other_addresses(image))
    source = image.get("src") or ""
    # What editors leave beside an address (oldsrc="a.jpg") is no better than it.
    yield from (value for name, value in others if _LAZY_NAME.search(name) and not _is_part(value, source))
    yield source
    yield from (value for _, value in others)
    yield from _of_sets(image)
    yield from _of_sources(image)
    script = image.getnext()
    if script is not None and script.tag == "noscript":
        yield from ((picture.get("src") or "") for picture in script.iter("img"))


def _is_part(value: str, source: str) -> bool:
    """Say whether an address is the end of another, as a bare file name is."""
    return bool(value) and source.endswith(value.removeprefix("./"))


def _other_addresses(image: Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes of any other name whose value looks like a picture's address."""
    for name, value in image.attrib.items():
        address = str(value).strip()
        if name == "src" or name in _SETS or _OTHER_NAME.search(str(name)):
            continue
        if _LOOKS_SO.match(address) or _HAS_FORMAT.match(address):
            yield str(name), address


def _of_sets(element: Element) -> Iterator[str]:
    for name in _SETS:
        if element.get(name):
            yield _largest(element.get(name) or "")


def _of_sources(image: Element) -> Iterator[str]:
    """Yield the addresses of an image's ``<source>`` elements, the usual formats first."""
    around = image if image.tag == "picture" else next(image.iterancestors("picture"), None)
    if around is not None:
        addresses = [address for source in around.iter("source") for address in _of_sets(source)]
        yield from sorted(addresses, key=lambda address: bool(_RARE_FORMAT.search(address)))


def _largest(srcset: str) -> str:
    """The address of the largest picture of a ``srcset``."""
    candidates = [
        candidate.split() for candidate in re.split(r",\s+|(?<=[\dwx]),(?=\S)", srcset) if candidate.strip(" ,")
    ]
    return max(candidates, key=lambda words: _size(words[1:]), default=[""])[0].strip(",")


def _size(descriptor: list[str]) -> float:
    number = descriptor[0].rstrip("wx,") if descriptor else "1"
    return float(number) if re.fullmatch(r"\d+(?:\.\d+)?", number) else 0.0
