"""The list of a backup's files with their checksums, ``manifest.json``: what is not in it is no part of the backup."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from zhanjiang.console.errors import CommandError
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.durable import put_in_place

NAME: Final = "manifest.json"
DATABASE: Final = "zhanjiang.db"
"""A store of SQLite, which may be opened where it is."""
DUMP: Final = "store.dump"
"""A store of PostgreSQL, for pg_restore."""
ARCHIVE: Final = "archive"
PICTURES: Final = "pictures"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class BackedUpFile:
    """A file of a backup: its bytes, and their SHA-256."""

    bytes: int
    sha256: str


@dataclass
class Manifest:
    """What a backup holds. ``files`` are by their names below its folder, ``schema`` is the store's version."""

    made_at: str
    schema: str
    files: dict[str, BackedUpFile] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(file.bytes for file in self.files.values())

    def below(self, folder: str) -> list[str]:
        """The names of the files in a folder of the backup, without it."""
        return [name.removeprefix(f"{folder}/") for name in self.files if name.startswith(f"{folder}/")]

    def write(self, folder: Path) -> None:
        """Write it into the backup's folder. Raises OSError."""
        unfinished = folder / f".{NAME}"
        unfinished.write_bytes(orjson.dumps({"format": _FORMAT, **vars(self)}, option=orjson.OPT_INDENT_2))
        put_in_place(unfinished, folder / NAME)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup. Raises CommandError where there is none that this version knows."""
    try:
        written: dict[str, Any] = orjson.loads((folder / NAME).read_bytes())
        if written["format"] != _FORMAT:
            raise ValueError(f"its form is {written['format']}, and this version knows {_FORMAT}")
        files = {name: BackedUpFile(int(file["bytes"]), str(file["sha256"])) for name, file in written["files"].items()}
        if bad := next((name for name in files if name.startswith("/") or ".." in Path(name).parts), None):
            raise ValueError(f"it names {bad}")
        return Manifest(str(written["made_at"]), str(written["schema"]), files)
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{folder} is no backup ({NAME}: {reason}): give a folder that `scrapy maintain --backup` made"
        raise CommandError(ExitCode.COULD_NOT_START, message) from None


def checksum(path: Path) -> BackedUpFile:
    """The bytes of a file, and their SHA-256. Raises OSError."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return BackedUpFile(stream.tell(), digest)
