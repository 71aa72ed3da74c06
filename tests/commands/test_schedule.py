"""``scrapy schedule``: what it prints has this installation's paths, and what it writes is said to the user."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy


def test_the_paths_are_this_installations(scrapy: Scrapy, tmp_path: Path) -> None:
    done = scrapy("schedule", "-s", "CONTACT=desk@paper.example")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"cd {tmp_path} && " in done.stdout and f" {sys.executable} -m scrapy crawl articles " in done.stdout
    assert "\nZHANJIANG_CONTACT=desk@paper.example\n" in done.stdout
    assert f" >> {tmp_path}/data/logs/articles.log 2>&1" in done.stdout
    assert (tmp_path / "data/logs").is_dir()


def test_the_logs_are_where_the_user_wants_them(scrapy: Scrapy, tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = zhanjiang.settings\n")
    done = scrapy("schedule", "--format", "systemd", "--logs", "my logs")
    assert f"\nWorkingDirectory={tmp_path}\n" in done.stdout
    assert f"\nStandardError=append:{tmp_path}/my logs/full.log\n" in done.stdout
    assert done.stdout.count("# --- zhanjiang-") == 10


def test_files_are_written_and_the_user_told_how_to_install_them(scrapy: Scrapy, tmp_path: Path) -> None:
    done = scrapy("schedule", "--format", "systemd", "--output", "my units")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Install it with: cp 'my units'/zhanjiang-* /etc/systemd/system/")
    names = {path.name for path in (tmp_path / "my units").iterdir()}
    assert {"zhanjiang-articles.service", "zhanjiang-articles.timer", "logrotate.conf"} < names
    assert scrapy("schedule", "--output", "cron").stdout == "Install it with: crontab cron/crontab\n"


def test_settings_are_taken_over_and_secrets_are_named_and_not_shown(
    scrapy: Scrapy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANJIANG_STORE_URL", "postgresql://crawler:secret@db.example/news")
    monkeypatch.setenv("ZHANJIANG_ARCHIVE_DIR", "/srv/the archive")
    monkeypatch.setenv("ZHANJIANG_DOWNLOAD_DELAY", "2")
    left_out = "is left out, as it may be secret: put it into .env, which the jobs read"
    for format, line in (("cron", "{}"), ("systemd", 'Environment="{}"')):
        done = scrapy("schedule", "--format", format, "-s", "DOWNLOAD_DELAY=3", "-s", "FTP_PASSWORD=secret")
        assert done.returncode == 0
        assert done.stderr.splitlines() == [
            "scrapy schedule: taken over from the environment: ZHANJIANG_ARCHIVE_DIR, ZHANJIANG_DOWNLOAD_DELAY",
            f"scrapy schedule: ZHANJIANG_FTP_PASSWORD {left_out}",
            f"scrapy schedule: ZHANJIANG_STORE_URL {left_out}",
        ]
        lines = done.stdout.splitlines()
        assert line.format("ZHANJIANG_ARCHIVE_DIR=/srv/the archive") in lines
        assert line.replace('"', "").format("ZHANJIANG_DOWNLOAD_DELAY=3") in lines
        assert "secret" not in done.stdout


def test_what_the_jobs_read_themselves_is_not_written(
    scrapy: Scrapy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("ZHANJIANG_REVISIT=never\nZHANJIANG_NOTICE_URLS=x://y\nZHANJIANG_ARCHIVE_DIR=a\n")
    monkeypatch.delenv("ZHANJIANG_ENV_FILE")
    for name, value in (("REVISIT", "never"), ("NOTICE_URLS", "x://y"), ("ARCHIVE_DIR", "b")):
        monkeypatch.setenv(f"ZHANJIANG_{name}", value)  # as the project's settings do with what the file has
    done = scrapy("schedule")
    assert done.stderr == "scrapy schedule: taken over from the environment: ZHANJIANG_ARCHIVE_DIR\n"
    assert "\nZHANJIANG_ARCHIVE_DIR=b\n" in done.stdout
    assert "REVISIT" not in done.stdout and "NOTICE_URLS" not in done.stdout


def test_what_cannot_be_done_is_one_line(scrapy: Scrapy, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = scrapy("schedule", "--output", "file/units")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (74, "", 1)
    assert scrapy("schedule", "daily").returncode == 2
    assert scrapy("schedule", "--format", "launchd").returncode == 2
