"""``from zhanjiang import open_store``: the store for notebooks, and the guide's own examples."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import zhanjiang
from tests.export.made_up import ARTICLES
from zhanjiang.items import Article, Person
from zhanjiang.notebooks.article_store import ArticleStore
from zhanjiang.store import StoreError, articles
from zhanjiang.store import open_store as open_to_write

_GUIDE = Path(__file__).parents[2] / "docs/notebooks.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a store of three articles, and one in two revisions."""
    folder = tmp_path_factory.mktemp("notebook")
    store = open_to_write(f"sqlite:///{folder}/data/zhanjiang.db")
    one = Article(
        id="portal/2665093", headline="旧", channel="shizheng", published_at="2022-05-31T21:58:00+08:00",
        authors=[Person("记者", "林宇云")], source="湛江日报", kind="article", revision=1, content_hash="a",
    )  # fmt: skip
    later = dataclasses.replace(one, headline="红树林里来了新客", revision=2, revision_cause="edited")
    with store.transaction() as connection:
        for article in (*ARTICLES, one, later):
            articles.save(connection, article)
    store.close()
    return folder


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[ArticleStore]:
    """Give the store, open to read it."""
    with zhanjiang.open_store(folder / "data/zhanjiang.db") as opened:
        yield opened


def test_articles_are_those_that_were_stored(store: ArticleStore, folder: Path) -> None:
    found = [*store.articles()]
    assert [article.id for article in found] == ["portal/2", "portal/9", "portal/2665093", "zjrb/2018-07-16/9"]
    assert found[-1] == next(article for article in ARTICLES if article.id == found[-1].id)
    assert store.count == len(store.articles()) == store.articles().count == 4
    with zhanjiang.open_store(f"sqlite:///{folder}/data/zhanjiang.db") as other:
        assert [*other.articles()] == found


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"channel": "shizheng"}, ["portal/2", "portal/2665093"]),
        ({"channel": ["shizheng", "none"], "author": "温可"}, ["portal/2"]),
        ({"since": "2022-05-31", "until": date(2022, 5, 31), "author": "林宇云,x"}, ["portal/2", "portal/2665093"]),
        ({"source": {"湛江日报"}, "kind": "article", "ids": 2665093}, ["portal/2665093"]),
        ({"ids": "2-9"}, ["portal/2", "portal/9"]),
        ({"ids": [2, "zjrb/2018-07-16/9"]}, ["portal/2", "zjrb/2018-07-16/9"]),
        ({"paper": "zjrb"}, ["zjrb/2018-07-16/9"]),
        ({"ids": 2665093, "all_revisions": True}, ["portal/2665093", "portal/2665093"]),
    ],
)
def test_articles_are_chosen_as_an_export_chooses(store: ArticleStore, choice: Any, expected: list[str]) -> None:
    chosen = store.articles(**choice)
    assert [article.id for article in chosen] == expected
    assert len(chosen) == len(expected)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"since": "May"}, "since: 'May' is no day"),
        ({"since": "2022-06-01", "until": "2022-05-01"}, "is after until=2022-05-01"),
        ({"kind": "vidoe"}, "kind cannot be 'vidoe': the nearest is video"),
        ({"paper": "x"}, "paper cannot be 'x'"),
        ({"channel": []}, "channel is empty"),
        ({"ids": "first"}, "ids: 'first' is no ID"),
    ],
)
def test_what_no_article_can_have_is_one_line(store: ArticleStore, choice: Any, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        store.articles(**choice)


def test_an_article_by_any_of_its_names(store: ArticleStore) -> None:
    for name in (2665093, "portal/2665093", "https://m.example/p/2665093.html"):
        found = store.article(name)
        assert found and found.headline == "红树林里来了新客"
    assert store.article(1) is None
    with pytest.raises(ValueError, match="names no article"):
        store.article("红树林")


def test_two_loops_may_run_within_one_another(store: ArticleStore) -> None:
    pairs = [(one.id, other.id) for one in store.articles() for other in store.articles()]
    assert len(pairs) == len({*pairs}) == 16


def test_a_table_has_the_same_articles(store: ArticleStore) -> None:
    table = store.articles().to_arrow()
    assert table.column_names == [field.name for field in dataclasses.fields(Article)]
    assert table["id"].to_pylist() == [article.id for article in store.articles()]
    assert store.articles(ids=2665093).to_arrow(["id", "authors"]).to_pylist() == [
        {"id": "portal/2665093", "authors": [{"role": "记者", "name": "林宇云"}]}
    ]
    assert store.articles(channel="none").to_arrow().num_rows == 0
    with pytest.raises(ValueError, match="no field 'headlin': the nearest are headline"):
        store.articles().to_arrow(["headlin"])


def test_nothing_is_written_and_no_store_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        zhanjiang.open_store(tmp_path / "none.db")
    assert [*tmp_path.iterdir()] == []
    with pytest.raises(AttributeError):
        zhanjiang.__getattr__("close_store")


def test_neither_scrapy_nor_what_is_heavy_is_loaded(folder: Path) -> None:
    script = (
        "import sys; from zhanjiang import open_store; store = open_store('data/zhanjiang.db'); "
        "assert store.article(2665093) and store.count == 4; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'scrapy', 'twisted', 'lxml', 'alembic', 'pyarrow', 'pandas', 'jinja2', 'opencc'}))"
    )
    environment = {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment, capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_the_examples_of_the_guide_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    examples = re.findall(r"^```python\n(.*?)^```", _GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(examples) >= 4
    namespace: dict[str, Any] = {}
    for example in examples:
        exec(compile(example, str(_GUIDE), "exec"), namespace)
    assert namespace["article"].headline == "红树林里来了新客"
    assert [*namespace["by_author"].index] == ["林宇云", "温可"]
