"""The image site: a small real picture at every picture's address, each with its own bytes, or spoilt by a fault."""

from __future__ import annotations

import re

from zhanjiang.replica.answer import BodyPart, SiteResponse, page, text
from zhanjiang.replica.picture import bomb, cut_jpeg, named_jpeg, named_png, plain_jpeg
from zhanjiang.replica.picture_faults import PictureFaults
from zhanjiang.replica.sites import Request

_ADDRESS = re.compile(r"^/a/10001/\d{6}/(?P<name>[0-9a-f]{32})\.(?P<extension>jpeg|jpg|png)$")
_TYPES = {"jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png"}


class Images:
    """Answers for the image site."""

    def __init__(self, faults: PictureFaults) -> None:
        self._faults = faults

    def answer(self, request: Request) -> SiteResponse:
        """Answer with a picture, or 404."""
        address = _ADDRESS.match(request.path)
        if request.path == "/robots.txt":
            return text("User-agent: *\nDisallow:\n")
        if not address:
            return text("not found\n", 404)
        spoilt = self._spoilt(request.path, address["name"])
        return spoilt or picture(address["name"], address["extension"])

    def _spoilt(self, path: str, name: str) -> SiteResponse | None:
        """Return what a fault makes of the picture at a path; None where no fault strikes it."""
        match self._faults.at(path):
            case "html":
                return page("<html><body><h1>图片不存在</h1></body></html>")
            case "cut":
                return _image(cut_jpeg(name), "image/jpeg")
            case "bomb":
                return _image(bomb(), "image/png")
            case "twin":
                return _image(plain_jpeg(), "image/jpeg")
        return None


def picture(name: str, extension: str) -> SiteResponse:
    """Return the picture of a name, of the type that an extension says: jpeg, jpg or png."""
    return _image(named_png(name) if extension == "png" else named_jpeg(name), _TYPES[extension])


def _image(body: bytes, content_type: str) -> SiteResponse:
    return SiteResponse([BodyPart(body)], content_type=content_type)
