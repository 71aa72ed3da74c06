"""What `docs/operating.md` has its readers type runs as pasted, in its order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.commands.archived import Crawled
from tests.commands.conftest import copied, crawled
from tests.end_to_end.running import run_scrapy

__all__ = ["copied", "crawled"]
_TEXT = (Path(__file__).parents[1] / "docs/operating.md").read_text("utf-8")


def test_every_command_runs_as_pasted(copied: Crawled) -> None:
    typed = re.findall(r"^    (.+)$", _TEXT, re.MULTILINE)
    assert len(typed) > 10
    for line in typed:
        program, *arguments = shlex.split(line)
        if program == "mv":
            (copied.folder / arguments[0]).rename(copied.folder / arguments[1])
            continue
        assert program == "scrapy"
        if arguments == ["maintain", "--restore", "backups/move"]:  # on the other machine nothing is there yet
            (copied.folder / "data").rename(copied.folder / "old machine")
        done = run_scrapy(copied.folder, *arguments)
        assert done.returncode == 0 and "Traceback" not in done.stderr, line
    assert {"--backup", "--restore", "--upgrade", "--dry-run"} <= {word for line in typed for word in line.split()}
