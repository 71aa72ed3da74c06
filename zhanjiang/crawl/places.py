"""Folders and files of settings, checked before anything is written: whether they can be there."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile


def why_no_folder(place: str) -> str | None:
    """Why a folder cannot be there or take files, as the end of a sentence; None if it can. Makes nothing.

    >>> why_no_folder("/proc/x")
    '/proc cannot be written'
    >>> why_no_folder("data"), why_no_folder("a" * 999)
    (None, 'the name is none (File name too long)')
    """
    try:
        folder = Path(place).absolute()
        nearest = next(path for path in (folder, *folder.parents) if path.exists() or path.is_symlink())
    except (OSError, ValueError) as error:
        return f"the name is none ({getattr(error, 'strerror', None) or error})"
    if not nearest.is_dir():
        return f"{nearest} is a file"
    try:
        with TemporaryFile(dir=nearest):
            return None
    except OSError:
        return f"{nearest} cannot be written"


def why_no_file(place: str) -> str | None:
    """Why a file cannot be written, in a folder that must be there; None if it can. Makes nothing.

    >>> why_no_file("none/x.log"), why_no_file("."), why_no_file("/dev/stderr")
    ('the folder none is not there', 'it is a folder', None)
    """
    try:
        path = Path(place)
        if path.is_dir():
            return "it is a folder"
        if not path.parent.exists():
            return f"the folder {path.parent} is not there"
        if path.is_file():
            path.open("ab").close()
        if path.exists():
            return None
    except (OSError, ValueError) as error:
        return f"it cannot be written ({getattr(error, 'strerror', None) or error})"
    return why_no_folder(str(path.parent))
