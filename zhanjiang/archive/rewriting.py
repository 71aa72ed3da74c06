"""Files of the archive written anew from parts of others, so that a kill at any moment loses no record.

A plan stands beside the files from before the first byte is written until the last source is deleted. It names the new
file and its sources; whoever finds one takes the work back, or finishes it (``catalogue.rewriting``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhanjiang.archive import ArchiveError
from zhanjiang.durable import put_in_place, sync

PLAN: Final = ".plan"
_UNFINISHED: Final = ".rewriting"
_BLOCK: Final = 1 << 20
"""Bytes that are copied at once."""


@dataclass(frozen=True, slots=True)
class KeptPart:
    """Bytes of a file that the new one has too: whole records."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class RewritingPlan:
    """Which file is written, and which it takes the place of."""

    target: str
    sources: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Write the plan, on the disk before anything else is. Raises OSError."""
        unfinished = folder / f"{self.target}{PLAN}{_UNFINISHED}"
        unfinished.write_text(json.dumps({"target": self.target, "sources": self.sources}), "utf-8")
        put_in_place(unfinished, self._path(folder))

    def copy(self, folder: Path, parts: Sequence[KeptPart], show: Callable[[int], None]) -> None:
        """Write the new file; it has its name once it is whole. ``show`` gets the bytes so far. Raises OSError."""
        unfinished = folder / f"{self.target}{_UNFINISHED}"
        written = 0
        with unfinished.open("wb") as out:
            for part in parts:
                copy_part(folder / part.file, part, out.write)
                written += part.length
                show(written)
        put_in_place(unfinished, folder / self.target)

    def finish(self, folder: Path) -> None:
        """Delete the sources, then the plan. Raises OSError."""
        for name in self.sources:
            (folder / name).unlink(missing_ok=True)
        sync(folder)
        self._path(folder).unlink(missing_ok=True)

    def take_back(self, folder: Path) -> None:
        """Delete what was written, then the plan. Raises OSError."""
        for name in (f"{self.target}{_UNFINISHED}", self.target):
            (folder / name).unlink(missing_ok=True)
        sync(folder)
        self._path(folder).unlink(missing_ok=True)

    def has_all_sources(self, folder: Path) -> bool:
        """Whether no source is deleted yet."""
        return all((folder / name).exists() for name in self.sources)

    def _path(self, folder: Path) -> Path:
        return folder / f"{self.target}{PLAN}"


def plans_of(folder: Path) -> list[RewritingPlan]:
    """The plans that are not carried out. Raises ArchiveError for what is none."""
    for rest in folder.glob(f"*{PLAN}{_UNFINISHED}"):
        rest.unlink(missing_ok=True)
    return [_read(path) for path in sorted(folder.glob(f"*{PLAN}"))]


def _read(path: Path) -> RewritingPlan:
    try:
        written = json.loads(path.read_text("utf-8"))
        return RewritingPlan(str(written["target"]), tuple(map(str, written["sources"])))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ArchiveError(f"{path} cannot be read ({error}): move it away, and run `scrapy archive verify`") from error


def copy_part(path: Path, part: KeptPart, write: Callable[[bytes], object]) -> None:
    """Write a part of a file, block by block. Raises OSError, and ArchiveError where the file ends before."""
    with path.open("rb") as source:
        source.seek(part.offset)
        left = part.length
        while left:
            block = source.read(min(left, _BLOCK))
            if not block:
                raise ArchiveError(f"{path} is shorter than the store knows it: run `scrapy archive verify`")
            write(block)
            left -= len(block)
