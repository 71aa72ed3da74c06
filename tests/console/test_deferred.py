"""Scrapy imports the modules of all commands for each: a command loads its own work and no other's."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_LOADED = """
import sys
from scrapy.cmdline import execute

try:
    execute({})
finally:
    print(*sys.modules, file=sys.stderr)
"""


def test_every_command_is_listed() -> None:
    names = [{path.name for path in (ROOT / "zhanjiang" / folder).glob("*.py")} for folder in _FOLDERS]
    assert names[0] == names[1]


_FOLDERS = ("commands", "scrapy_commands")


@pytest.mark.parametrize(
    ("command", "needless"),
    [
        (["version"], {"zhanjiang.commands", "zhanjiang.textrepair", "sqlalchemy", "orjson"}),
        (["--help"], {"zhanjiang.commands", "zhanjiang.pages", "sqlalchemy", "orjson"}),
        (["repair"], {"zhanjiang.commands.crawl", "zhanjiang.pages"}),
    ],
)
def test_a_command_loads_no_more_than_it_needs(command: list[str], needless: set[str]) -> None:
    code = _LOADED.format(["scrapy", *command])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, input="日?qǐng)?bào)", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "日报" in done.stdout or command != ["repair"]
    assert needless & set(done.stderr.split()) == set()
