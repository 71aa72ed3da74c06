"""``scrapy show`` and ``scrapy cite`` from the outside: an article as readers and other programs want it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser
from citeproc.source.json import CiteProcJSON

from tests.commands.conftest import Scrapy
from zhanjiang.console.wrapping import columns
from zhanjiang.items import Article, Image, Person, PlaceInNewspaper, content_hash
from zhanjiang.store import open_store, similar

_STORY = "雷州的蜜柚今年早熟半个月，合作社（含三个村）昨日装了第一车，GDP未见增长，果农说：“价钱比去年好。”" * 3
_PORTAL = Article(
    id="portal/2700001", url="https://a.example/p/2700001.html", kicker="乡村走笔", headline="蜜柚装车 R&D 100%_{甲}",
    subheadline="合作社上午开秤", published_at="2026-03-01T08:30:00+08:00", source="湛江日报",
    byline="记者温可 通讯员林小雨",
    authors=[Person("记者", "温可"), Person("通讯员", "林小雨")], text=f"{_STORY}\n\n果农说明年再种。",
    images=[Image(url="https://a.example/1.jpg", caption="果农在装车。温可 摄")],
    credits=[Person("编辑", "岑川")], comment_count=3, comment_participants=2, revision=1, script="hans",
    fetched_at="2026-03-01T02:00:00Z",
)  # fmt: skip
_PAPER = Article(
    id="zjwb/2018-07-16/9", url="http://b.example/9", headline="渔港夜市开张", published_at="2018-07-16", text="夜市。",
    authors=[Person(None, name) for name in ("甲一", "乙二", "丙三", "丁四")], revision=1, script="hans",
    newspaper_page=PlaceInNewspaper("A02", "本地"), fetched_at="2026-03-01T02:00:00Z",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an edited article, its reprint, and one of a newspaper."""
    folder = tmp_path_factory.mktemp("show")
    store = open_store(f"sqlite:///{folder}/data/zhanjiang.db")
    edited = dataclasses.replace(_PORTAL, revision=2, revision_cause="edited", subheadline="合作社下午开秤")
    reprint = dataclasses.replace(_PORTAL, id="portal/2700009", published_at="2026-03-02", authors=[], byline=None)
    with store.transaction() as connection:
        for article in (_PORTAL, edited, reprint, _PAPER):
            similar.save(connection, dataclasses.replace(article, content_hash=content_hash(article)))
    store.close()
    return folder


@pytest.fixture
def ask(folder: Path, scrapy: Scrapy, monkeypatch: pytest.MonkeyPatch) -> Scrapy:
    """Give a function that asks that store, on a terminal of forty columns."""
    monkeypatch.setenv("COLUMNS", "40")

    def run(*arguments: str) -> object:
        return scrapy(*arguments, STORE_URL=f"sqlite:///{folder}/data/zhanjiang.db")

    return run  # type: ignore[return-value]


@pytest.mark.parametrize("typed", ["2700001", "portal/2700001", "https://m.example/p/2700001.html"])
def test_an_article_as_a_reader_wants_it(ask: Scrapy, typed: str) -> None:
    done = ask("show", typed)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:5] == [
        "乡村走笔", "蜜柚装车 R&D 100%_{甲}", "合作社下午开秤", "湛江日报  记者温可 通讯员林小雨",
        "2026-03-01 08:30",
    ]  # fmt: skip
    assert lines[6].startswith("　　雷州的蜜柚") and "　　果农说明年再种。" in lines
    assert [line for line in lines if columns(line) > 40] == []
    assert [line for line in lines if line.startswith(("，", "。", "）", "”"))] == []
    assert "".join(lines[6:]).replace("　　", "").startswith(_STORY)
    after = lines[lines.index("　　果农说明年再种。") :]
    assert after[2:4] == ["Picture 1: 果农在装车。温可 摄", "https://a.example/1.jpg"]
    assert after[5:8] == ["Credits: 编辑 岑川", "Comments: 3, by 2 readers", "Revision 2 of 2: scrapy versions"]
    assert "Reprinted as portal/2700009" in after and after[-1] == "https://a.example/p/2700001.html"


