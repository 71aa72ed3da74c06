"""Imports archives of others: writes their answers into our files, and notes each with the page that it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.archive import Capture
from zhanjiang.archive.importing import Answer, answers, why_unsound
from zhanjiang.archive.raw import NoWarc
from zhanjiang.archive.recognition import Recogniser
from zhanjiang.archive.unpacking import warc_files
from zhanjiang.archive.writer import ArchiveWriter
from zhanjiang.console.progress_bar import Show
from zhanjiang.store import Store, captures


class Import:
    """Imports answers that the archive does not have: ``taken``. ``known`` counts the others."""

    def __init__(
        self, store: Store, writer: ArchiveWriter, recogniser: Recogniser, show: Show = lambda *_progress: None
    ) -> None:
        """Take a store whose lock is ours, the writer of the records, what names pages, and what shows the progress."""
        self.store = store
        self.writer = writer
        self.recogniser = recogniser
        self.show = show
        self.taken: list[Capture] = []
        self.known = 0

    @property
    def pages(self) -> list[Capture]:
        """The imported answers to requests for articles, errors included."""
        return [capture for capture in self.taken if capture.article]

    def read(self, path: Path) -> Iterator[str]:
        """Import a WARC file; yield a line for each record that cannot be imported.

        Raises ArchiveError and StoreError if an answer cannot be written; those before it stay imported.
        """
        for answer in answers(path):
            if isinstance(answer, str):
                yield answer
                continue
            with self.store.transaction() as connection:
                reason = self._take(connection, answer)
            counts = Counter(taken=len(self.taken), known=self.known)
            self.show(len(self.taken) + self.known, answer.record.url, counts)
            if reason:
                yield f"{answer.record.url}: {reason}"

    def _take(self, connection: Connection, answer: Answer) -> str | None:
        """Write an answer and note it; return why that cannot be, if so."""
        metadata = self.recogniser.recognise(answer.record.url)
        metadata = answer.from_listing | metadata if metadata else {}
        capture = answer.capture(metadata)
        if captures.is_known(connection, capture):
            self.known += 1
            return None
        members, length = answer.members(metadata)
        if reason := why_unsound(members, length, capture):
            return reason
        file, offset = self.writer.write(members)
        capture = replace(capture, file=file, offset=offset, length=length)
        captures.add(connection, [capture])
        self.taken.append(capture)
        return None


def import_file(into: Import, path: Path) -> Iterator[str]:
    """Import a WARC or WACZ file; yield a line for whatever of it cannot be imported. Raises as ``Import.read``."""
    try:
        for warc in warc_files(path):
            if isinstance(warc, str):
                yield f"{path.name}  {warc}"
            else:
                name, unpacked = warc
                yield from (f"{name}  {line}" for line in into.read(unpacked))
    except NoWarc as error:
        yield f"{path.name}  {error}"
