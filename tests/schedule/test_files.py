"""The schedule as cron, systemd and logrotate themselves read it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.end_to_end.running import clean_environment
from tests.schedule.deployed import EXAMPLE, FOLDER, files
from zhanjiang.schedule.files import files_of
from zhanjiang.schedule.installation import Installation
from zhanjiang.schedule.jobs import JOBS

_ODD = 'the 100% "old" pro\'ject $HOME'


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _needed(program: str, package: str) -> str:
    """The program's path; the test is skipped where it cannot be had."""
    place = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if place is None:
        pytest.skip(f"needs {program}: apt-get install {package}")
    return place


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """A project whose folder has a name that every one of the three programs reads in its own way."""
    project = tmp_path / _ODD
    made = replace(
        EXAMPLE, project=project, python=project / "bin/python", logs=project / "logs", settings={"ZHANJIANG_A": _ODD}
    )
    made.make_folders()
    made.python.parent.mkdir()
    # In place of Python: prints each of its words and its folder.
    made.python.write_text('#!/bin/sh\npwd\nprintf "<%s>\\n" "$@"\necho failed >&2\nexit 65\n')
    made.python.chmod(0o755)
    return made


def test_the_files_of_deploy_are_what_the_code_makes() -> None:
    places = [*FOLDER.iterdir(), *(FOLDER / "systemd").iterdir()]  # what monitors and workers need stands beside them
    there = {path: path.read_text("utf-8") for path in places if path.is_file()}
    assert there == files(), "run: python -m tests.schedule.deployed"


def test_systemd_accepts_the_units(installation: Installation, tmp_path: Path) -> None:
    analyze = _needed("systemd-analyze", "systemd")
    units = [*(FOLDER / "systemd").iterdir()]
    verified = _run(analyze, "verify", *map(str, units))
    assert (verified.returncode, verified.stderr) == (0, "")
    odd = tmp_path / "units"
    odd.mkdir()
    for name, text in files_of(installation, "systemd").items():
        (odd / name).write_text(text, "utf-8")
    verified = _run(analyze, "verify", *map(str, odd.iterdir()))
    assert (verified.returncode, verified.stderr) == (0, "")
    assert len(units) == 2 * len(JOBS) == len([*odd.iterdir()])


def test_systemd_reads_the_times() -> None:
    analyze = _needed("systemd-analyze", "systemd")
    timers = [text for name, text in files_of(EXAMPLE, "systemd").items() if name.endswith(".timer")]
    times = [re.findall(r"^OnCalendar=(.*)$", text, re.MULTILINE)[0] for text in timers]
    assert _run(analyze, "calendar", *times).returncode == 0
    assert times[2] == "*-*-* 05:40:00 Asia/Shanghai"


def test_a_real_cron_takes_the_crontab_as_it_is(installation: Installation, tmp_path: Path) -> None:
    program = _needed("crontab", "cron")
    mine = [program, "-u", "nobody"] if os.geteuid() == 0 else [program]
    before = _run(*mine, "-l")
    file = tmp_path / "crontab"
    try:
        for made in (EXAMPLE, installation):
            text = files_of(made, "cron")["crontab"]
            file.write_text(text, "utf-8")
            taken = _run(*mine, str(file))
            assert (taken.returncode, taken.stderr) == (0, "")
            assert _run(*mine, "-l").stdout.endswith(text)
    finally:
        if before.returncode:
            _run(*mine, "-r")
        else:
            subprocess.run([*mine, "-"], input=before.stdout, text=True, check=True)


def test_what_cron_runs_is_alone_in_its_folder_and_has_its_log(installation: Installation, tmp_path: Path) -> None:
    hurried = tmp_path / "path"
    hurried.mkdir()
    (hurried / "sleep").symlink_to("/bin/true")
    lines = files_of(installation, "cron")["crontab"].splitlines()
    commands = [line.split(" ", 5)[5].replace("\\%", "%") for line in lines if line[:1].isdigit()]
    assert len(commands) == len(JOBS)
    environment = clean_environment(PATH=f"{hurried}:/usr/bin:/bin")
    for job, command in zip(JOBS, commands, strict=True):
        done = subprocess.run(["/bin/sh", "-c", command], env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (65, "", "")
        words = "".join(f"<{word}>\n" for word in ("-m", "scrapy", *job.arguments))
        assert installation.log_of(job).read_text("utf-8") == f"{installation.project}\n{words}failed\n"
    lock = str(installation.project / "data/schedule.lock")
    held = ["flock", lock, "/bin/sh", "-c", commands[1]]  # the articles do not wait
    done = subprocess.run(held, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (75, "")


@pytest.mark.parametrize(("zone", "line"), [("UTC", "40 21 * * *"), ("America/New_York", "40 16 * * *")])
def test_dawn_is_zhanjiangs_whatever_the_machines_zone(zone: str, line: str) -> None:
    text = files_of(replace(EXAMPLE, zone=ZoneInfo(zone)), "cron")["crontab"]
    newspaper = next(line for line in text.splitlines() if line.endswith("newspaper.log 2>&1"))
    assert newspaper.startswith(line)
    assert re.search(r"^5 \d+ \* \* 6 .*full=1", text, re.MULTILINE)  # 22:05 there is Saturday here, too


def test_logrotate_reads_its_file(installation: Installation, tmp_path: Path) -> None:
    program = _needed("logrotate", "logrotate")
    user = replace(installation, user=Path.home().owner(), group=Path.home().group())
    file = tmp_path / "logrotate.conf"
    for made in (replace(user, project=tmp_path, logs=tmp_path / "old logs [1]"), user):
        made.make_folders()
        (made.logs / "articles.log").write_text("a line\n")
        file.write_text(files_of(made, "logrotate")["logrotate.conf"], "utf-8")
        file.chmod(0o644)
        done = _run(program, "--force", "--state", str(tmp_path / "state"), str(file))
        assert (done.returncode, done.stderr) == (0, "")
        assert [path.name for path in made.logs.iterdir()] == ["articles.log.1"]


def test_every_job_has_an_end_and_leaves_or_waits() -> None:
    for job in JOBS:
        assert job.limit > job.wait or job.name == "frontpage"
        words = EXAMPLE.command(job)
        assert str(job.limit) in words and ("--nonblock" in words) == (job.wait == 0)
