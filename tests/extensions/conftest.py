"""Real crawls in a process of their own, for the components that listen to signals."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.commands.tiny.site import Site
from tests.end_to_end.running import as_text
from tests.forked import run_forked

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Crawled:
    """What a crawl left behind: its stats, its log and the address of its store."""

    stats: dict[str, Any]
    log: str
    store: str


@pytest.fixture
def crawl(tmp_path: Path) -> Callable[..., Crawled]:
    """Give a function that crawls a site with the tiny spider and the project's settings."""

    def run(site: Site, **settings: object) -> Crawled:
        store = f"sqlite:///{tmp_path}/store.db"
        unhurried = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "RETRY_TIMES": 0}
        given = {
            "PORTAL_URL": site.address,
            "STORE_URL": store,
            "ARCHIVE_DIR": f"{tmp_path}/archive",
            **unhurried,
            **settings,
        }
        command = ["tests.commands.tiny", *(f"{name}={value}" for name, value in given.items())]
        done = as_text(run_forked(_ROOT, command, os.environ, 120))
        assert done.returncode == 0, done.stderr
        return Crawled(json.loads(done.stdout), done.stderr, store)

    return run
