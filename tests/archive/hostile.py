"""All hostile files by name: WARC and WACZ files with two good answers each, and files that are no archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.archive.hostile_waczs import ARCHIVE, CENTRAL, TWO, WACZS, with_another_end, zipped
from tests.archive.hostile_warcs import WARCS, record
from tests.odd_answers import article_page

_NOTHING_GOOD = {
    "beginnings alone": lambda: b"WARC/1.0\r\n" * 50_000,
    "heads alone": lambda: record(9, block=b"", WARC_Date="never") * 2000,
    "no directory": lambda: TWO[:-40],
    "two ends": lambda: with_another_end(zipped(ARCHIVE)),
    "half of it": lambda: TWO[: len(TWO) // 2],
    "a directory of rubbish": lambda: TWO.replace(CENTRAL, b"PK\x09\x09"),
    "an empty ZIP file": lambda: zipped(),
    "no WARC file": lambda: zipped(("readme.txt", b"nothing")),
    "nothing": lambda: b"",
    "one byte": lambda: b"P",
    "a gzip head alone": lambda: b"\x1f\x8b\x08",
    "a page": lambda: article_page(1),
    "zeros": lambda: bytes(1 << 20),
    "an ARC file": lambda: b"filedesc://a.arc 0.0.0.0 20220601000000 text/plain 9\n1 0 a\n",
}
"""Files with nothing good in them."""


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    **{f"WARC, {name}": make for name, make in WARCS.items()},
    **{f"WACZ, {name}": make for name, make in WACZS.items()},
    **{f"no archive, {name}": make for name, make in _NOTHING_GOOD.items()},
}
"""All of them by name."""


def has_good(name: str) -> bool:
    """Say whether there are good answers in a file."""
    return not name.startswith("no archive")
