"""A reader that has read enough, as ``head`` does, is no error of what is printed for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_SCRAPY = ("-c", "from scrapy.cmdline import execute; execute()")


def _without_reader(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run Python in a folder where nobody reads what it prints; its exit code and its errors."""
    reader, writer = os.pipe()
    os.close(reader)
    project = {"SCRAPY_SETTINGS_MODULE": "zhanjiang.settings", "PYTHONPATH": str(Path(__file__).parents[2])}
    with os.fdopen(writer) as output:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=os.environ | project,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (*_SCRAPY, "schedule", "--format", "logrotate", "--logs", "logs"),
        (*_SCRAPY, "check", "--list"),
        ("-m", "zhanjiang", "init", "news"),
    ],
    ids=lambda arguments: " ".join(arguments[2:]),
)
def test_nobody_reads_it(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert _without_reader(tmp_path, *arguments) == (0, "")


@pytest.mark.parametrize("closed", [1, 2])
def test_an_output_that_is_closed_takes_nothing_and_ends_nothing(tmp_path: Path, closed: int) -> None:
    command = f'exec "{sys.executable}" -m scrapy schedule --format logrotate --logs logs {closed}>&-'
    project = {"SCRAPY_SETTINGS_MODULE": "zhanjiang.settings", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=os.environ | project, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert bool(done.stdout) == (closed == 2)
