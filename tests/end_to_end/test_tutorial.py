"""The tutorial works as pasted: each command in its order, and what stands below it is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.end_to_end.running import clean_environment

_TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial.md").read_text("utf-8")
_MARK = "end of the command"


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
    # One shell for all, since one of them sets variables.
    script = "".join(f'{command} 2>&1\necho "{_MARK} $?"\n' for command, _ in steps)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=clean_environment(PATH=path),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    printed = re.split(rf"{_MARK} (\d+)\n", done.stdout)
    assert len(printed) == 2 * len(steps) + 1, done.stdout + done.stderr
    for (command, shown), output, code in zip(steps, printed[::2], printed[1::2], strict=False):
        assert code == "0", f"{command}\n{output}"
        parts = [part for line in shown for part in line.split("…") if part]
        assert re.search(".*".join(map(re.escape, parts)), output, re.DOTALL), f"{command}\n{output}"
