"""A setting, a store or an option that cannot be used: one line that says what to do, in every command."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.settings import Settings

from tests.in_process import OURS, run_in_process
from zhanjiang import settings as project
from zhanjiang.console.setting_values import WrongSetting, check_tables, check_values
from zhanjiang.crawl.settings_check import check_settings
from zhanjiang.store import open_store

_COMMANDS = {
    "export": ["export", "-o", "out.jsonl"],
    "status": ["status"],
    "reparse": ["reparse"],
    "quarantine": ["reparse", "--quarantine"],
    "versions": ["versions", "1"],
    "layouts list": ["layouts", "list"],
    "layouts show": ["layouts", "show", "x"],
    "layouts forget": ["layouts", "forget", "x"],
    "layouts confirm": ["layouts", "confirm"],
    "layouts learn": ["layouts", "learn"],
    "archive verify": ["archive", "verify"],
    "archive show": ["archive", "show", "portal/1"],
    "archive import": ["archive", "import", "x.warc.gz"],
    "repair --learn": ["repair", "--learn"],
    "fixture": ["fixture", "https://www.gdzjdaily.com.cn/p/1.html", "--name", "x"],
}
_NEED_NO_STORE = {
    "repair": ["repair", "page.html"],
    "parse-file": ["parse-file", "page.html", "--url", "https://www.gdzjdaily.com.cn/p/1.html"],
}


def _text(path: Path) -> None:
    path.write_text("no database " * 999)


def _changed(statement: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        """Make a store, and change it."""
        open_store(f"sqlite:///{path}").close()
        with closing(sqlite3.connect(path)) as store:
            store.execute(statement)
            store.commit()

    return make


_STORES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a text file": (_text, "file is not a database"),
    "a folder": (Path.mkdir, "check that the folder can be read and written"),
    "newer": (_changed("UPDATE alembic_version SET version_num = '9999'"), "update this project"),
    "of no version": (_changed("DELETE FROM alembic_version"), "restore a copy"),
    "of an unknown version": (_changed("UPDATE alembic_version SET version_num = '0000'"), "restore a copy"),
    "without a table": (_changed("DROP TABLE crawls"), "restore a copy"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a page, and an archive that holds nothing."""
    (tmp_path / "page.html").write_text("<p>a page</p>")
    (tmp_path / "x.warc.gz").write_bytes(b"x")
    (tmp_path / "data/archive").mkdir(parents=True)
    (tmp_path / "data/archive/a.warc.gz").touch()
    return tmp_path


def _one_line(folder: Path, typed: list[str], **given: str) -> tuple[int, str]:
    """Run a command that cannot do its work; return its code, and the one line that it is to print."""
    done = run_in_process(folder, tuple(typed), given)
    told = done.stderr.decode()
    assert done.stdout == b"", done.stdout
    assert told.count("\n") == 1 and told.startswith(f"scrapy {typed[0]}: "), told
    return done.returncode, told


@pytest.mark.parametrize("store", _STORES)
def test_a_store_that_cannot_be_used(folder: Path, store: str) -> None:
    make, advice = _STORES[store]
    make(folder / "store.db")
    for name, typed in _COMMANDS.items():
        code, told = _one_line(folder, typed, STORE_URL="sqlite:///store.db")
        assert (name, code) == (name, 1 if name.split()[0] in _READERS or name in _LOOKS else 74)
        assert advice in told


_READERS = ("export", "status", "versions", "repair", "fixture")
_LOOKS = ("layouts list", "layouts show", "archive show")
_BAD = {
    "STORE_URL": ["oracle://", "foo://", "sqlite+nothing://", "sqlite:///x.db?timeout=abc", "postgresql://a:b@c:d/e"],
    "DOWNLOAD_DELAY": ["abc", "-1", "nan"],
    "LAYOUT_PAGES": ["0", "1.5"],
    "REPAIR_ENABLED": ["perhaps"],
    "REVISIT": ["sometimes"],
    "PORTAL_URL": ["portal"],
    "ITEM_PIPELINES": ["{", "[1]", '{"nothing.Here": 1}'],
    "LOG_FORMATTER": ["nothing.Here"],
    "ASYNCIO_EVENT_LOOP": ["nothing.Loop"],
    "CONTACT": ["a\nb"],
    "LOG_FORMAT": ["%(bad)s", "%d"],
}


@pytest.mark.parametrize(("setting", "value"), [(name, value) for name, values in _BAD.items() for value in values])
def test_a_setting_that_cannot_be_used(folder: Path, setting: str, value: str) -> None:
    before = {path.name for path in folder.rglob("*")}
    for typed in (_COMMANDS if setting == "STORE_URL" else _COMMANDS | _NEED_NO_STORE).values():
        code, told = _one_line(folder, [*typed, "-s", f"{setting}={value}"])
        assert (code, setting in told) == (2, True)
    assert {path.name for path in folder.rglob("*")} == before


@pytest.mark.parametrize("command", sorted(OURS))
@pytest.mark.parametrize("typed", [["-s", "REVISIT"], ["--loglevel"], ["-s", "REVISIT=sometimes"]], ids=" ".join)
def test_an_option_that_cannot_be_used(folder: Path, command: str, typed: list[str]) -> None:
    assert _one_line(folder, [command, *typed])[0] == 2


def _settings(name: str, value: str) -> Settings:
    settings = Settings()
    settings.setmodule(project, priority="project")
    settings.set(name, value, priority="cmdline")
    return settings


_BAD_VALUES: dict[type, list[str]] = {
    bool: ["perhaps", ""],
    int: ["abc", "", "-1", "nan", "inf"],
    float: ["abc", "", "-1", "nan", "inf"],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, bad) for name, value in project.defaults.items() for bad in _BAD_VALUES.get(type(value), ())],
)
def test_no_number_switch_or_table_of_ours_takes_anything(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=f"^{name} is .*: give "):
        check_values(_settings(name, value))


@pytest.mark.parametrize("name", [name for name, value in project.defaults.items() if isinstance(value, dict)])
@pytest.mark.parametrize("value", ["{", "[1]", "1", ""])
def test_a_table_is_a_json_object(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=f"^{name} is .*: give a JSON object"):
        check_tables([f"{name}={value}"])


def test_every_default_can_be_given() -> None:
    for name, value in project.defaults.items():
        if isinstance(value, bool | int | float | str):
            check_settings(_settings(name, str(value)))
    check_settings(_settings("RETRY_PRIORITY_ADJUST", "-1"))
    check_settings(_settings("DOWNLOAD_TIMEOUT", "1.5"))


@pytest.mark.parametrize(
    "typed", [["repair"], ["parse-file", "--url", "https://www.gdzjdaily.com.cn/p/1.html"]], ids=" ".join
)
def test_a_file_without_an_end_is_read_to_a_bound(folder: Path, typed: list[str]) -> None:
    code, told = _one_line(folder, [*typed, "/dev/zero"])
    assert code in (1, 2)
    assert "larger than 64 MB" in told
