"""Commands of several actions: each has a help page of its own, and options count wherever they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.running import run_scrapy
from zhanjiang.commands.archive import Command as Archive
from zhanjiang.commands.layouts import Command as Layouts


@pytest.mark.parametrize(
    ("command", "action"),
    [*(("archive", name) for name in Archive.actions), *(("layouts", name) for name in Layouts.actions)],
)
def test_each_action_has_help_with_an_example(tmp_path: Path, command: str, action: str) -> None:
    done = run_scrapy(tmp_path, command, action, "--help")
    assert done.returncode == 0, done.stderr
    example = (Archive if command == "archive" else Layouts).actions[action].example
    page = " ".join(done.stdout.split())
    assert f"scrapy {command} {action}" in page and f"Example: {example}" in page
    headings = [line for line, below in zip(done.stdout.splitlines(), done.stdout.splitlines()[1:], strict=False)
                if below and set(below) <= {"=", "-"} and len(below) > 2]  # fmt: skip
    assert headings == ["Usage", "Options", "Global Options"]


def test_settings_count_before_and_after_the_action(tmp_path: Path) -> None:
    for typed in (("-s", "ARCHIVE_DIR=elsewhere", "verify"), ("verify", "-s", "ARCHIVE_DIR=elsewhere")):
        done = run_scrapy(tmp_path, "archive", *typed)
        assert done.returncode == 1 and "elsewhere" in done.stderr, done.stderr


def test_the_usual_action_takes_its_options_without_its_name(tmp_path: Path) -> None:
    for typed in (("--json",), ("list", "--json")):
        assert "there is no store" in run_scrapy(tmp_path, "layouts", *typed).stderr
    assert "say what to do" in run_scrapy(tmp_path, "archive").stderr
