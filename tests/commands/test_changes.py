"""``scrapy changes`` from the outside: what was new, edited and withdrawn, in three forms, and the mistakes."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from zhanjiang.addresses.page import PageRef
from zhanjiang.items import Article
from zhanjiang.store import articles, ledger, open_store

_DAY = "2026-03-0{}T17:00:00Z"  # one o'clock of the portal's next day


def _article(id: str, day: int, **fields: object) -> Article:
    made = Article(id=id, headline=f"{id} 盐田丰收", revision=1, content_hash="0", fetched_at=_DAY.format(day))
    return dataclasses.replace(made, published_at="2026-02-28", url=f"https://a.example/{id}", **fields)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an article of each fate."""
    folder = tmp_path_factory.mktemp("changes")
    store = open_store(f"sqlite:///{folder}/data/zhanjiang.db")
    page, back = (
        PageRef(f"/p/{number}.html", f"http://a.example/p/{number}.html", "article", f"portal/{number}")
        for number in (4, 2)
    )
    with store.transaction() as connection:
        for article in (
            _article("portal/1", 1, channel="shehui"),
            _article("portal/2", 3, channel="shehui"),
            _article("portal/3", 1, channel="tiyu", text="旧"),
            _article("portal/3", 3, channel="tiyu", text="新", revision=2, revision_cause="edited"),
            _article("portal/3", 4, channel="tiyu", text="又", revision=3, revision_cause="reparsed"),
            _article("portal/4", 1),
            _article("zjrb/2026-03-03/5", 3, kicker="<b>引题</b>"),
        ):
            articles.save(connection, article)
        ledger.add(connection, [page, back], 1, "leased")
        ledger.write(connection, page.page, {"state": "stored", "content_hash": "0"})
        ledger.write(connection, page.page, {"state": "gone"})
        ledger.write(connection, back.page, {"state": "stored", "content_hash": "0"})
        for state in ("gone", "unchanged"):
            ledger.write(connection, back.page, {"state": state})
    store.close()
    return folder


@pytest.fixture
def ask(folder: Path, scrapy: Scrapy, tmp_path: Path) -> Scrapy:
    """Give a function that asks that store."""

    def run(*arguments: str, **settings: str) -> object:
        return scrapy(*arguments, STORE_URL=f"sqlite:///{folder}/data/zhanjiang.db", **settings)

    return run  # type: ignore[return-value]


def test_what_is_new_and_edited_of_a_day_by_channel(ask: Scrapy) -> None:
    done = ask("changes", "--since", "2026-03-04", "--until", "2026-03-04")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "2026-03-04: 2 new, 1 edited",
        "",
        "shehui: 1 new",
        "  new        portal/2                  2026-02-28  portal/2 盐田丰收",
        "",
        "tiyu: 1 edited",
        "  edited     portal/3                  2026-02-28  portal/3 盐田丰收  (text)",
        "",
        "zjrb: 1 new",
        "  new        zjrb/2026-03-03/5         2026-02-28  zjrb/2026-03-03/5 盐田丰收",
    ]


def test_json_has_each_article_with_what_its_edits_changed(ask: Scrapy) -> None:
    digest = json.loads(ask("changes", "--since", "2026-03-01", "--json").stdout)
    assert digest["since"] == "2026-03-01"
    assert digest["counts"] == {"new": 5, "edited": 1, "withdrawn": 2, "restored": 1}
    by_name = {channel["channel"]: channel for channel in digest["channels"]}
    assert [*by_name] == ["-", "shehui", "tiyu", "zjrb"]
    assert [item["id"] for item in by_name["-"]["withdrawn"]] == ["portal/4"]
    assert [item["id"] for what in ("withdrawn", "restored") for item in by_name["shehui"][what]] == ["portal/2"] * 2
    [edited] = by_name["tiyu"]["edited"]
    assert (edited["id"], edited["revisions"], edited["fields"]) == ("portal/3", [2], ["text"])


def test_html_escapes_and_names_what_happened(ask: Scrapy, tmp_path: Path) -> None:
    done = ask("changes", "--since", "2026-03-01", "--html", "out/changes.html")
    assert (done.returncode, done.stdout) == (0, "9 changes, written to out/changes.html\n")
    page = (tmp_path / "out/changes.html").read_text("utf-8")
    assert "<h2>tiyu</h2>" in page and "改动：正文" in page and "撤下 1 篇" in page
    assert '<a href="https://a.example/portal/2">portal/2 盐田丰收</a>' in page
    assert "default-src 'none'" in page


def test_a_channel_and_days_without_changes(ask: Scrapy) -> None:
    done = ask("changes", "--since", "2026-03-01", "--channel", "shehui")
    assert done.stdout.splitlines()[2] == "shehui: 2 new, 1 withdrawn, 1 restored"
    done = ask("changes", "--since", "2025-01-01", "--until", "2025-01-31", "--channel", "shehui")
    assert (done.stdout, done.stderr) == ("2025-01-01 to 2025-01-31: nothing new, edited, withdrawn or restored\n", "")
    done = ask("changes", "--since", "2026-03-01", "--channel", "shehu")
    assert done.stderr == "scrapy changes: no article has the channel 'shehu': the nearest is shehui\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], "say since which day, as in: scrapy changes --since 2026-11-01"),
        (["--since", "May"], "--since 'May' is no day"),
        (["--since", "2026-03-02", "--until", "2026-03-01"], "is after 2026-03-01, the last day"),
        (["--since", "2026-03-02", "--json", "--html", "x"], "exclude each other"),
        (["--since", "2026-03-02", "x"], "'x' is no option"),
    ],
)
def test_a_mistake_is_one_line(ask: Scrapy, options: list[str], expected: str) -> None:
    done = ask("changes", *options)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert expected in done.stderr
