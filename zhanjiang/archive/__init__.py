"""The archive: every answer of the sites as it came, in WARC 1.1 files, for good.

``records`` makes records of requests and responses, ``writer`` puts them into files so that a kill tears at most the
last one, ``mending`` closes off what a kill has torn, ``reader`` gives records back, on top of ``members``, which reads
damaged files and others' too. ``verification`` says whether a file is as it was written, ``importing`` and
``recognition`` read others' archives, ``wacz`` hands on a part of ours. Where the record of a page stands is known to
``zhanjiang.store.captures``; all of it can be told again from the files alone.
"""

from typing import Final

from zhanjiang.archive.capture import Capture

__all__ = ["ARCHIVE_FAILED", "ArchiveError", "Capture"]

ARCHIVE_FAILED: Final = "archive_failed"
"""The reason for which a spider is closed whose archive cannot be written any more."""


class ArchiveError(Exception):
    """The archive cannot be read or written; the text is one line that says why and what to do."""
