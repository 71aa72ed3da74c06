"""The files of deploy/workers: what they name is there, and systemd reads the unit."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.end_to_end.running import ROOT
from zhanjiang import settings
from zhanjiang.console.exit_codes import ExitCode

_FOLDER = ROOT / "deploy" / "workers"
_UNIT = _FOLDER / "zhanjiang-worker@.service"


@pytest.mark.parametrize("path", sorted(_FOLDER.iterdir()), ids=lambda path: path.name)
def test_each_setting_that_a_file_gives_is_one(path: Path) -> None:
    names = set(re.findall(r"ZHANJIANG_(\w+)", path.read_text("utf-8")))
    assert names <= settings.defaults.keys()
    assert names or path.name == "Dockerfile"


def test_the_image_is_built_of_what_is_there() -> None:
    lines = (_FOLDER / "Dockerfile").read_text("utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert {"requirements-workers.txt", "scrapy.cfg", "zhanjiang"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    required = re.findall(r"^-r (\S+)", (ROOT / "requirements-workers.txt").read_text("utf-8"), re.MULTILINE)
    assert set(required) <= set(copied)
    assert lines[-1] == 'CMD ["scrapy", "crawl", "articles"]'


def test_the_composed_worker_finds_its_services_and_its_image() -> None:
    composed: Any = yaml.safe_load((_FOLDER / "compose.yaml").read_text("utf-8"))
    services, worker = composed["services"], composed["services"]["worker"]
    context = (_FOLDER / worker["build"]["context"]).resolve()
    assert context == ROOT and (context / worker["build"]["dockerfile"]).is_file()
    given = worker["environment"]
    hosts = {
        re.sub(r"^.*[/@]([\w-]+)(:\d+)?/\w+$", r"\1", given[f"ZHANJIANG_{name}_URL"]) for name in ("REDIS", "STORE")
    }
    assert hosts == set(worker["depends_on"]) == services.keys() - {"worker"}
    assert all("healthcheck" in services[name] for name in hosts)
    folders = [volume.partition(":")[2] for volume in worker["volumes"]]
    assert any(Path(given["ZHANJIANG_ARCHIVE_DIR"]).is_relative_to(folder) for folder in folders)


def test_systemd_reads_the_unit_and_its_codes_are_ours(tmp_path: Path) -> None:
    text = _UNIT.read_text("utf-8")
    codes = re.findall(r"^(?:Success|RestartPrevent)ExitStatus=(.*)$", text, re.MULTILINE)
    assert [{ExitCode(int(code)) for code in line.split()} for line in codes] == [
        {ExitCode.INCOMPLETE, ExitCode.TERMINATED},
        {ExitCode.WRONG_ARGUMENTS, ExitCode.BUSY},
    ]
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze: apt-get install systemd")
    # Neither the program nor the user is on this machine.
    there = text.replace("/srv/zhanjiang/.venv/bin/scrapy", shutil.which("true") or "/bin/true")
    unit = tmp_path / _UNIT.name.replace("@", "@1")
    unit.write_text(there, "utf-8")
    verified = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
