"""One store for all tests of pages, made once for all processes of a run; and the real command over it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from filelock import FileLock

from tests.browse.demo import Demo, make_demo
from tests.end_to_end.running import ROOT, clean_environment
from zhanjiang.browse.reading import Folders
from zhanjiang.browse.site import StoreSite


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Give a store with some of everything, which no test changes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if base.name.startswith("popen-") else base) / "demo"
    folder.mkdir(exist_ok=True)
    made = folder / "demo.json"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            made.write_text(json.dumps(asdict(make_demo(folder))))
    return Demo(**json.loads(made.read_text()))


@pytest.fixture(scope="module")
def site(demo: Demo) -> Iterator[StoreSite]:
    """Give the pages over the store."""
    folders = Folders(Path(demo.settings["ARCHIVE_DIR"]), Path(demo.settings["IMAGES_STORE"]))
    opened = StoreSite(demo.store_url, folders)
    yield opened
    opened.close()


@contextmanager
def browsing(settings: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Run ``scrapy browse`` on a free port; give its address."""
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0"]
    command += [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    with (
        (folder / "browse.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE, stderr=log) as process,
    ):
        assert process.stdout
        try:
            yield process.stdout.readline().decode().split()[2].rstrip("/")
        finally:
            process.terminate()
    assert process.returncode == 0, (folder / "browse.log").read_text()
    assert (folder / "browse.log").read_text() == ""
