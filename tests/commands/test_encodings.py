"""What is printed on a terminal that cannot encode it: escapes in place of a traceback, and JSON always as UTF-8."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.running import ROOT, clean_environment
from tests.in_process import run_in_process
from zhanjiang.items import Article, Person
from zhanjiang.store import articles, crawls, open_store

_HEADLINE = "𠮷祥湛江港é"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an article whose words no encoding but UTF-8 has all of."""
    folder = tmp_path_factory.mktemp("encodings")
    store = open_store(f"sqlite:///{folder}/data/zhanjiang.db")
    article = Article(id="portal/2700001", headline=_HEADLINE, text=f"{_HEADLINE}开航。", channel="shehui")
    article.published_at, article.source, article.fetched_at = "2022-05-31", "湛江日报", "2022-05-31T13:58:00Z"
    article.authors, article.revision, article.content_hash = [Person("记者", "温可")], 1, "0" * 64
    with store.transaction() as connection:
        crawls.begin(connection, "articles", {}, {})
        articles.save(connection, article)
    store.close()
    (folder / "page.txt").write_text(_HEADLINE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "cp1252"])
@pytest.mark.parametrize(
    "command",
    [
        ("search", "祥湛江港"),
        ("show", "2700001"),
        ("cite", "2700001"),
        ("versions", "2700001"),
        ("changes", "--since", "2022-01-01"),
        ("status",),
        ("repair", "page.txt"),
        ("search", "--help"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_encoded_is_escaped(folder: Path, command: tuple[str, ...], encoding: str) -> None:
    done = run_in_process(folder, command, {}, encoding=encoding)
    assert done.returncode == 0 and b"Traceback" not in done.stderr
    printed = done.stdout.decode(encoding)
    if command[0] not in ("status", "search") or command == ("search", "祥湛江港"):
        assert "\\U00020bb7" in printed


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8", "utf-16"])
@pytest.mark.parametrize(
    "command",
    [
        ("search", "祥湛江港", "--json"),
        ("show", "2700001", "--json"),
        ("cite", "2700001", "--style", "csl-json"),
        ("versions", "2700001", "--json"),
        ("changes", "--since", "2022-01-01", "--json"),
        ("status", "--json"),
        ("repair", "page.txt", "--json"),
        ("layouts", "list", "--json"),
        ("validate", "--schema"),
    ],
    ids=" ".join,
)
def test_json_is_utf_8_whatever_the_terminal(folder: Path, command: tuple[str, ...], encoding: str) -> None:
    done = run_in_process(folder, command, {}, encoding=encoding)
    assert done.returncode == 0, done.stderr
    written = json.dumps(json.loads(done.stdout.decode()), ensure_ascii=False)
    assert (_HEADLINE in written) == (command[0] not in ("status", "layouts", "validate"))


def test_a_folder_that_cannot_be_shown_is_made(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "zhanjiang", "init", str(tmp_path / "湛江")]
    environment = {**clean_environment(), "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"") and b"\\u6e5b\\u6c5f" in done.stdout
