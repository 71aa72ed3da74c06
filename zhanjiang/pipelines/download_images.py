"""Downloads the pictures of articles and the scans of newspapers' pages, each once, and stores them as they came.

On if ``IMAGES_STORE`` is set.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from os import PathLike
from typing import Any, Final, Self
from urllib.parse import unquote, urlsplit

from PIL import Image as Picture
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.pipelines.images import ImagesPipeline
from scrapy.pipelines.media import FileInfo, FileInfoOrError, MediaPipeline
from scrapy.utils.defer import ensure_awaitable
from twisted.python.failure import Failure
from w3lib.url import safe_url_string

from zhanjiang.addresses.site import is_web_address
from zhanjiang.archive import ArchiveError
from zhanjiang.crawl.of_crawler import store_of
from zhanjiang.items import Article, Image, NewspaperPage
from zhanjiang.store import Store, images
from zhanjiang.store.images import StoredImage
from zhanjiang.times import moment

logger = logging.getLogger(__name__)

# Pillow would warn at a limit of its own; ours is checked before.
Picture.MAX_IMAGE_PIXELS = None

_FORMATS: Final = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "BMP": "bmp", "AVIF": "avif"}
"""The accepted formats, each with the ending of its files."""
_BOX_OF_AVIF: Final = b"ftyp"
_JPEG_OF_MANY: Final = "MPO"
"""Pillow's name for a JPEG that a second one follows, such as a camera's preview."""
_CLIMBING: Final = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")
# The exceptions that Pillow raises for broken files.
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError)


class RefusedPicture(ValueError):
    """A file that is not stored; ``reason`` is a word for the stats, the text explains it to a reader."""

    def __init__(self, reason: str, explanation: str) -> None:
        super().__init__(explanation)
        self.reason = reason


def safe_address(url: str | None) -> str | None:
    """The address to request; None for one that is no web address, or climbs out of its folder.

    >>> safe_address("https://img.example/a/1.jpg"), safe_address("https://img.example/a/%2e%2e/1.jpg")
    ('https://img.example/a/1.jpg', None)
    """
    if not url or not is_web_address(url) or _CLIMBING.search(unquote(urlsplit(url).path)):
        return None
    return safe_url_string(url)


def read_picture(body: bytes, most_pixels: int, least: tuple[int, int] = (0, 0)) -> tuple[str, int, int]:
    """The ending of a picture's file name, its width and its height.

    The size is read before the pixels, so that a picture that would fill the memory is never decoded. Raises
    RefusedPicture if the bytes are no picture, are cut, or the picture is too large or too small.
    """
    try:
        picture = Picture.open(BytesIO(body), formats=tuple(_FORMATS))
    except _BROKEN as error:
        if body[4:8] == _BOX_OF_AVIF:  # which Pillow recognises only as a whole
            raise RefusedPicture("cut", f"cut or broken: {error}") from None
        raise RefusedPicture("no_picture", f"no picture: it begins with {body[:16]!r}") from None
    width, height = picture.size
    if width * height > most_pixels:
        raise RefusedPicture("too_many_pixels", f"{width} x {height} pixels are more than {most_pixels}")
    if width < least[0] or height < least[1]:
        raise RefusedPicture("too_small", f"{width} x {height} pixels are less than {least[0]} x {least[1]}")
    try:
        # A JPEG is decoded at an eighth of its size, which is faster and still reads all its bytes.
        picture.draft("RGB", (1, 1))
        picture.load()
    except _BROKEN as error:
        raise RefusedPicture("cut", f"cut or broken: {error}") from None
    kind = "JPEG" if picture.format == _JPEG_OF_MANY else picture.format
    return _FORMATS[kind or ""], width, height


@dataclass(slots=True)
class _Scan:
    """The scan of a newspaper's page, as a picture to download: what it becomes stands in the table of pictures."""

    images: list[Image]


