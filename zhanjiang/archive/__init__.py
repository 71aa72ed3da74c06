"""The archive: every answer of the sites as it came, in WARC 1.1 files, for good.

``records`` makes records of requests and responses, ``writer`` puts them into files so that a kill tears at most the
last one. ``mending`` closes files that a kill has torn. ``reader`` reads records, on top of ``members``, which also
reads damaged files, and files of others. ``verification`` checks that a file is as it was written. ``importing`` and
``recognition`` read archives of others, ``wacz`` exports a part of ours. The table ``zhanjiang.store.captures`` is the
index: it says where each record stands, and can be rebuilt from the files alone.
"""

from typing import Final

from zhanjiang.archive.capture import Capture

__all__ = ["ARCHIVE_FAILED", "ArchiveError", "Capture"]

ARCHIVE_FAILED: Final = "archive_failed"
"""The reason for closing a spider when its archive cannot be written any more."""


class ArchiveError(Exception):
    """The archive cannot be read or written; the text is one line that says why and what to do."""
