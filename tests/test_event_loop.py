"""Which event loop is taken, where uvloop is installed and where it is not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.end_to_end.running import WITHOUT_UVLOOP, clean_environment

_LOOPS = """
from scrapy.utils.project import get_project_settings
from zhanjiang.event_loop import new_event_loop
loop = new_event_loop()
print(get_project_settings()["ASYNCIO_EVENT_LOOP"], type(loop).__module__.partition(".")[0])
loop.close()
"""


@pytest.mark.parametrize(
    ("environment", "loops"), [({}, "uvloop.Loop uvloop"), (WITHOUT_UVLOOP, "None asyncio")], ids=["with", "without"]
)
def test_uvloop_is_taken_where_it_is_installed(environment: dict[str, str], loops: str) -> None:
    if not environment:
        pytest.importorskip("uvloop")
    command = [sys.executable, "-c", _LOOPS]
    done = subprocess.run(command, env=clean_environment(**environment), capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (loops, "")
