"""The learned layouts of a store: read by whatever reads articles, written by whoever learns."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from scrapy.settings import BaseSettings
from sqlalchemy import Connection

from zhanjiang.pages.reading.learned import LearnedLayout, alike
from zhanjiang.store import StoreError, layouts, open_read_only

logger = logging.getLogger(__name__)

_SAME: Final = 0.8


def layouts_in_use(connection: Connection) -> list[LearnedLayout]:
    """The store's learned layouts that are not forgotten, the latest first: a site's new markup is met most often.

    One whose data this version cannot read is left out, and a line of the log says so.
    """
    learned: list[LearnedLayout] = []
    for row in reversed(layouts.stored(connection)):
        try:
            learned.append(LearnedLayout.from_data(row.data))
        except (LookupError, TypeError, ValueError) as error:
            logger.warning(
                "The learned layout %r cannot be read (%s): learn it with `scrapy layouts learn`", row.name, error
            )
    return learned


def stored_layouts(settings: BaseSettings) -> list[LearnedLayout]:
    """The same for a command that opens no store of its own; [] where there is no store that it can read."""
    try:
        store = open_read_only(settings["STORE_URL"])
    except StoreError:
        return []
    try:
        with store.reading() as connection:
            return layouts_in_use(connection)
    finally:
        store.close()


def new_names(connection: Connection) -> Iterator[str]:
    """Yield names that no layout of the store has, forgotten or not: ``learned 1``, ``learned 2`` and so on."""
    taken = {row.name for row in layouts.stored(connection, with_forgotten=True)}
    return (name for number in count(1) if (name := f"learned {number}") not in taken)


def save_layouts(connection: Connection, learned: Sequence[LearnedLayout], run: int | None) -> None:
    """Store layouts that were learned just now, in a run or by a command (None)."""
    for layout in learned:
        layouts.save(connection, layout.name, layout.as_data(), run)


def renamed(
    learned: Sequence[LearnedLayout], former: Sequence[LearnedLayout], names: Iterator[str]
) -> list[LearnedLayout]:
    """Name layouts: one learned anew keeps the name that it has among the ``former``, any other gets a new one."""
    layouts: list[LearnedLayout] = []
    for layout in learned:
        given = {one.name for one in layouts}
        same = (one.name for one in former if one.name not in given and alike(one.marks, layout.marks) >= _SAME)
        layouts.append(replace(layout, name=next(same, None) or next(names)))
    return layouts