def test_a_newspapers_article_an_earlier_revision_and_the_other_script(ask: Scrapy) -> None:
    assert "第A02版" not in ask("show", "2700001").stdout
    paper = ask("show", "zjwb/2018-07-16/9").stdout.splitlines()
    assert paper[1] == "湛江晚报  甲一、乙二、丙三、丁四" and paper[2] == "2018-07-16  第A02版：本地"
    assert "合作社上午开秤" in ask("show", "2700001", "--revision", "1").stdout
    assert "漁港夜市開張" in ask("show", "zjwb/2018-07-16/9", "--script", "hant").stdout
    assert "Reprint of portal/2700001" in ask("show", "2700009").stdout


def test_json_is_the_article_and_what_is_around(ask: Scrapy) -> None:
    shown = json.loads(ask("show", "2700001", "--json").stdout)
    assert [*shown][: len(dataclasses.fields(Article))] == [field.name for field in dataclasses.fields(Article)]
    assert shown["subheadline"] == "合作社下午开秤" and shown["reprints"] == ["portal/2700009"]
    assert [one["revision_cause"] for one in shown["revisions"]] == [None, "edited"]
    assert shown["withdrawn_at"] is None and shown["particulars"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["show"], 2, "give one article, as in: scrapy show portal/2665093"),
        (["show", "x"], 2, "'x' names no article"),
        (["show", "1"], 1, "the store has no article portal/1: check the number"),
        (["show", "2700001", "--revision", "3"], 1, "has no revision 3: there are 1, 2"),
        (["cite"], 2, "give the articles to cite, as in: scrapy cite portal/2665093"),
        (["cite", "2700001", "1"], 1, "the store has no article portal/1"),
        (["cite", "2700001", "--style", "apa"], 2, "apa"),
    ],
)
def test_a_mistake_is_one_line(ask: Scrapy, arguments: list[str], code: int, expected: str) -> None:
    done = ask(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert expected in done.stderr


def test_gbt7714_names_three_authors_or_the_source(ask: Scrapy) -> None:
    done = ask("cite", "2700001", "zjwb/2018-07-16/9", "2700009", "2700001")
    assert done.stdout.splitlines() == [
        "温可, 林小雨. 蜜柚装车 R&D 100%_{甲}[N/OL]. 湛江云媒, 2026-03-01[2026-03-01]. https://a.example/p/2700001.html.",
        "甲一, 乙二, 丙三, 等. 渔港夜市开张[N]. 湛江晚报, 2018-07-16(A02).",
        "湛江日报. 蜜柚装车 R&D 100%_{甲}[N/OL]. 湛江云媒, 2026-03-02[2026-03-01]. https://a.example/p/2700001.html.",
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the parser's own
def test_bibtex_is_read_back(ask: Scrapy) -> None:
    written = ask("cite", "--style", "bibtex", "2700001", "zjwb/2018-07-16/9").stdout
    portal, paper = bibtexparser.loads(written, BibTexParser(common_strings=False)).entries
    assert portal["title"] == r"{蜜柚装车 R\&D 100\%\_\textbraceleft{}甲\textbraceright{}}"
    assert portal["author"] == "{温可} and {林小雨}"
    assert (portal["year"], portal["month"], portal["day"]) == ("2026", "3", "1")
    assert (portal["journal"], portal["url"]) == ("湛江云媒", "https://a.example/p/2700001.html")
    assert (paper["ID"], paper["journal"], paper["pages"]) == ("zhanjiang-zjwb-2018-07-16-9", "湛江晚报", "A02")


def test_csl_json_is_read_by_a_processor(ask: Scrapy) -> None:
    items = json.loads(ask("cite", "--style", "csl-json", "2700001", "zjwb/2018-07-16/9").stdout)
    read = CiteProcJSON(items)
    assert [read[key].type for key in ("portal/2700001", "zjwb/2018-07-16/9")] == ["article-newspaper"] * 2
    assert items[1]["issued"] == {"date-parts": [[2018, 7, 16]]} and items[1]["page"] == "A02"
    assert items[0]["author"] == [{"literal": "温可"}, {"literal": "林小雨"}]
