"""Which pictures are stored, by their bytes and by their addresses."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image as Picture

from tests.store.conftest import postgresql_store_url, postgresql_url, store, store_url
from zhanjiang.pipelines.download_images import RefusedPicture, read_picture, safe_address
from zhanjiang.store import Store, images
from zhanjiang.store.images import StoredImage

__all__ = ["postgresql_store_url", "postgresql_url", "store", "store_url"]

_MOST = 1_000_000


def _drawn(form: str, width: int = 64, height: int = 48, mode: str = "RGB", **options: object) -> bytes:
    """Return a picture of noise, which no format makes much smaller."""
    noise = random.Random(7).randbytes(width * height * len(mode))
    file = BytesIO()
    Picture.frombytes(mode, (width, height), noise).save(file, form, **options)
    return file.getvalue()


def _bomb(side: int) -> bytes:
    """Return a PNG of a few bytes that says it is a square of this side."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        (_drawn("JPEG"), "jpg"),
        (_drawn("JPEG", progressive=True), "jpg"),
        (_drawn("JPEG", mode="L"), "jpg"),
        (_drawn("JPEG", mode="CMYK"), "jpg"),
        (_drawn("PNG"), "png"),
        (_drawn("PNG", mode="RGBA"), "png"),
        (_drawn("GIF", mode="L"), "gif"),
        (_drawn("WEBP"), "webp"),
        (_drawn("BMP"), "bmp"),
        (_drawn("AVIF"), "avif"),
        (_drawn("AVIF", mode="RGBA", lossless=True), "avif"),
    ],
)
def test_a_whole_picture_is_known_by_its_bytes(body: bytes, ending: str) -> None:
    assert read_picture(body, _MOST) == (ending, 64, 48)


def test_a_jpeg_with_a_preview_after_it_is_a_jpeg() -> None:
    file = BytesIO()
    one, two = (Picture.new("RGB", (64, 48), colour) for colour in ("red", "blue"))
    one.save(file, "MPO", save_all=True, append_images=[two])
    assert read_picture(file.getvalue(), _MOST) == ("jpg", 64, 48)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no_picture"),
        (b"<html><body>404</body></html>", "no_picture"),
        (b"%PDF-1.4 paper", "no_picture"),
        (b"\xff\xd8\xff", "no_picture"),
        (_bomb(30_000), "too_many_pixels"),
        (_drawn("PNG", 1001, 1000, "L"), "too_many_pixels"),
        (_bomb(100), "cut"),
        *(
            (_drawn(form)[: len(_drawn(form)) * part // 10], "cut")
            for form in ("JPEG", "PNG", "BMP", "AVIF")
            for part in (5, 9)
        ),
    ],
)
def test_anything_else_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(RefusedPicture) as refused:
        read_picture(body, _MOST)
    assert refused.value.reason == reason


def test_a_picture_may_be_too_small() -> None:
    with pytest.raises(RefusedPicture) as refused:
        read_picture(_drawn("PNG"), _MOST, (65, 0))
    assert refused.value.reason == "too_small"


def test_a_bomb_is_refused_without_being_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _: pytest.fail("it was decoded"))
    with pytest.raises(RefusedPicture, match="30000 x 30000 pixels"):
        read_picture(_bomb(30_000), 50_000_000)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://img.example/a/10001/1.jpeg", "https://img.example/a/10001/1.jpeg"),
        ("https://img.example/a/码头..2.jpeg", "https://img.example/a/%E7%A0%81%E5%A4%B4..2.jpeg"),
        ("https://img.example/a/../../etc/passwd", None),
        ("https://img.example/a/%2E%2e/1.jpg", None),
        ("https://img.example/a\\..\\1.jpg", None),
        ("https://img.example/..", None),
        ("file:///etc/passwd", None),
        ("data:image/png;base64,AAAA", None),
        ("//img.example/1.jpg", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_that_climb_or_are_none_are_not_asked_for(url: str | None, asked: str | None) -> None:
    assert safe_address(url) == asked


def test_a_picture_is_known_by_its_address(store: Store) -> None:
    first = StoredImage("https://a.example/1.jpg", "ab/ab.jpg", "ab", 9, 3, 4, "2022-06-01T04:00:00Z")
    newer = StoredImage("https://a.example/1.jpg", "cd/cd.jpg", "cd", 9, 3, 4, "2022-06-02T04:00:00Z")
    with store.transaction() as connection:
        images.save(connection, first)
        assert images.known(connection, [first.url, "https://a.example/2.jpg"]) == {first.url: first}
        images.save(connection, newer)
        assert images.known(connection, [first.url]) == {first.url: newer}
        assert images.known(connection, []) == {}
