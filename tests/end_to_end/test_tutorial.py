"""The tutorial works as pasted: each command in its order, and what stands below it is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.end_to_end.running import run_scrapy

_TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial.md").read_text("utf-8")


def _steps() -> list[tuple[str, list[str]]]:
    """The commands with the lines below each, which are to be printed in their order."""
    steps: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", _TUTORIAL, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            else:
                steps[-1][1].append(line)
    return steps


def test_each_command_of_the_tutorial_prints_what_stands_below_it(tmp_path: Path) -> None:
    steps = _steps()
    assert len(steps) > 12
    environment: dict[str, str] = {}
    for typed, shown in steps:
        command, *arguments = shlex.split(typed)
        if command == "export":
            environment |= dict(argument.split("=", 1) for argument in arguments)
            continue
        assert command == "scrapy"
        done = run_scrapy(tmp_path, *arguments, **environment)
        assert done.returncode == 0, f"{typed}\n{done.stderr}"
        parts = [part for line in shown for part in line.split("…") if part]
        output = done.stderr + done.stdout
        assert re.search(".*".join(map(re.escape, parts)), output, re.DOTALL), f"{typed}\n{output}"
