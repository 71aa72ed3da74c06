"""The real `scrapy` command, in an empty folder, with the tiny spider in place of the project's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Scrapy = Callable[..., "subprocess.CompletedProcess[str]"]
_ROOT = Path(__file__).parents[2]


@pytest.fixture
def scrapy(tmp_path: Path) -> Scrapy:
    """Give a function that runs ``scrapy ARGUMENTS`` with the working folder ``tmp_path``.

    Keywords are environment variables ``ZHANJIANG_…``; deprecated parts of Scrapy are told on standard error.
    """

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        ours = {f"ZHANJIANG_{name}": value for name, value in settings.items()}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHANJIANG_")}
        environment |= {"PYTHONPATH": str(_ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings"}
        environment |= {"ZHANJIANG_SPIDER_MODULES": "tests.commands.tiny.spider", **ours}
        command = [sys.executable, "-m", "scrapy", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    return run
