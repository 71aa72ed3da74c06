"""Where a command may write: never in place of the store that it reads, and never into the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from zhanjiang.console.errors import WrongArgument
from zhanjiang.store.address import parse_store_url

_BESIDE: Final = ("", "-wal", "-shm", "-journal", ".lock")
"""What follows the store's name in the names of its own files."""
_URI: Final = "file:"


def check_output_place(target: str, store_url: str, archive: str) -> None:
    """Raise WrongArgument for an output that is a file of the store, or of the archive in a folder.

    Links and relative names are followed; ``-`` is standard output. Raises StoreError for no address of a store.
    """
    if target == "-":
        return
    path = _resolved(Path(target))
    if any(_is_same(path, _resolved(part)) for part in _files_of_store(store_url)):
        raise WrongArgument(f"{target} is the store itself, or a file beside it: give the output another name")
    if archive and path.is_relative_to(_resolved(Path(archive))):
        raise WrongArgument(f"{target} is in the archive ({archive}): give the output another place")


def _files_of_store(store_url: str) -> Iterator[Path]:
    """Yield the files that a store of SQLite has or may have."""
    url = parse_store_url(store_url)
    name = url.database or ":memory:"
    if url.get_backend_name() == "sqlite" and not name.startswith(":memory:"):
        name = unquote(urlsplit(name).path) if name.startswith(_URI) else name
        yield from (Path(name + ending) for ending in _BESIDE)


def _resolved(path: Path) -> Path:
    """A path without links, where they lead anywhere; two slashes at its beginning are one."""
    with suppress(OSError, RuntimeError):  # of a ring of links
        path = path.resolve()
    return Path("/", *path.absolute().parts[1:])


def _is_same(path: Path, other: Path) -> bool:
    """Say whether two names are of one file, also by hard links and where capitals do not count."""
    with suppress(OSError):
        return path == other or path.samefile(other)
    return path == other
