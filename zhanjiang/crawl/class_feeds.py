"""Feeds of CSV by class of item: a file of CSV has one kind of row, so that each class gets a file of its own."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from zhanjiang.console.setting_values import WrongSetting

logger = logging.getLogger(__name__)

Feeds = dict[str, dict[str, Any]]
"""The setting ``FEEDS``: options by address."""


def split_by_class(feeds: Feeds) -> Feeds:
    """Give each class of items of a CSV feed its own: the first keeps the address, others stand in theirs by name.

    Raises WrongSetting for a feed that has several classes and no name, such as standard output.

    >>> both = {"format": "csv", "item_classes": ("items.RankingEntry", "items.PictureBoxEntry")}
    >>> [*split_by_class({"data/boxes.csv.gz": both, "boxes.jsonl": {**both, "format": "jsonl"}})]
    ['data/boxes.csv.gz', 'data/boxes.PictureBoxEntry.csv.gz', 'boxes.jsonl']
    """
    split: Feeds = {}
    for address, options in feeds.items():
        classes = _classes(options.get("item_classes"))
        if options.get("format") != "csv" or len(classes) < 2:
            split[address] = options
            continue
        for one in classes:
            split[_address(address, "" if one is classes[0] else _name(one))] = {**options, "item_classes": (one,)}
        others = ", ".join(f"{_name(one)} in {_address(address, _name(one))}" for one in classes[1:])
        logger.info("A CSV file has one kind of row: %s is in %s, %s", _name(classes[0]), address, others)
    return split


def _classes(given: Any) -> Sequence[Any]:
    return given if isinstance(given, list | tuple) else (given,)


def _name(item: Any) -> str:
    """The name of a class that is given as such, or by its path."""
    return item.rpartition(".")[2] if isinstance(item, str) else str(item.__name__)


def _address(address: str, name: str) -> str:
    if not name:
        return address
    folder, slash, file = address.rpartition("/")
    stem, dot, endings = file.partition(".")
    if not stem or address.startswith("stdout:"):
        raise WrongSetting(f"the feed {address!r} would have several kinds of row: give a file, or another format")
    return f"{folder}{slash}{stem}.{name}{dot}{endings}"
