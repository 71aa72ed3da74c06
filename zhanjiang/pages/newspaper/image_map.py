"""The image map of a newspaper's page: where on the page each article stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.pages.reading.elements import Element

Polygon = list[list[float]]
"""The corners of an article on its page: [x, y], each in per cent of the page's width and height."""

_SCAN = re.compile(r"/page/(?:\d+/)?\d{4}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\d)-?\d{1,9}(?:\.\d{1,20})?(?!\d)")
_SHOWN = r"\s*:\s*(\d{1,9}(?:\.\d{1,20})?)\s*px"
_STYLED = {side: re.compile(rf"(?<![\w-]){side}{_SHOWN}", re.IGNORECASE) for side in ("width", "height")}


def article_areas(root: Element, base: str, name: str = "") -> dict[str, Polygon]:
    """The areas of the articles by ID, in the order of the map; only those whose address holds ``name``, an article's.

    Of an article with several areas the largest counts. {} where the page does not say how large its picture is
    shown, since coordinates mean nothing then.

    >>> from lxml.html import fromstring
    >>> page = fromstring(
    ...     "<div><img usemap='#m' width=200 height=400><map name=m>"
    ...     "<area shape=polygon coords='20,40,100,40,100,90,20,90' href=content_7.htm></map></div>"
    ... )
    >>> article_areas(page, "http://szb.example/zjrb/html/2018-07/17/node_2.htm", "8")
    {}
    >>> article_areas(page, "http://szb.example/zjrb/html/2018-07/17/node_2.htm")
    {'zjrb/2018-07-17/7': [[10.0, 10.0], [50.0, 10.0], [50.0, 22.5], [10.0, 22.5]]}
    """
    areas: dict[str, Polygon] = {}
    for mapped in root.iter("map"):
        size = _size(_picture(root, mapped))
        for area in mapped.iter("area") if size else ():
            address = area.get("href") or ""
            reference = read_newspaper(absolute_address(base, address) or "") if name in address else None
            polygon = _polygon(area, *size) if size else []
            if reference and reference.is_article and _extent(polygon) > _extent(areas.get(reference.id, [])):
                areas[reference.id] = polygon
    return areas


def page_picture(root: Element) -> Element | None:
    """The picture of the whole page: the one that an image map belongs to; None where there is none."""
    return next(_mapped_pictures(root), None)


def is_scan(address: str | None) -> bool:
    """Say whether a picture's address is that of the scan of a whole page.

    >>> is_scan("/zjwb/page/14/2015-12-01/11/20151201.jpg"), is_scan("/zjwb/res/1/20151201/1.jpg"), is_scan(None)
    (True, False, False)
    """
    return address is not None and _SCAN.search(address) is not None


def _mapped_pictures(root: Element) -> Iterator[Element]:
    return (image for image in root.iter("img") if image.get("usemap"))


def _picture(root: Element, mapped: Element) -> Element | None:
    """The picture that a map belongs to by its name; where only one picture has a map at all, that one."""
    pictures = list(_mapped_pictures(root))
    names = {(mapped.get(name) or "").lower() for name in ("name", "id")} - {""}
    own = [image for image in pictures if (image.get("usemap") or "").lstrip("#").lower() in names]
    return next(iter(own or (pictures if len(pictures) == 1 else [])), None)


def _size(image: Element | None) -> tuple[float, float] | None:
    """Width and height (pixels) at which the page shows a picture; None where it does not say both."""
    sides = [_side(image, name) for name in ("width", "height")] if image is not None else []
    return (sides[0], sides[1]) if len(sides) == 2 and all(sides) else None


def _side(image: Element, name: str) -> float:
    styled = _STYLED[name].search(image.get("style") or "")
    written = (image.get(name) or "").strip().lower().removesuffix("px")
    return float(styled[1]) if styled else (float(written) if _NUMBER.fullmatch(written) else 0.0)


def _polygon(area: Element, width: float, height: float) -> Polygon:
    """Read an area's corners; a rectangle has four of them. [] for a shape that is no polygon."""
    numbers = [float(number) for number in _NUMBER.findall(area.get("coords") or "")]
    shape = (area.get("shape") or "").lower()
    if len(numbers) == 4 and not shape.startswith(("poly", "circ")):
        left, top, right, bottom = numbers
        numbers = [left, top, right, top, right, bottom, left, bottom]
    elif shape.startswith(("rect", "circ", "default")):
        return []
    corners = list(zip(numbers[::2], numbers[1::2], strict=False))
    return [[round(x * 100 / width, 2), round(y * 100 / height, 2)] for x, y in corners] if len(corners) > 2 else []


def _extent(polygon: Polygon) -> float:
    """The area of a polygon (the shoelace formula), in parts of ten thousand of the page; 0 for none."""
    following = [*polygon[1:], *polygon[:1]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(polygon, following, strict=True))) / 2
