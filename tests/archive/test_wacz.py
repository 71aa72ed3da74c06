"""A part of the archive as a WACZ: the records as they are, and a list of pages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.archive.building import BODY, URL, kept, write
from zhanjiang.archive import ArchiveError
from zhanjiang.archive.members import members
from zhanjiang.archive.salvage import raw_records
from zhanjiang.archive.wacz import ListedPage, write_wacz


def test_a_wacz_holds_the_selected_records_and_lists_its_pages(tmp_path: Path) -> None:
    first, second = write(tmp_path / "archive", kept(), kept(f"{URL}?v=1"))
    path = tmp_path / "new" / "part.wacz"
    assert write_wacz(path, tmp_path / "archive", [second], [ListedPage(second, "湛江港")], "run 1") == 1
    assert [other.name for other in path.parent.iterdir()] == ["part.wacz"]
    with ZipFile(path) as packed:
        [name] = [name for name in packed.namelist() if name.endswith(".warc.gz")]
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]
        packed.extract(name, tmp_path)
        assert json.loads(packed.read("datapackage.json"))["title"] == "run 1"
    records = [raw for member in members(tmp_path / name) for raw in raw_records(member.read)]
    assert [(raw.type, raw.url) for raw in records[1:]] == [("response", second.url), ("request", second.url)]
    assert records[1].http()[1] == BODY and first.url != second.url
    assert [(page["url"], page["ts"], page["title"]) for page in pages[1:]] == [
        (second.url, second.fetched_at, "湛江港")
    ]


def test_without_a_record_there_is_no_file(tmp_path: Path) -> None:
    [capture] = write(tmp_path / "archive", kept())
    (tmp_path / "archive" / capture.file).write_bytes(gzip.compress(b"no record"))
    with pytest.raises(ArchiveError, match=f"no record at {capture.offset}"):
        write_wacz(tmp_path / "new" / "part.wacz", tmp_path / "archive", [capture], [], "run 1")
    assert [*(tmp_path / "new").iterdir()] == []
