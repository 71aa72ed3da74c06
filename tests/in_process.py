"""A command of ours in this process: as typed, with its output and exit code, and without the second that it takes to
start Python and Scrapy. What starts a reactor needs a process of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from unittest.mock import patch

from scrapy import cmdline
from scrapy.settings import Settings

from tests.signals import signals_kept

OURS: Final = frozenset(
    {"archive", "changes", "cite", "export", "fixture", "layouts", "maintain", "parse-file", "repair", "reparse"}
    | {"report", "schedule", "search", "show", "status", "validate", "versions"}
)


def may_run_here(arguments: Sequence[str]) -> bool:
    """Say whether a command can: it starts no reactor, and leaves nothing open (the library wacz does)."""
    return arguments[0] in OURS and tuple(arguments[:2]) != ("archive", "wacz")


def run_in_process(
    folder: Path, arguments: tuple[str, ...], given: Mapping[str, str], stdin: bytes = b"", encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    """Run ``scrapy ARGUMENTS`` in a folder; ``given`` are settings as the environment would give them.

    ``encoding`` is that of what is printed, as ``PYTHONIOENCODING`` would give it.
    """
    settings = Settings()
    settings.setmodule("zhanjiang.settings", priority="project")
    settings.setdict(dict(given), priority="project")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, write_through=True) for _ in range(2))
    typed = io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin)), "utf-8")
    code: object = 0
    with (
        contextlib.chdir(folder),
        signals_kept(),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch.object(sys, "stdin", typed),
        patch.dict(os.environ, SCRAPY_SETTINGS_MODULE="zhanjiang.settings"),
    ):
        try:
            cmdline.execute(["scrapy", *arguments], settings)
        except SystemExit as ended:
            code = ended.code
    printed, reported = (stream.buffer.getvalue() for stream in (out, err))  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(["scrapy", *arguments], int(str(code or 0)), printed, reported)
