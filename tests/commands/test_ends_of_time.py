"""The first and the last days that a calendar has are days like others, typed or stored."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.in_process import run_in_process
from zhanjiang.items import Article
from zhanjiang.store import articles, crawls, open_store

_DAYS = ("0001-01-01", "9999-12-31")
_MOMENTS = (*_DAYS, "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59+08:00")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ends")
    store = open_store(f"sqlite:///{folder}/data/zhanjiang.db")
    with store.transaction() as connection:
        crawls.begin(connection, "articles", {}, {})
        for number, moment in enumerate(_MOMENTS, 1):
            article = Article(id=f"portal/{number}", headline="盐", channel="shehui", published_at=moment)
            article.revision, article.content_hash, article.fetched_at = 1, "0" * 64, "2026-03-01T17:00:00Z"
            articles.save(connection, article)
    store.close()
    return folder


@pytest.mark.parametrize(
    "command",
    [
        *(("changes", "--since", first, "--until", last) for first, last in product(_DAYS, _DAYS) if first <= last),
        *((*given, option, day) for given in (("search", "盐"), ("export", "-o", "-")) for option, day in
          product(("--since", "--until"), _DAYS)),
        *(("report", "-o", "-", "--since", day) for day in _DAYS),
        *((command, f"portal/{number}") for command, number in product(("show", "cite", "versions"), range(1, 5))),
        *(("export", "-o", f"all.{ending}") for ending in ("csv", "xml", "atom", "db")),
        ("status",),
        ("status", "--gaps", "--utc"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_command_reckons_with_the_ends_of_time(folder: Path, command: tuple[str, ...]) -> None:
    done = run_in_process(folder, command, {})
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr


def test_all_that_came_is_between_the_ends_of_time(folder: Path) -> None:
    done = run_in_process(folder, ("changes", "--since", _DAYS[0], "--until", _DAYS[1]), {})
    assert "0001-01-01 to 9999-12-31: 4 new" in done.stdout.decode()


@pytest.mark.parametrize("at", ["0001-01-01", "0001-01-01T00:00:00+14:00"])
def test_nothing_is_archived_before_all_days(folder: Path, at: str) -> None:
    done = run_in_process(folder, ("archive", "show", "portal/1", "--at", at), {})
    assert done.returncode == 1 and b"has nothing of portal/1 until 0001-01-0" in done.stderr
