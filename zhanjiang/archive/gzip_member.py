"""One gzip member, made and read at once: by isal where it is installed, which is several times as fast as zlib."""

from __future__ import annotations

from typing import Final

try:
    from isal import isal_zlib as library
except ImportError:  # there is no wheel for this platform
    import zlib as library  # type: ignore[no-redef]

_GZIP: Final = library.MAX_WBITS + 16
_LEVEL: Final = 6 if library.__name__ == "zlib" else 2


def gzip_member(data: bytes) -> bytes:
    """Compress data as one member, without the time of day.

    >>> whole_member(gzip_member(b"news"), most=4), whole_member(gzip_member(b"news"), most=3)
    (b'news', None)
    """
    return library.compress(data, _LEVEL, _GZIP)


def whole_member(data: bytes, *, most: int) -> bytes | None:
    """Decompress one member; None where the data are not exactly one sound member, of at most so many bytes.

    >>> whole_member(gzip_member(b"news")[:-1], most=9), whole_member(gzip_member(b"news") + b"olds", most=9)
    (None, None)
    """
    inflater = library.decompressobj(_GZIP)
    try:
        inflated = inflater.decompress(data, most + 1)
    except library.error:  # type: ignore[misc]  # which its types do not call an exception
        return None
    return inflated if inflater.eof and not inflater.unused_data and len(inflated) <= most else None
