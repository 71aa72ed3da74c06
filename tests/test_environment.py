"""Settings by the environment and by `.env`, and the project's folder, wherever a command is started."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.running import as_text, clean_environment
from tests.forked import run_forked
from zhanjiang.environment import env_values


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's folder, with a folder in it."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = zhanjiang.settings\n")
    (tmp_path / "deep/er").mkdir(parents=True)
    return tmp_path


def _run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return as_text(run_forked(folder, ["scrapy", *arguments], clean_environment(**environment), 60))


def _get(folder: Path, name: str, *options: str, **environment: str) -> str:
    """The value of a setting, as a command there has it."""
    return _run(folder, "settings", "--get", name, *options, **environment).stdout.strip()


def test_data_is_the_projects_from_whatever_folder(project: Path) -> None:
    below = project / "deep/er"
    assert _get(project, "STORE_URL") == "sqlite:///data/zhanjiang.db"
    assert _get(below, "STORE_URL") == f"sqlite:///{project}/data/zhanjiang.db"
    assert _get(below, "ARCHIVE_DIR") == f"{project}/data/archive"
    assert _get(below, "IMAGES_STORE", ZHANJIANG_IMAGES_STORE="data/pictures") == f"{project}/data/pictures"
    typed = _get(below, "STORE_URL", "-s", "STORE_URL=sqlite:///here.db")
    assert typed == "sqlite:///here.db"
    assert f"no store at {project}/data/zhanjiang.db" in _run(below, "status").stderr


def test_the_env_file_counts_less_than_the_environment_and_that_less_than_what_is_typed(project: Path) -> None:
    (project / ".env").write_text("ZHANJIANG_CONTACT='file@example.org' # ours\nexport ZHANJIANG_ARCHIVE_DIR=else\n")
    below = project / "deep"
    assert _get(below, "CONTACT") == "file@example.org"
    assert _get(below, "ARCHIVE_DIR") == f"{project}/else"
    given = {"ZHANJIANG_CONTACT": "given@example.org"}
    assert _get(below, "CONTACT", **given) == "given@example.org"
    assert _get(below, "CONTACT", "-s", "CONTACT=typed@example.org", **given) == "typed@example.org"
    assert _get(below, "CONTACT", ZHANJIANG_ENV_FILE="") == "None"
    (project / "other").write_text("ZHANJIANG_CONTACT=other@example.org")
    assert _get(below, "CONTACT", ZHANJIANG_ENV_FILE="other") == "other@example.org"


def test_a_name_that_no_setting_has_is_reported_once_with_the_nearest(project: Path) -> None:
    (project / ".env").write_text("ZHANJIANG_STORE_URI=postgresql://me:geheim@host/news\nnonsense geheim\n")
    done = _run(project, "status", ZHANJIANG_REVISITT="never")
    *warnings, failure = sorted(done.stderr.splitlines(), key=lambda line: "no store" in line)
    assert sorted(warnings) == [
        f"scrapy status: line 2 of {project}/.env cannot be read and is left out: "
        "write NAME=VALUE, quoted where a quote or a # stands in it",
        "scrapy status: no setting has the name ZHANJIANG_REVISITT; did you mean ZHANJIANG_REVISIT?",
        "scrapy status: no setting has the name ZHANJIANG_STORE_URI; did you mean ZHANJIANG_STORE_URL?",
    ]
    assert "there is no store" in failure and done.returncode == 1


def test_a_crawl_logs_it_once_and_goes_on(project: Path) -> None:
    options = ["-a", "portal=replica", "-s", "REPLICA_OPTIONS=--articles 3 --newspaper-days 1"]
    done = _run(project / "deep", "crawl", "articles", *options, ZHANJIANG_REVISITT="never")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("ZHANJIANG_REVISITT; did you mean ZHANJIANG_REVISIT?") == 1
    assert (project / "data/replica/zhanjiang.db").exists()
    assert [*(project / "deep").iterdir()] == [project / "deep/er"]


def test_a_secret_stays_out_of_what_is_printed(project: Path) -> None:
    (project / ".env").write_text("ZHANJIANG_STORE_URL=postgresql://me:geheim@127.0.0.1:1/news\n")
    for arguments in (("status",), ("maintain", "--dry-run"), ("maintain", "--backup", "b"), ("crawl", "articles")):
        done = _run(project, *arguments)
        assert done.returncode != 0 and "geheim" not in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=b", "b"),
        ("  export A = b c  ", "b c"),
        ("A='b \"c\" # d' # e", 'b "c" # d'),
        ("A=\"{'x': 1}\"", "{'x': 1}"),
        ("A=postgresql://u:p#q@h/d", "postgresql://u:p#q@h/d"),
        ('A={"x": 1}', '{"x": 1}'),
        ("A=", ""),
        ("\ufeffA=b", "b"),
    ],
)
def test_a_line_of_the_env_file(line: str, value: str) -> None:
    assert env_values([line]) == ({"A": value}, [])


@pytest.mark.parametrize("line", ["A", "=b", "A='b", "1A=b", "A b=c"])
def test_what_is_no_line_is_named(line: str) -> None:
    assert env_values(["", line]) == ({}, [2])