class DownloadImagesPipeline(ImagesPipeline):
    """Sets ``path`` and ``sha256`` of an article's pictures; refused pictures are logged, and stay null.

    Scrapy's pipeline does the downloads, each address once a run, and writes the files to any of its storages. Files
    are named by content: ``ab/abcd….jpg``. Counts ``images/downloaded``, ``images/known``, ``images/refused/<reason>``.
    """

    def __init__(self, store_uri: str | PathLike[str], *, crawler: Crawler) -> None:
        """Take the folder (or another storage of Scrapy's), and the crawl."""
        super().__init__(store_uri, crawler=crawler)
        self.most_bytes = crawler.settings.getint("IMAGES_MAX_BYTES")
        self.most_pixels = crawler.settings.getint("IMAGES_MAX_PIXELS")
        self.articles: Store = store_of(crawler)
        self._archive_failure: ArchiveError | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``IMAGES_STORE``, ``IMAGES_MAX_BYTES``, ``IMAGES_MAX_PIXELS``, and Scrapy's settings for pictures."""
        return super().from_crawler(crawler)

    async def process_item(self, item: Any) -> Any:  # type: ignore[override]  # its argument `spider` is deprecated
        """Return the item; an article's pictures, or the scan of a newspaper's page, are downloaded first."""
        if isinstance(item, NewspaperPage) and item.scan:
            await self._download(_Scan([Image(item.scan)]))
        if isinstance(item, Article) and item.images:
            await self._download(item)
        return item

    async def _download(self, item: Article | _Scan) -> None:
        await self._recall(item.images)
        await super().process_item(item)

    async def _recall(self, pictures: Sequence[Image]) -> None:
        """Set path and digest of pictures that an earlier visit stored, if the file still exists."""
        requested = [(url, picture) for picture in pictures if (url := safe_address(picture.url))]
        with self.articles.reading() as connection:
            known = images.known(connection, [url for url, _ in requested])
        for stored, picture in ((known[url], picture) for url, picture in requested if url in known):
            file: Any = self.store.stat_file(stored.path, self.spiderinfo)
            if await ensure_awaitable(file):
                picture.path, picture.sha256 = stored.path, stored.sha256
                self.crawler.stats.inc_value("images/known")

    # --- The steps of Scrapy's pipeline -------------------------------------------------------------------------------

    def get_media_requests(self, item: Any, info: MediaPipeline.SpiderInfo) -> list[Request]:
        """Request the pictures that are not stored yet; refuse those without a safe address."""
        for picture in item.images:
            if safe_address(picture.url) is None:
                self._refuse("address", str(picture.url), "no address of a picture")
        meta = {"download_maxsize": self.most_bytes, "download_warnsize": 0}
        return [Request(url, NO_CALLBACK, meta=dict(meta)) for url, _ in self._wanted(item)]

    def _wanted(self, article: Article | _Scan) -> list[tuple[str, Image]]:
        """The pictures to download, each with the address to request."""
        lacking = [picture for picture in article.images if picture.path is None]
        return [(url, picture) for picture in lacking if (url := safe_address(picture.url))]

    def media_to_download(self, request: Request, info: MediaPipeline.SpiderInfo, *, item: Any = None) -> None:
        """Download every requested picture: known ones were not requested."""

    async def media_downloaded(
        self, response: Response, request: Request, info: MediaPipeline.SpiderInfo, *, item: Any = None
    ) -> FileInfo:
        """Store a picture as it came; the result's ``checksum`` is its SHA-256, None if it was refused."""
        try:
            stored = await self._store(request.url, response, info)
        except RefusedPicture as refused:
            self._refuse(refused.reason, request.url, str(refused))
            return FileInfo(url=request.url, path="", checksum=None, status="refused")
        self.crawler.stats.inc_value("images/downloaded")
        return FileInfo(url=request.url, path=stored.path, checksum=stored.sha256, status="downloaded")

    async def _store(self, url: str, response: Response, info: MediaPipeline.SpiderInfo) -> StoredImage:
        if response.status != 200:
            raise RefusedPicture("status", f"status {response.status}")
        body = response.body
        least = (self.min_width, self.min_height)
        ending, width, height = await asyncio.to_thread(read_picture, body, self.most_pixels, least)
        digest = sha256(body).hexdigest()
        path = f"{digest[:2]}/{digest}.{ending}"
        await ensure_awaitable(self.store.persist_file(path, BytesIO(body), info))
        stored = StoredImage(url, path, digest, len(body), width, height, moment())
        with self.articles.unit() as connection:
            images.save(connection, stored)
        return stored

    # Scrapy's own method raises, which logs two tracebacks.
    def media_failed(  # type: ignore[override]
        self, failure: Failure, request: Request, info: MediaPipeline.SpiderInfo
    ) -> None:
        """Log a failed download; a picture that could not be archived is left to the next run."""
        error = failure.value
        if isinstance(error, ArchiveError):
            self._archive_failure = error
        elif isinstance(error, IgnoreRequest):
            self._refuse("not_allowed", request.url, str(error) or "robots.txt forbids it")
        elif isinstance(error, DownloadCancelledError):
            self._refuse("too_large", request.url, f"more than {self.most_bytes} bytes")
        else:
            self._refuse("failed", request.url, f"{type(error).__name__}: {error}")

    def item_completed(self, results: list[FileInfoOrError], item: Any, info: MediaPipeline.SpiderInfo) -> Any:
        """Set path and digest of the downloaded pictures; the results are in the order of the requests.

        Raises ArchiveError if the run ends because the archive cannot be written: the article stays leased.
        """
        if self._archive_failure:
            raise self._archive_failure
        for (_, picture), (_, result) in zip(self._wanted(item), results, strict=True):
            if isinstance(result, dict) and result["checksum"]:
                picture.path, picture.sha256 = result["path"], result["checksum"]
        return item

    def _refuse(self, reason: str, url: str, explanation: str) -> None:
        self.crawler.stats.inc_value(f"images/refused/{reason}")
        logger.warning("Picture not stored: %s: %s", url, " ".join(explanation.split()))
