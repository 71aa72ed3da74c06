"""What only a process of its own shows: the exit code that cron gets, one line on standard error, a plain refusal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.running import clean_environment
from tests.in_process import OURS

# What is the same for all commands.
_NOT_SOAK = ("archive", "export", "status")


@pytest.mark.parametrize(
    "command",
    [pytest.param(name, marks=() if name in _NOT_SOAK else pytest.mark.soak) for name in sorted(OURS)],
)
def test_a_mistake_ends_a_process_with_2_and_one_line(tmp_path: Path, command: str) -> None:
    typed = {"repair": ["--json", "--explain"], "export": ["nonsense"], "status": ["nonsense"]}
    typed |= {name: ["nonsense"] for name in ("reparse", "maintain", "schedule", "layouts")} | {"versions": []}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "scrapy", command, *typed.get(command, [])],
        cwd=tmp_path,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"scrapy {command}: ") and done.stderr.count("\n") == 1
    assert [*tmp_path.iterdir()] == []
