"""A value of an option that has a comma in it, as a source may: it is taken whole where an article has it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from zhanjiang import open_store as open_to_read
from zhanjiang.items import Article, Person
from zhanjiang.store import articles, open_store

_BOTH = "湛江日报, 逗号源"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    store = open_store(f"sqlite:///{tmp_path}/data/zhanjiang.db")
    with store.transaction() as connection:
        for number, source in enumerate((_BOTH, "湛江日报", "逗号源", "a,b,c"), 1):
            article = Article(id=f"portal/{number}", headline="盐", source=source, revision=1, content_hash="0")
            article.authors = [Person("文", source)]
            articles.save(connection, article)
    store.close()
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (_BOTH, {1}),
        (f" {_BOTH} ,湛江日报", {1, 2}),
        (f"逗号源,{_BOTH}", {1, 3}),
        ("逗号源, 湛江日报", {2, 3}),
        ("a,b,c,逗号源", {3, 4}),
        ("a,b", set()),
    ],
)
@pytest.mark.parametrize("option", ["source", "author"])
def test_a_known_value_is_taken_whole(
    scrapy: Scrapy, filled: Path, option: str, typed: str, expected: set[int]
) -> None:
    ids = {f"portal/{number}" for number in expected}
    for command in (("export", "-o", "-"), ("search", "盐", "--json")):
        done = scrapy(*command, f"--{option}", typed)
        assert {json.loads(line)["id"] for line in done.stdout.splitlines()} == ids, command
    with open_to_read(filled / "data/zhanjiang.db") as store:
        chosen: dict[str, str] = {option: typed}
        assert {article.id for article in store.articles(**chosen)} == ids  # type: ignore[arg-type]


def test_a_copy_has_it_too(scrapy: Scrapy, filled: Path) -> None:
    assert scrapy("export", "-o", "copy.db", "--source", _BOTH).returncode == 0
    with open_to_read(filled / "copy.db") as store:
        assert [article.id for article in store.articles()] == ["portal/1"]


def test_a_list_is_never_parted(filled: Path) -> None:
    with open_to_read(filled / "data/zhanjiang.db") as store:
        assert [article.id for article in store.articles(source=[_BOTH])] == ["portal/1"]
        assert [article.id for article in store.articles(source=["湛江日报,逗号源"])] == []
