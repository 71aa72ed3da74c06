"""A command on a terminal: what it prints there, how wide that is, and what then stands on the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tests.end_to_end.running import ROOT

_STEERING = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
_PIECE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|.", re.DOTALL)
_UNWANTED = ("ZHANJIANG_", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")


def run_on_terminal(folder: Path, columns: int, *arguments: str) -> tuple[int, str]:
    """Run ``scrapy ARGUMENTS`` on a terminal of so many columns; return the exit code and the text that it shows."""
    code, shown = written_to_terminal(folder, columns, ("-m", "scrapy", *arguments))
    return code, _STEERING.sub("", shown).replace("\r\n", "\n")


def written_to_terminal(folder: Path, columns: int, arguments: Sequence[str], **variables: str) -> tuple[int, str]:
    """Run Python on a terminal of so many columns; return the exit code and all that is written to the terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
    environment |= {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings", "TERM": "xterm"}
    command, environment = [sys.executable, *arguments], environment | variables
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        shown = _read_all(ours)
        code = running.wait(120)
    os.close(ours)
    return code, shown.decode()


def screen(written: str, columns: int) -> list[str]:
    """The rows that stand on a terminal of so many columns after all this was written to it.

    Of control sequences it knows those that erase to the end of the row and break lines or not, and ignores colours.
    """
    rows: list[list[str]] = [[]]
    at, breaks = 0, True
    for piece in _PIECE.findall(written):
        if piece == "\r":
            at = 0
        elif piece == "\n":
            rows.append([])
        elif piece == "\x1b[K":
            del rows[-1][at:]
        elif piece in ("\x1b[?7h", "\x1b[?7l"):
            breaks = piece == "\x1b[?7h"
        elif not piece.startswith("\x1b"):
            width = 2 if unicodedata.east_asian_width(piece) in "WF" else 1
            if at + width > columns and breaks:
                rows.append([])
                at = 0
            at = min(at, columns - width)
            rows[-1] += [" "] * (at - len(rows[-1]))
            rows[-1][at : at + width] = [piece, ""][:width]
            at += width
    return ["".join(row).rstrip() for row in rows]


def _read_all(terminal: int) -> bytes:
    """Read until nobody writes any more, which Linux tells by an error."""
    shown = b""
    while True:
        try:
            shown += (part := os.read(terminal, 65536))
        except OSError:
            return shown
        if not part:
            return shown
