"""Zhanjiang's news, crawled whole: the portal 湛江云媒 / 湛江日报, its mirrors and its digital newspapers.

What stands where, and which package may import which: CONTRIBUTING.md. Notebooks and scripts need one name of it:

    from zhanjiang import open_store

It is loaded when it is asked for: no part of a crawl waits for it, nor it for Scrapy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhanjiang.notebooks.article_store import open_store

__all__ = ["open_store"]

if archive := getattr(__spec__.loader, "archive", None):  # as in an egg
    from zhanjiang.unpacking import unpack

    __path__ = [str(unpack(archive) / __name__)]


def __getattr__(name: str) -> Any:
    """Load ``open_store``. Raises AttributeError for any other name."""
    if name in __all__:
        return getattr(import_module("zhanjiang.notebooks.article_store"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
