"""A command on a terminal: what it prints there, and how wide that is."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

from tests.end_to_end.running import ROOT

_STEERING = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def run_on_terminal(folder: Path, columns: int, *arguments: str) -> tuple[int, str]:
    """Run ``scrapy ARGUMENTS`` on a terminal of so many columns; return the exit code and the text that it shows."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    unwanted = ("ZHANJIANG_", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    environment |= {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings", "TERM": "xterm"}
    command = [sys.executable, "-m", "scrapy", *arguments]
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        shown = _read_all(ours)
        code = running.wait(120)
    os.close(ours)
    return code, _STEERING.sub("", shown.decode()).replace("\r\n", "\n")


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
