"""``scrapy validate``: each bad line with number, path and reason; what is good, compressed or piped in, is 0."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from tests.export.made_up import RECORDS
from tests.in_process import run_in_process
from zhanjiang.export import schema

_GOOD = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS).encode()


def test_good_lines(scrapy: Scrapy, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(_GOOD)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(_GOOD))
    done = scrapy("validate", "a.jsonl", "b.jsonl.gz")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "a.jsonl: 3 lines, none of them bad\nb.jsonl.gz: 3 lines, none of them bad\n"
    piped = run_in_process(tmp_path, ("validate", "-"), {}, gzip.compress(_GOOD))
    assert (piped.returncode, piped.stdout) == (0, b"-: 3 lines, none of them bad\n")


def test_every_bad_line_is_named(scrapy: Scrapy, tmp_path: Path) -> None:
    bad = json.dumps({**RECORDS[0], "kind": "artikel", "authors": [{"role": None, "name": 5}]}).encode()
    (tmp_path / "a.jsonl").write_bytes(_GOOD + bad + b"\n\n{]\n\xff\n" + _GOOD[:200])
    done = scrapy("validate", "a.jsonl")
    assert (done.returncode, done.stderr) == (65, "")
    *mistakes, summary = done.stdout.splitlines()
    assert [line.split(": ")[0:2] for line in mistakes] == [
        ["a.jsonl:4", "$.authors[0].name"],
        ["a.jsonl:4", "$.kind"],
        *([f"a.jsonl:{number}", "$"] for number in (5, 6, 7, 8)),
    ]
    assert "5 is not of type 'string', 'null'" in mistakes[0]
    assert summary == "a.jsonl: 8 lines, 5 of them bad"


def test_a_file_that_ends_early_is_bad(scrapy: Scrapy, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(_GOOD)[:-20])
    done = scrapy("validate", "a.jsonl.gz")
    assert done.returncode == 65
    assert "the file cannot be read on" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "give a file of JSON lines"),
        (["none.jsonl"], 1, "none.jsonl cannot be used"),
        (["--fields", "hedline", "x"], 2, "--fields cannot be 'hedline'"),
    ],
)
def test_a_mistake_is_one_line(scrapy: Scrapy, arguments: list[str], code: int, said: str) -> None:
    done = scrapy("validate", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert said in done.stderr


def test_an_export_of_some_fields(scrapy: Scrapy, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id":"portal/2","kind":"live"}\n')
    assert scrapy("validate", "--fields", "id,kind", "a.jsonl").returncode == 0
    assert scrapy("validate", "a.jsonl").returncode == 65


def test_without_jsonschema_it_says_how_to_get_it(
    scrapy: Scrapy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_bytes(_GOOD)
    monkeypatch.setattr(schema, "find_spec", lambda name: None)
    done = scrapy("validate", "a.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "scrapy validate: jsonschema, which checks lines, is missing: pip install jsonschema\n"
    assert scrapy("validate", "--schema").returncode == 0
