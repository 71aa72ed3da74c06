"""The real `scrapy` command, in an empty folder, with the tiny spider in place of the project's."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.archived import Crawled
from tests.end_to_end.running import as_text, crawl
from tests.forked import run_forked
from tests.in_process import may_run_here, run_in_process
from zhanjiang.replica.launch import ReplicaOptions, running_replica

Scrapy = Callable[..., "subprocess.CompletedProcess[str]"]
_ROOT = Path(__file__).parents[2]


@pytest.fixture
def scrapy(tmp_path: Path) -> Scrapy:
    """Give a function that runs ``scrapy ARGUMENTS`` with the working folder ``tmp_path``.

    Commands that start no reactor run in this process. Keywords are environment variables ``ZHANJIANG_…``.
    """

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        if may_run_here(arguments):
            return as_text(run_in_process(tmp_path, arguments, settings))
        ours = {f"ZHANJIANG_{name}": value for name, value in settings.items()}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHANJIANG_")}
        environment |= {"PYTHONPATH": str(_ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings"}
        environment |= {"ZHANJIANG_SPIDER_MODULES": "tests.commands.tiny.spider", **ours}
        return as_text(run_forked(tmp_path, ["scrapy", *arguments], environment, 60))

    return run


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """Crawl twice, with pictures, for all tests that only look at the archive."""
    folder = tmp_path_factory.mktemp("crawled")
    with running_replica(ReplicaOptions(articles=30, seed=23)) as replica:
        for _ in range(2):
            done = crawl(folder, replica.addresses, IMAGES_STORE=str(folder / "pictures"), REVISIT="all")
            assert done.code == 0, done.log
        yield Crawled(folder, replica)


@pytest.fixture
def copied(tmp_path: Path, crawled: Crawled) -> Crawled:
    """A copy of the folder, for a test that breaks something."""
    shutil.copytree(crawled.folder / "data", tmp_path / "data")
    return Crawled(tmp_path, crawled.replica)
