"""The package as ``pip`` builds and installs it, and the lists of what it needs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
_PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def _pinned(name: str) -> dict[str, Requirement]:
    """The requirements of a file and of those it includes, by name."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    included = [line.removeprefix("-r ") for line in lines if line.startswith("-r ")]
    found = [requirement for file in included for requirement in _pinned(file).values()]
    found += [Requirement(line.partition("#")[0]) for line in lines if line.strip() and line[0] not in "#-"]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def _are_in_step(declared: Sequence[str], pinned: dict[str, Requirement]) -> set[str]:
    """Check that each declared package is pinned to a version that fits; return the names."""
    names = set()
    for requirement in map(Requirement, declared):
        name = canonicalize_name(requirement.name)
        [pin] = pinned[name].specifier
        assert pin.operator == "==" and requirement.specifier.contains(pin.version), f"{name}: {pin}"
        assert requirement.extras == pinned[name].extras and bool(requirement.marker) == bool(pinned[name].marker)
        names.add(name)
    return names


def test_requirements_pin_what_the_package_declares() -> None:
    pinned = _pinned("requirements.txt")
    assert _are_in_step(_PROJECT["dependencies"], pinned) == pinned.keys()


@pytest.mark.parametrize("extra", sorted(_PROJECT["optional-dependencies"]))
def test_tests_have_all_extras(extra: str) -> None:
    assert _are_in_step(_PROJECT["optional-dependencies"][extra], _pinned("requirements-dev.txt"))


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_what_the_readme_shows_and_the_base_lacks_is_installed_by_a_line_before(name: str) -> None:
    readme = (ROOT / name).read_text("utf-8")
    for command, package in ((r"scrapy export .*\.xlsx", "XlsxWriter"), ("scrapy validate", "jsonschema")):
        shown = re.search(rf"^    {command}", readme, re.MULTILINE)
        assert shown and re.search(rf"^    pip install .*\b{package}\b", readme[: shown.start()], re.MULTILINE)


def _run(folder: Path, installed: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHANJIANG_")}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel, installed from a copy of what the repository has: a build leaves files beside it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        (source / name).write_bytes((ROOT / name).read_bytes())
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "zhanjiang"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.splitlines()):
        if (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    target = folder / "installed"
    pip = ["pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(target), str(source)]
    done = _run(folder, folder, *pip)
    assert done.returncode == 0, done.stderr
    return target


def test_the_wheel_works_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    made = _run(tmp_path, installed, "zhanjiang", "init", "news")
    assert made.returncode == 0 and "scrapy crawl articles" in made.stdout, made.stderr
    crawl = ("crawl", "articles", "-a", "portal=replica", "-s", "REPLICA_OPTIONS=--articles 12", "-O", "data/a.jsonl")
    crawled = _run(tmp_path / "news", installed, "scrapy", *crawl)
    assert crawled.returncode == 0, crawled.stderr
    assert str(installed) in _run(tmp_path, installed, "inspect", "--details", "zhanjiang").stdout
    lines = [json.loads(line) for line in (tmp_path / "news/data/a.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 12 and all(line["text"] for line in lines if line["kind"] == "article")
    assert (tmp_path / "news/data/replica/zhanjiang.db").exists()
    repaired = _run(tmp_path / "news", installed, "scrapy", "validate", "data/a.jsonl")
    assert repaired.returncode == 0, repaired.stderr


def test_a_folder_is_made_once_and_another_projects_is_left_alone(installed: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert _run(tmp_path, installed, "zhanjiang", "init", "news").returncode == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other/scrapy.cfg").write_text("[settings]\ndefault = other.settings\n")
    refused = _run(tmp_path, installed, "zhanjiang", "init", "other")
    assert refused.returncode == 1 and "choose another folder" in refused.stderr
    assert "other.settings" in (tmp_path / "other/scrapy.cfg").read_text()
    wrong = _run(tmp_path, installed, "zhanjiang", "inti", "x")
    assert wrong.returncode == 2 and "as in python -m zhanjiang init news" in wrong.stderr
    assert len(wrong.stderr.splitlines()) == 1
