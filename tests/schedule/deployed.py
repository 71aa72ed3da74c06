"""The files in ``deploy/``: what ``scrapy schedule`` makes for a project in ``/srv/zhanjiang`` on a machine in China.

``python -m tests.schedule.deployed`` writes them anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

from zhanjiang.schedule.files import ScheduleFormat, files_of
from zhanjiang.schedule.installation import LOGS, Installation
from zhanjiang.times import PORTAL_TIME

FOLDER: Final = Path(__file__).parents[2] / "deploy"
_PROJECT: Final = Path("/srv/zhanjiang")
EXAMPLE: Final = Installation(
    _PROJECT, _PROJECT / ".venv/bin/python", _PROJECT / LOGS, "zhanjiang", "zhanjiang", zone=PORTAL_TIME
)


def files() -> dict[Path, str]:
    """The files' texts by their places."""
    made = {format: files_of(EXAMPLE, format) for format in get_args(ScheduleFormat)}
    return {
        FOLDER / ("systemd" if format == "systemd" else "") / name: text
        for format, texts in made.items()
        for name, text in texts.items()
    }


if __name__ == "__main__":
    for path, text in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
