"""A part of the archive as one WACZ file, for others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.archive import Capture
from zhanjiang.archive.wacz import write_wacz
from zhanjiang.catalogue.selection import pages_of, to_show
from zhanjiang.console.progress_bar import with_progress


def hand_on(
    connection: Connection, folder: Path, selected: Sequence[Capture], path: Path, title: str
) -> tuple[int, int]:
    """Write captures of the archive in a folder, with all that it takes to show them; return counts of records, pages.

    Raises ArchiveError, and OSError where the file cannot be written.
    """
    needed, listed = to_show(connection, folder, selected)
    pages = pages_of(connection, listed)
    shown = with_progress(needed, "Writing", len(needed), name=lambda capture: capture.url)
    return write_wacz(path, folder, shown, pages, title), len(pages)
