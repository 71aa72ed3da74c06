"""A real scrapyd on loopback: the project is deployed as an egg, a job is scheduled, and its articles are stored."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.end_to_end.running import ROOT, clean_environment

_CONFIGURATION = """[scrapyd]
http_port = {port}
poll_interval = 0.2
"""
_SECONDS = 90
_JOB = {
    "project": "zhanjiang",
    "spider": "articles",
    "portal": "replica",
    "jobid": "first",
    "setting": "REPLICA_OPTIONS=--articles 20 --newspaper-days 2",
}


@pytest.fixture(scope="module")
def egg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The egg that ``scrapyd-deploy`` makes of the files that git has."""
    project = tmp_path_factory.mktemp("project")
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in map(bytes.decode, listed.stdout.splitlines()):
        if name.startswith("zhanjiang/") or "/" not in name:
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, project / name)
    command = [Path(sys.executable).with_name("scrapyd-deploy"), "--debug", "--build-egg", "project.egg"]
    environment = {k: v for k, v in clean_environment().items() if k not in ("PYTHONPATH", "SCRAPY_SETTINGS_MODULE")}
    built = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr[-3000:]
    return project / "project.egg"


@pytest.fixture
def scrapyd(tmp_path: Path) -> Iterator[str]:
    """The address of a scrapyd that works in ``tmp_path``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "scrapyd.conf").write_text(_CONFIGURATION.format(port=port))
    (tmp_path / "tmp").mkdir()
    environment = clean_environment(TMPDIR=str(tmp_path / "tmp"), PYTHONPATH="")
    del environment["SCRAPY_SETTINGS_MODULE"]
    with (tmp_path / "scrapyd.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "scrapyd"], cwd=tmp_path, env=environment, stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until(lambda: _asked(address, "daemonstatus.json"), tmp_path / "scrapyd.log")
        yield address
    finally:
        server.terminate()
        server.wait(60)


def _asked(address: str, call: str, body: bytes | None = None) -> Any:
    """What scrapyd answers; None while it does not listen."""
    try:
        with urlopen(f"{address}/{call}", body, timeout=_SECONDS) as answer:
            return json.load(answer)
    except OSError as error:
        if hasattr(error, "read"):
            raise AssertionError(error.read().decode()) from error
        return None


def _wait_until(happened: Any, log: Path) -> Any:
    until = time.monotonic() + _SECONDS
    while not (value := happened()):
        assert time.monotonic() < until, log.read_text()[-3000:]
        time.sleep(0.2)
    return value


def _finished(address: str) -> Any:
    return _asked(address, "listjobs.json?project=zhanjiang")["finished"]


def test_the_egg_has_every_file_of_the_package(egg: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "zhanjiang"], cwd=ROOT, capture_output=True, text=True, check=True)
    with zipfile.ZipFile(egg) as packed:
        missing = {*listed.stdout.splitlines()} - {*packed.namelist()}
    assert len(listed.stdout.splitlines()) > 100 and missing == set()


def test_a_deployed_project_crawls_into_the_servers_data_folder(egg: Path, scrapyd: str, tmp_path: Path) -> None:
    configuration = egg.with_name("scrapy.cfg").read_text("utf-8")
    assert "url = http://127.0.0.1:6800/\n" in configuration
    egg.with_name("scrapy.cfg").write_text(configuration.replace("http://127.0.0.1:6800", scrapyd), "utf-8")
    deploy = [Path(sys.executable).with_name("scrapyd-deploy"), "--egg", "project.egg", "--version", "1"]
    deployed = subprocess.run(deploy, cwd=egg.parent, capture_output=True, text=True, check=False)
    assert '"spiders": 3' in deployed.stdout, deployed.stdout + deployed.stderr
    job = _asked(scrapyd, "schedule.json", urlencode(_JOB).encode())
    assert job["jobid"] == "first"
    _wait_until(lambda: _finished(scrapyd), tmp_path / "scrapyd.log")
    log = (tmp_path / "logs/zhanjiang/articles/first.log").read_text("utf-8")
    assert "Traceback" not in log and "Spider closed (finished)" in log, log[-3000:]
    with closing(sqlite3.connect(tmp_path / "data/replica/zhanjiang.db")) as store:
        assert store.execute("SELECT outcome, exit_code FROM crawls").fetchall() == [("finished", 0)]
        (arguments,) = store.execute("SELECT arguments FROM crawls").fetchone()
        assert json.loads(arguments) == {"_job": "first", "portal": "replica"}
        assert store.execute("SELECT count(*) FROM articles").fetchone()[0] >= 20
    assert [*(tmp_path / "data/replica/archive").iterdir()]
    # What the egg was unpacked to has gone with the process.
    assert [*(tmp_path / "tmp").iterdir()] == []
