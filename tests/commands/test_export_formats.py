"""``scrapy export`` in each format, read back by the format's own library, and what it says of what nothing has."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pandas
import pytest

from tests.commands.conftest import Scrapy
from tests.export.made_up import ARTICLES
from zhanjiang.export import parquet_file, xlsx_file
from zhanjiang.store import articles, open_store

_IDS = ["portal/2", "portal/9", "zjrb/2018-07-16/9"]
_NEWEST = ["portal/2", "zjrb/2018-07-16/9", "portal/9"]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Fill the store of the working folder."""
    store = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    with store.transaction() as connection:
        for article in ARTICLES:
            articles.save(connection, article)
    store.close()
    return tmp_path


def _csv(path: Path) -> list[str]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig", newline="") as lines:
        return [row["id"] for row in csv.DictReader(lines)]


def _feed(path: Path) -> list[str]:
    return [entry["id"].removeprefix("tag:gdzjdaily.com.cn,2020:") for entry in json.loads(path.read_text())["items"]]


_READ: dict[str, tuple[Callable[[Path], list[str]], list[str]]] = {
    "all.csv": (_csv, _IDS),
    "all.csv.gz": (_csv, _IDS),
    "all.xlsx": (lambda path: [*pandas.read_excel(path)["id"]], _IDS),
    "all.parquet": (lambda path: [*pandas.read_parquet(path)["id"]], _IDS),
    "all.xml": (lambda path: [str(item.findtext("id")) for item in ElementTree.parse(path).getroot()], _IDS),
    "all.atom": (lambda path: [entry.id.rpartition(":")[2] for entry in feedparser.parse(path).entries], _NEWEST),
    "feed.json": (_feed, _NEWEST),
}


@pytest.mark.parametrize("name", _READ)
def test_the_ending_names_the_format(scrapy: Scrapy, filled: Path, name: str) -> None:
    done = scrapy("export", "-o", f"out/{name}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    read, ids = _READ[name]
    assert read(filled / "out" / name) == ids
    assert [path.name for path in (filled / "out").iterdir()] == [name]


def test_the_format_can_be_named_and_its_size_limited(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("export", "-o", "-", "--format", "csv", "--fields", "kind,id", "--limit", "1")
    assert done.stdout == "\ufeffkind,id\r\npictures,portal/2\r\n"
    assert scrapy("export", "-o", "x", "--format", "jsonfeed", "--limit", "2").returncode == 0
    assert _feed(filled / "x") == _NEWEST[:2]


def test_fields_are_in_the_order_given(scrapy: Scrapy, filled: Path) -> None:
    line = scrapy("export", "-o", "-", "--fields", "kind,id", "--ids", "2").stdout
    assert line == '{"kind":"pictures","id":"portal/2"}\n'


def test_texts_in_the_other_script(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("export", "-o", "-", "--script", "hant", "--ids", "2,zjrb/2018-07-16/9")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (second["headline"], first["images"][0]["caption"]) == ("漁民說", "港區")
    assert (first["authors"][1]["name"], first["script"]) == ("林宇雲", "hans")
    assert list(first) == [*json.loads(scrapy("export", "-o", "-", "--ids", "2").stdout)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "x.docx"], "x.docx has an ending that no format has: give one of .jsonl, .jl, .ndjson, .csv, .xlsx,"),
        (["-o", "x.json"], "feed.json"),
        (["-o", "x.xlsx.gz"], "xlsx is compressed by itself"),
        (["-o", "x", "--format", "word"], "invalid choice: 'word'"),
        (["-o", "x.csv", "--fields", "id,hedline"], "--fields cannot be 'hedline': the nearest are headline"),
        (["-o", "x.csv", "--fields", ","], "--fields is empty"),
        (["-o", "x.csv", "--kind", "vidoe"], "--kind cannot be 'vidoe': the nearest is video"),
        (["-o", "x.csv", "--paper", "zjbr"], "--paper cannot be 'zjbr': the nearest are zjwb, zjrb"),
        (["-o", "x.csv", "--ids", "nine"], "--ids 'nine' is no ID"),
        (["-o", "x.csv", "--since", "2022-06-01", "--until", "2022-05-01"], "is after --until"),
        (["-o", "x.atom", "--fields", "id"], "atom has its own fields"),
        (["-o", "x.atom", "--limit", "0"], "--limit 0 is no number from 1"),
    ],
)
def test_a_mistake_is_one_line_before_anything_is_opened(
    scrapy: Scrapy, tmp_path: Path, options: list[str], said: str
) -> None:
    done = scrapy("export", *options)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert said in done.stderr
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--channel", "shizhen"], ["no article has the channel 'shizhen': the nearest is shizheng"]),
        (["--channel", "shizheng,tiyu"], ["no article has the channel 'tiyu': there are shizheng"]),
        (["--author", "林字云"], ["no article has the author '林字云': the nearest is 林宇云"]),
        (["--source", "新华社"], ["no article has the source '新华社': there are 湛江日报"]),
        (["--kind", "video"], ["no article has the kind 'video': there are article, link, pictures"]),
        (["--ids", "2,3,5"], ["2 articles of --ids are not stored: portal/3, portal/5"]),
        (
            ["--since", "2099-01-01"],
            ["no article is of these days: the first is of 2018-07-16, the last of 2022-05-31"],
        ),
        (["--until", "2018-07-17", "--channel", "shizheng"], ["no article fits all that is asked for"]),
        (["--channel", "shizheng"], []),
    ],
)
def test_what_nothing_has_is_said(scrapy: Scrapy, filled: Path, options: list[str], said: list[str]) -> None:
    done = scrapy("export", "-o", "x.csv", *options)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [f"scrapy export: {line}" for line in said]
    assert (filled / "x.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("name", ["full.csv", "full.xlsx", "full.parquet", "full.atom", "full.jsonl.gz"])
def test_a_full_disk_is_one_line_in_every_format(scrapy: Scrapy, filled: Path, name: str) -> None:
    (filled / name).symlink_to("/dev/full")
    done = scrapy("export", "-o", name)
    assert (done.returncode, done.stderr.count("\n")) == (74, 1), done.stderr
    assert f"{name} cannot be written (No space left on device)" in done.stderr


@pytest.mark.parametrize("target", [".", "/"])
def test_a_folder_is_no_file(scrapy: Scrapy, filled: Path, target: str) -> None:
    done = scrapy("export", "-o", target)
    assert (done.returncode, done.stderr.count("\n")) == (74, 1), done.stderr


def test_a_failure_leaves_the_earlier_file_as_it_was(
    scrapy: Scrapy, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (filled / "x.csv").write_text("earlier")

    def failing(*_arguments: Any) -> None:
        """Fail as a disk does that is full at the last moment."""
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zhanjiang.export.output.put_in_place", failing)
    assert scrapy("export", "-o", "x.csv").returncode == 74
    assert (filled / "x.csv").read_text() == "earlier"
    assert sorted(path.name for path in filled.iterdir()) == ["data", "x.csv"]


@pytest.mark.parametrize(("ending", "package"), [("xlsx", "XlsxWriter"), ("parquet", "pyarrow")])
def test_without_the_package_of_a_format_it_says_how_to_get_it(
    scrapy: Scrapy, filled: Path, monkeypatch: pytest.MonkeyPatch, ending: str, package: str
) -> None:
    for module in (parquet_file, xlsx_file):
        monkeypatch.setattr(module, "find_spec", lambda name: None)
    done = scrapy("export", "-o", f"missing.{ending}")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.endswith(f" needs {package}: pip install {package}\n")
    assert not (filled / f"missing.{ending}").exists()
