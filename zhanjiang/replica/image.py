"""The image site: a small true picture at every address of one, each with bytes of its own."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from zhanjiang.replica.answer import Answer, Piece, text
from zhanjiang.replica.sites import Request

_ADDRESS = re.compile(r"^/a/10001/\d{6}/(?P<name>[0-9a-f]{32})\.(?P<extension>jpeg|jpg|png)$")
_DATA = Path(__file__).parent / "data"
_JPEG_START = 2
_PNG_START = 33
_TYPES = {"jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png"}


class Images:
    """Answers for the image site."""

    def __init__(self) -> None:
        self._jpeg = (_DATA / "picture.jpeg").read_bytes()
        self._png = (_DATA / "picture.png").read_bytes()

    def answer(self, request: Request) -> Answer:
        """Answer with a picture, or 404."""
        address = _ADDRESS.match(request.path)
        if request.path == "/robots.txt":
            return text("User-agent: *\nDisallow:\n")
        if not address:
            return text("not found\n", 404)
        name, extension = address["name"].encode(), address["extension"]
        body = self._named_png(name) if extension == "png" else self._named_jpeg(name)
        return Answer([Piece(body)], content_type=_TYPES[extension])

    def _named_jpeg(self, name: bytes) -> bytes:
        """The picture with its name in a comment segment, so that no two are the same file."""
        comment = b"\xff\xfe" + (len(name) + 2).to_bytes(2, "big") + name
        return self._jpeg[:_JPEG_START] + comment + self._jpeg[_JPEG_START:]

    def _named_png(self, name: bytes) -> bytes:
        """The picture with its name in a text chunk behind the header chunk."""
        chunk = b"tEXtTitle\0" + name
        checksum = zlib.crc32(chunk).to_bytes(4, "big")
        return self._png[:_PNG_START] + (len(chunk) - 4).to_bytes(4, "big") + chunk + checksum + self._png[_PNG_START:]
