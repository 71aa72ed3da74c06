"""A search finds what a scan of the texts finds, in the same order in both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from tests.store.replica_articles import replica_articles
from zhanjiang.items import Article, Image, Person
from zhanjiang.processors.folding import fold
from zhanjiang.processors.script_conversion import converted
from zhanjiang.processors.search_query import SearchQuery
from zhanjiang.store import Store, articles, search
from zhanjiang.store.selection import ArticleFilter

_MADE = replica_articles(200, seed=31)
_ODD = Article(
    id="zjrb/2021-01-01/7",
    kicker="引题在此",
    headline="《ＡＢＣ-12》“港”",
    subheadline="副题在此",
    text="第一段末\n\n段二首，共 12㎡。😀港🎉\n第三行",
    images=[Image("https://www.example/2.jpg", "图说甲"), Image("https://www.example/3.jpg")],
    authors=[Person("记者", "欧阳小远")],
    credits=[Person("编辑", "尹可可")],
    revision=1,
    content_hash="0",
)
_ALL = [*_MADE, _ODD]


def _paragraphs(article: Article) -> list[str]:
    people = [person.name for person in (*article.authors, *article.credits)]
    parts = [article.kicker, article.headline, article.subheadline, *(image.caption for image in article.images)]
    return [part for part in (*parts, *people, *(article.text or "").split("\n")) if part]


@pytest.fixture(scope="module")
def filled(shared_store: Store) -> Store:
    """A store with all of the articles, stored in no order."""
    with shared_store.transaction() as connection:
        for article in Random(1).sample(_ALL, len(_ALL)):
            articles.save(connection, replace(article))
    return shared_store


def _ids(store: Store, typed: str, wanted: ArticleFilter | None = None, limit: int = 1000) -> list[str]:
    with store.reading() as connection:
        return [hit.id for hit in search.find(connection, SearchQuery.parse(typed), wanted, limit=limit)]


def _scanned(run: str) -> set[str | None]:
    return {article.id for article in _ALL if any(fold(run) in fold(part) for part in _paragraphs(article))}


def _runs(seed: int, count: int) -> Iterator[str]:
    """Runs of one to six characters that stand in an article, and a few that reach over the end of a paragraph."""
    chance = Random(seed)
    for number in range(count):
        article = chance.choice(_ALL)
        parts = _paragraphs(article)
        text = "".join(parts) if number % 5 == 4 else chance.choice(parts)
        start = chance.randrange(len(text))
        yield text[start : start + chance.randint(1, 6)]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (1, 2))])
def test_each_run_is_found_where_a_scan_finds_it_in_either_script(filled: Store, seed: int) -> None:
    searched = 0
    for run in _runs(seed, 60):
        if run.strip() and '"' not in run and "  " not in fold(run):
            assert {*_ids(filled, f'"{run}"')} == _scanned(run), run
            assert {*_ids(filled, f'"{converted(run, "hant")}"')} == _scanned(run), run
            searched += 1
    assert searched > 40


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("段末段二", False),
        ("在此副", False),
        ("甲欧阳", False),
        ("第三", True),
        ("首，共", True),
        ('"首 共"', False),
        ('"共 12m2"', True),
        ("㎡", True),
        ("bc-1", True),
        ("B2", False),
        ("“港”", True),
        ("港🎉", True),
        ("港😀", False),
        ("岗说", False),
        ("圖說", True),
        ("歐陽", True),
        ("末 尹 圖說 -第四", True),
        ("末 -尹", False),
        ("尹 -末", False),
        ("末 尹可可 -甲欧", True),
        ("末 -第三行", False),
        ("可 末 -ab", False),
    ],
)
def test_words_stand_within_paragraphs_and_fields(filled: Store, typed: str, is_found: bool) -> None:
    assert (_ODD.id in _ids(filled, typed)) == is_found


def test_words_are_joined_and_may_be_excluded(filled: Store) -> None:
    for one, other in (("港", "湛江"), ("记者", "霞山"), ("湛", "江"), ("今年", "学")):
        both = _scanned(one) & _scanned(other)
        assert both
        assert {*_ids(filled, f"{one} {other}")} == both
        assert {*_ids(filled, f"{one} -{other}")} == _scanned(one) - _scanned(other)
        assert {*_ids(filled, f"{other} -{one}")} == _scanned(other) - _scanned(one)


def test_headlines_come_first_then_the_newest_and_pages_follow_one_another(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_RANKED", 0)
    monkeypatch.setattr(search, "_FIRST_PAGE", 3)
    found = _ids(filled, "港")
    newest = sorted(_ALL, key=lambda article: article.published_at or "", reverse=True)
    hits = [article for article in newest if article.id in _scanned("港")]
    assert found == [article.id for article in sorted(hits, key=lambda article: "港" not in (article.headline or ""))]
    with filled.reading() as connection:
        query = SearchQuery.parse("港")
        pages = [search.find(connection, query, limit=7, offset=at) for at in range(0, len(found), 7)]
        assert [hit.id for page in pages for hit in page] == found
        assert search.count(connection, query) == len(found)
        assert search.count(connection, query, most=5) == 6


@pytest.mark.parametrize(
    "wanted",
    [
        ArticleFilter(since="2020-01-20", until="2020-02-10"),
        ArticleFilter(channels=("tupian",)),
        ArticleFilter(kinds=("video",), since="2020-01-20"),
        ArticleFilter(papers=("zjrb",)),
    ],
)
def test_only_what_is_wanted_is_found(filled: Store, wanted: ArticleFilter) -> None:
    def fits(article: Article) -> bool:
        day = (article.published_at or "")[:10]
        return (
            bool(day or not wanted.since)
            and (wanted.since or "") <= day <= (wanted.until or "9")
            and (not wanted.channels or article.channel in wanted.channels)
            and (not wanted.kinds or article.kind in wanted.kinds)
            and (not wanted.papers or str(article.id).startswith(wanted.papers))
        )

    expected = {article.id for article in _ALL if fits(article)} & _scanned("港")
    assert expected
    assert {*_ids(filled, "港", wanted)} == expected
    with filled.reading() as connection:
        assert search.count(connection, SearchQuery.parse("港"), wanted) == len(expected)


def _article(number: int, **fields: object) -> Article:
    made_up = Article(id=f"portal/{number}", headline="标题", text="正文。", revision=1, content_hash=f"{number:064}")
    return replace(made_up, published_at=f"2022-05-{number:02}", **fields)


def test_of_few_hits_the_one_with_most_of_the_words_comes_first(store: Store) -> None:
    texts = {1: "渡轮，渡轮，渡轮。", 2: "渡轮来了。", 3: "渡轮来了。" + "海风吹拂。" * 40, 4: "渡轮来了。"}
    with store.transaction() as connection:
        for number, text in texts.items():
            articles.save(connection, _article(number, text=text))
        articles.save(connection, _article(5, headline="渡轮", text="长" * 300))
    assert _ids(store, "渡轮") == [f"portal/{number}" for number in (5, 1, 4, 2, 3)]
    assert _ids(store, "渡轮", limit=2) == ["portal/5", "portal/1"]


def test_a_hit_shows_the_paragraph_of_the_word(store: Store) -> None:
    with store.transaction() as connection:
        articles.save(connection, _article(1, headline="船歌", text="甲段。\n\n乙段有碼頭。", channel="wenhua"))
        articles.save(connection, _article(2, headline="码头", text=None, authors=[Person("文", "苏小船")]))
    with store.reading() as connection:
        hits = {word: search.find(connection, SearchQuery.parse(word)) for word in ("码头", "船")}
    assert [(hit.id, hit.passage, hit.channel) for hit in hits["码头"]] == [
        ("portal/2", None, None),
        ("portal/1", "乙段有碼頭。", "wenhua"),
    ]
    assert [(hit.headline, hit.passage, hit.published_at) for hit in hits["船"]] == [
        ("船歌", "甲段。", "2022-05-01"),
        ("码头", "苏小船", "2022-05-02"),
    ]


def test_only_the_latest_revision_is_found(store: Store) -> None:
    with store.transaction() as connection:
        articles.save(connection, _article(1, headline="初版", text="旧文在此。"))
        articles.save(connection, _article(2, headline="初版", text="另文在此。"))
    with store.transaction() as connection:
        articles.save(connection, _article(1, headline="再版", text="新文在此。", revision=2))
        articles.amend(connection, _article(2, headline="初版", text="改文在此。"))
    assert _ids(store, "在此") == ["portal/2", "portal/1"]
    for typed, ids in {"旧文": [], "新文": [1], "初版": [2], "再版": [1], "另": [], "改": [2], "旧": []}.items():
        assert _ids(store, typed) == [f"portal/{number}" for number in ids], typed
    with store.transaction() as connection:
        articles.amend(connection, _article(1, headline="初版", text="旧文重读。"))  # no longer the latest
        articles.save(connection, _article(3, text="新文三。"))
    assert _ids(store, "重读") == []
    assert _ids(store, "新文") == ["portal/3", "portal/1"]


def test_what_is_undone_is_not_found(store: Store) -> None:
    with store.transaction() as connection:
        articles.save(connection, _article(1, text="先写。"))
    with pytest.raises(ZeroDivisionError), store.transaction() as connection:
        articles.save(connection, _article(2, text="先写后撤。"))
        raise ZeroDivisionError
    with store.rehearsal(), store.transaction() as connection:
        articles.save(connection, _article(1, text="演练。", revision=2))
    assert _ids(store, "先写") == ["portal/1"]
    assert _ids(store, "演练") == _ids(store, "后撤") == []
