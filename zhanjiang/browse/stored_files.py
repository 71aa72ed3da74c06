"""The files that pages need: the style, the icon, and the pictures that were downloaded."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from zhanjiang import html
from zhanjiang.browse.answers import FILE_POLICY, NotThere, Reply
from zhanjiang.browse.reading import Reading

_TYPES: Final = {
    "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp", "bmp": "image/bmp",
    "avif": "image/avif",
}  # fmt: skip
"""The formats of pictures that are stored, by the endings of their files."""
PICTURE: Final = f"[0-9a-f]{{2}}/[0-9a-f]{{64}}\\.(?:{'|'.join(_TYPES)})"
"""The name of a picture's file, which is that of its content."""
_YEAR: Final = 31_536_000
_ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#a3301d"/>'
    '<path d="M3 4h10M3 8h10M3 12h6" stroke="#fff" stroke-width="1.6"/></svg>'
)


def style(_reading: Reading) -> Reply:
    """The style of all pages."""
    return Reply(_style(), "text/css; charset=utf-8", policy=FILE_POLICY)


@cache
def _style() -> bytes:
    house = Path(html.__file__).with_name("house.css")
    return house.read_bytes() + Path(__file__).with_name("browse.css").read_bytes()


def icon(_reading: Reading) -> Reply:
    """The sign of the pages in a browser's tab."""
    return Reply(_ICON.encode(), "image/svg+xml", policy=FILE_POLICY, age=_YEAR)


def picture(reading: Reading, name: str) -> Reply:
    """A picture by the name of its file below ``IMAGES_STORE``. Raises NotThere."""
    folder = reading.folders.pictures
    path = folder / name if folder else None
    if path is None or not path.is_file():
        raise NotThere("这张图片没有存档")
    return Reply(path.read_bytes(), _TYPES[name.rpartition(".")[2]], policy=FILE_POLICY, age=_YEAR)
