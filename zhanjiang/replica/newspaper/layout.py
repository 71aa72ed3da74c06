"""Where pieces stand on a newspaper's page: polygons in pixels of its scan."""

from __future__ import annotations

from random import Random

from zhanjiang.replica.newspaper.edition import Polygon

_HEAD = 40
_MARGIN = 4
_NOTCHED = 0.3
Box = tuple[int, int, int, int]


def draw_areas(width: int, height: int, count: int, chance: Random) -> list[Polygon]:
    """Cut a page below its head into so many areas, the uppermost first. Some have six corners instead of four."""
    boxes: list[Box] = [(_MARGIN, _HEAD, width - _MARGIN, height - _MARGIN)]
    while len(boxes) < count:
        largest = max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        boxes.remove(largest)
        boxes += _halves(largest, chance.uniform(0.35, 0.65))
    boxes.sort(key=lambda box: (box[1], box[0]))
    return [_polygon(box, chance.random() < _NOTCHED) for box in boxes]


def per_cent(area: Polygon, width: int, height: int) -> list[list[float]]:
    """Return the corners in per cent of the page, with two decimals.

    >>> per_cent(((0, 0), (175, 125)), 350, 500)
    [[0.0, 0.0], [50.0, 25.0]]
    """
    return [[round(100 * x / width, 2), round(100 * y / height, 2)] for x, y in area]


def _halves(box: Box, share: float) -> list[Box]:
    left, top, right, bottom = box
    if bottom - top > right - left:
        middle = top + int((bottom - top) * share)
        return [(left, top, right, middle), (left, middle + 1, right, bottom)]
    middle = left + int((right - left) * share)
    return [(left, top, middle, bottom), (middle + 1, top, right, bottom)]


def _polygon(box: Box, notched: bool) -> Polygon:
    """Return a box's corners, without a quarter of it at the lower right where it is notched."""
    left, top, right, bottom = box
    if not notched:
        return ((left, top), (right, top), (right, bottom), (left, bottom))
    middle, low = (left + right) // 2, (top + bottom) // 2
    return ((left, top), (right, top), (right, low), (middle, low), (middle, bottom), (left, bottom))
