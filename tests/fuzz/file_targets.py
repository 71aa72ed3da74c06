"""Archives of others and commands: readers of files, each in a folder of its own."""

from __future__ import annotations

import gzip
import io
import shlex
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from tests.archive.building import kept
from tests.export.made_up import ARTICLES
from tests.fuzz.targets import Target
from tests.in_process import run_in_process
from zhanjiang import settings as project
from zhanjiang.archive import ArchiveError
from zhanjiang.archive.importing import answers
from zhanjiang.archive.recognition import Recogniser
from zhanjiang.export.json_lines import json_line
from zhanjiang.export.schema import checker
from zhanjiang.export.validation import check_lines, open_lines
from zhanjiang.items import Article
from zhanjiang.store import articles, open_store

_PAGE: Final = "<html><body><h1>湛江港</h1><p>昨日，湛江港开通一条新航线。</p></body></html>".encode()


@cache
def _warcs() -> Sequence[bytes]:
    """Compressed files as crawls write them, and the same uncompressed, with plain and compressed bodies."""
    packed = kept(body=gzip.compress(_PAGE), Content_Encoding="gzip")
    chunked = kept(body=b"5\r\n<html\r\n0\r\n\r\n", Transfer_Encoding="chunked")
    files = [exchange.members for exchange in (kept(body=_PAGE), packed, chunked)]
    plain = [gzip.decompress(file) for file in files]
    return [*files, b"".join(files), *plain, b"".join(plain)]


@cache
def _waczs() -> Sequence[bytes]:
    """Packed archives: as they should be, and with names that lead out of the folder."""
    packed = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.writestr("datapackage.json", "{}")
            for number, warc in enumerate(_warcs()[:4]):
                archive.writestr(f"{'../' * number}archive/{number}.warc.gz", warc)
        packed.append(file.getvalue())
    return packed


def _read_warc(body: bytes) -> None:
    """Read a file of others, record by record; each damage is told in a line."""
    Path("given.warc.gz").write_bytes(body)
    recogniser = Recogniser.from_settings(vars(project))
    for answer in answers(Path("given.warc.gz")):
        if isinstance(answer, str):
            assert len(answer.splitlines()) == 1, answer
            continue
        metadata = recogniser.recognise(answer.record.url)
        answer.capture(metadata)
        members, length = answer.members(metadata)
        assert 0 < length <= len(members)


def _import(body: bytes) -> None:
    """Import a file by the command: nothing is written but the store and the archive."""
    Path("given.wacz").write_bytes(body)
    _run("archive", "import", "given.wacz")
    assert {path.name for path in Path().iterdir()} == {"given.wacz", "data", "page.html"}


@cache
def _lines() -> Sequence[bytes]:
    """Lines of JSON, plain and compressed."""
    lines = b"".join(json_line(article) for article in ARTICLES)
    return [lines, gzip.compress(lines)]


def _validate(body: bytes) -> None:
    """Hold a file against the schema: each mistake has its line and its reason."""
    Path("given.jsonl").write_bytes(body)
    with open_lines("given.jsonl") as file:
        for number, mistakes in enumerate(check_lines(file, checker()), 1):
            assert all(mistake.line == number and mistake.path and mistake.reason for mistake in mistakes)


# --- Commands -----------------------------------------------------------------------------------------------------

_TYPED: Final = (
    *("versions 2665093", "versions portal/2665093 --json", "versions --html v.html 2665093", "status --json"),
    *("export -o - --since 2022-05-01 --channel shizheng", "export -o out.jsonl.gz --until 2022-05-31"),
    *("export -o - --format csv --author 林宇云 --ids 7-9,2665093 --fields id,authors", "validate page.html"),
    *("export -o x.xml --kind video --source 湛江日报 --revisions all", "export -o feed.json --script hant --limit 3"),
    *("parse-file page.html --url https://www.gdzjdaily.com.cn/p/2665093.html --fetched-at 2026-11-24T01:36:24Z",),
    *("parse-file page.html --url http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/content_1.htm --json",),
    *("archive show 2665093 --at 2026-11-25", "reparse --dry-run --ids 2665000-2665999,2690507 --since 2022-05-01"),
    *("layouts show 1", "layouts list --json", "repair page.html --script hant --explain", "archive import page.html"),
    *("fixture --from page.html --url https://www.gdzjdaily.com.cn/p/2665093.html --name new --into out",),
)
_CODES: Final = frozenset({0, 1, 2, 65, 74, 75})
_COMMANDS: Final = frozenset(typed.split()[0] for typed in _TYPED)


def _set_up(folder: Path) -> None:
    """A store with an article, and a saved page."""
    (folder / "page.html").write_bytes(_PAGE)
    store = open_store(f"sqlite:///{folder}/data/zhanjiang.db")
    with store.transaction() as connection:
        articles.save(connection, Article(id="portal/2665093", headline="湛江港", revision=1, content_hash="0"))
    store.close()


def _type(body: bytes) -> None:
    """Type a command: an exit code of its own, and an error in one line."""
    try:
        typed = shlex.split(body.decode("utf-8", "ignore").replace("\0", ""))
    except ValueError:
        return
    is_foreign = any("/" in word and not word.startswith("http") for word in typed)
    if not typed or typed[0] not in _COMMANDS or typed[:2] == ["archive", "wacz"] or is_foreign:
        return
    _run(*typed)


def _run(*typed: str) -> None:
    done = run_in_process(Path.cwd(), typed, {})
    lines = done.stderr.decode().splitlines()
    assert done.returncode in _CODES, (typed, done.returncode)
    assert not any("Traceback" in line for line in lines), (typed, lines)
    if done.returncode and lines and not lines[0].startswith("Usage"):
        assert lines[-1].startswith("scrapy"), (typed, lines)


FILE_TARGETS: Final = (
    Target("warc_records", _warcs, _read_warc, (ArchiveError,), 1250),
    Target("wacz", _waczs, _import, (), 75, _set_up),
    Target("json_lines", _lines, _validate, (), 75),
    Target("commands", lambda: [typed.encode() for typed in _TYPED], _type, (), 150, _set_up),
)
"""Every reader of files."""
