"""Each command of the README works as pasted, in its order, in one folder: with the portal's addresses on loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.running import UNHURRIED, clean_environment
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
_MARK = "end of the command"
_UNTIL_STOPPED = ("scrapy browse", "scrapy replica")
# What a user has and a test has not: a mirror, a saved page, somebody else's crawl, a crontab of one's own.
_GIVEN = ("page.html", "page.txt", "crawl.warc.gz", "crontab data/")
_ELSEWHERE = ("mirror.example", "szb.gdzjdaily.com.cn", "scrapy parse https://")
_NOTHING_THERE = (0, 65, 69)
# A backup is put back where no store is; and not all is well where runs before found no site.
_OTHERWISE = {"scrapy maintain --restore": (1,), "scrapy status --check": (65,)}


def _commands() -> list[str]:
    """The demo's crawl, and the commands that stand in blocks of the README; not the benchmarks, which take long."""
    [demo] = re.findall(r"^\{ .*\.venv/bin/(scrapy crawl .*)$", _README, re.MULTILINE)
    lines = [line.strip() for line in _README.splitlines() if line.startswith("    ")]
    typed = [line for line in lines if re.match(r"(scrapy|export|python -c) ", line)]
    return [demo, *(re.sub(r"\s+# .*", "", line) for line in typed)]


def _script(commands: list[str]) -> str:
    """One shell for all commands, since some of them set variables; what serves until it is stopped, is stopped."""
    lines = []
    for command in commands:
        typed = f"timeout --preserve-status -s TERM 4 {command}" if command.startswith(_UNTIL_STOPPED) else command
        lines += [f"{typed} 2>&1", f'echo "{_MARK} $?"']
    return "\n".join(lines)


def _expected(command: str) -> tuple[int, ...]:
    if command.startswith(_UNTIL_STOPPED):
        return (0, 143)
    for beginning, codes in _OTHERWISE.items():
        if command.startswith(beginning):
            return codes
    return _NOTHING_THERE if any(part in command for part in _ELSEWHERE) else (0,)


@pytest.mark.soak
def test_each_command_of_the_readme_works_as_pasted(tmp_path: Path) -> None:
    commands = [command for command in _commands() if not any(part in command for part in _GIVEN)]
    assert len(commands) > 35
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with running_replica(ReplicaOptions()) as replica:
        sites = {name: address for name, address in replica.addresses.items() if name != "MIRROR_URL"}
        given = {f"ZHANJIANG_{name}": value for name, value in {**UNHURRIED, **sites}.items()}
        done = subprocess.run(
            ["bash", "-c", _script(commands)],
            cwd=tmp_path,
            env=clean_environment(PATH=path, **given),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
    printed = re.split(rf"{_MARK} (\d+)\n", done.stdout)
    assert len(printed) == 2 * len(commands) + 1, done.stdout + done.stderr
    for command, output, code in zip(commands, printed[::2], printed[1::2], strict=False):
        assert int(code) in _expected(command) and "Traceback" not in output, f"{command}\n{output}"
