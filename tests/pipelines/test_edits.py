"""Seeming edits in the pipelines: what only reads otherwise is no revision, and mass edits wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from tests.pipelines.passing import passed
from tests.stored import stored
from zhanjiang.crawl.edit_check import EditVerdict
from zhanjiang.crawl.edits import IN_QUESTION, UNKNOWN_LAYOUT, Edits
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.items import Article, Image
from zhanjiang.layouts.comparison import Difference
from zhanjiang.pipelines.deduplicate import DeduplicatePipeline
from zhanjiang.pipelines.store import StorePipeline
from zhanjiang.store import Store, addresses, held_back

_SAME = EditVerdict(False, is_new_markup=True, layout="湛江二号")
_EDITED = EditVerdict(True, is_new_markup=True, layout="湛江二号")
_UNKNOWN = EditVerdict(True, is_new_markup=True, layout="", differences=frozenset({Difference("text", "分享到微博")}))
_TEXT = "海东渡口昨日启用新码头，市民往来更便。首日有两千人次过渡，秩序良好，船工们忙到傍晚。"


class FakeCheck:
    """Judges as it is told, and reads again what it is given."""

    def __init__(self) -> None:
        self.verdict = _SAME
        self.of_article: dict[str, EditVerdict] = {}
        self.again: dict[str, Article] = {}

    def judge(self, article: Article, stored: Article, judged_until: str | None) -> EditVerdict:
        """The verdict."""
        return self.of_article.get(article.id or "", self.verdict)

    def read_again(self, article: Article) -> Article | None:
        """Another extraction."""
        return self.again.get(article.id or "")


class Runs:
    """Runs of the two pipelines over one store."""

    def __init__(self, store: Store, stats: StatsCollector) -> None:
        self.store = store
        self.stats = stats
        self.check = FakeCheck()
        self.number = 0

    def begin(self, share: float = 0.3, least: int = 3) -> Callable[[Article], Article | None]:
        """Begin a run; give what sends an article through."""
        self.number += 1
        frontier = RunFrontier(self.store, self.number, "adaptive", self.stats)
        self.edits = Edits(self.store, self.number, self.check, share, least)  # type: ignore[arg-type]
        pipelines = [DeduplicatePipeline(frontier, self.stats, self.edits), StorePipeline(frontier, self.stats)]

        def through(item: Article) -> Article | None:
            try:
                article: Article = passed(item, pipelines)
            except DropItem:
                return None
            return article

        return through

    @property
    def held(self) -> dict[str, str]:
        """What is held back, by ID, with the reason."""
        with self.store.reading() as connection:
            return {row.article_id: row.reason for row in held_back.held(connection)}


@pytest.fixture
def runs(store: Store, stats: StatsCollector) -> Runs:
    """A store with ten articles."""
    runs = Runs(store, stats)
    through = runs.begin()
    for number in range(10):
        through(_article(number))
    return runs


def _article(number: int = 0, text: str = _TEXT, **more: object) -> Article:
    return Article(id=f"portal/{number}", headline="码头启用", kind="article", text=text, **more)  # type: ignore[arg-type]


def test_what_only_reads_otherwise_is_no_revision_and_the_stored_one_stays(runs: Runs) -> None:
    assert runs.begin()(_article(text=_TEXT.replace("。", "！"), addresses=["http://a.example/"])) is None
    first = stored(runs.store)[0]
    assert (first.revision, first.text, first.addresses) == (1, _TEXT, ["http://a.example/"])
    assert runs.stats.get_value("articles/read_otherwise") == 1


def test_the_better_extraction_is_stored_in_place_of_the_other(runs: Runs) -> None:
    through = runs.begin()
    through(_article(11, "", images=[Image("http://a.example/1.jpg", None, "1.jpg", "ff")]))
    better = _article(11, fetched_at="2026-11-26T00:00:00Z", images=[Image("http://a.example/1.jpg")])
    runs.begin()(replace(better, addresses=["http://b.example/"]))
    last = stored(runs.store)[-1]
    assert (last.id, last.revision, last.text, last.fetched_at) == ("portal/11", 1, _TEXT, "2026-11-26T00:00:00Z")
    assert last.images == [Image("http://a.example/1.jpg", None, "1.jpg", "ff")]
    assert last.duplicate_of == "portal/0"
    with runs.store.reading() as connection:
        assert addresses.of_articles(connection, ["portal/11"]) == {"portal/11": ["http://b.example/"]}


def test_an_edit_in_a_known_layout_is_a_revision(runs: Runs) -> None:
    runs.check.verdict = _EDITED
    edited = runs.begin()(_article(text="新码头停用。"))
    assert edited and (edited.revision, edited.revision_cause) == (2, "edited")
    assert runs.held == {}


def test_mass_edits_wait_from_the_share_on(runs: Runs) -> None:
    runs.check.verdict = _EDITED
    through = runs.begin(share=0.5, least=3)
    results = [through(_article(number, f"第{number}号码头停用。")) for number in range(5)]
    assert [result is not None for result in results] == [True, True, False, False, False]
    assert runs.held["portal/2"] == "3 of 3 revisited articles seem edited, and their markup has changed"


def test_unchanged_articles_count_and_edits_in_the_same_markup_never_wait(runs: Runs) -> None:
    runs.check.verdict = _EDITED
    through = runs.begin(share=0.5, least=3)
    assert [through(_article(number)) for number in range(4)] == [None] * 4
    assert all(through(_article(number, f"第{number}号停用。")) for number in range(4, 8))
    runs.check.verdict = EditVerdict(True, layout="stock")
    assert runs.begin(share=0, least=0)(_article(9, "九号停用。"))


def test_an_edit_in_a_layout_that_is_not_known_waits_until_a_later_run_reads_it(runs: Runs) -> None:
    runs.check.verdict = _UNKNOWN
    assert runs.begin()(_article(text="分享 码头启用。")) is None
    assert runs.held == {"portal/0": UNKNOWN_LAYOUT}
    assert runs.begin()(_article()) is None
    assert runs.held == {}


@pytest.mark.parametrize("verdict", [_SAME, _EDITED])
def test_a_later_run_that_knows_the_layout_decides(runs: Runs, verdict: EditVerdict) -> None:
    runs.check.verdict = _UNKNOWN
    runs.begin()(_article(text="分享 码头启用。"))
    runs.check.verdict = verdict
    assert (runs.begin()(_article(text="码头停用。")) is not None) is verdict.is_edited
    assert runs.held == {}


def test_what_waits_is_looked_at_again_at_the_end_when_the_layout_has_been_learned(runs: Runs) -> None:
    runs.check.verdict = _UNKNOWN
    through = runs.begin()
    for number in range(4):
        through(_article(number, f"分享 {number}号码头。"))
    edited = _article(3, "三号码头停用。")
    runs.check.verdict, runs.check.of_article = _SAME, {"portal/3": _EDITED}
    runs.check.again = {"portal/3": edited}
    assert [through(article) for article in runs.edits.look_again()] == [None, None, None, edited]
    assert runs.held == {} and edited.revision == 2


def test_what_differs_in_several_articles_is_furniture_of_the_new_pages(runs: Runs) -> None:
    runs.check.verdict = _UNKNOWN
    through = runs.begin(least=5)
    for number in range(4):
        through(_article(number, "分享 码头。"))
    more = replace(_UNKNOWN, differences=_UNKNOWN.differences | {Difference("text", "停用")})
    runs.check.of_article = {"portal/3": more}
    assert [through(article) for article in runs.edits.look_again()] == [None] * 4
    assert runs.held == {"portal/3": UNKNOWN_LAYOUT}


def test_few_that_differ_among_many_are_edits_though_no_layout_is_known(runs: Runs) -> None:
    runs.check.verdict = _SAME
    runs.check.of_article = {"portal/3": _UNKNOWN}
    through = runs.begin()
    for number in range(10):
        through(_article(number, f"{number}号码头停用。"))
    assert runs.held == {"portal/3": UNKNOWN_LAYOUT}
    [edited] = [through(article) for article in runs.edits.look_again()]
    assert edited and edited.revision == 2
    assert runs.held == {}


_SAME_MARKUP = EditVerdict(True, layout="stock")


def _flights(number: int) -> str:
    return f"{number}号码头的航班昨日增加到{number}班。"


def _with_source(runs: Runs, number_of_articles: int) -> None:
    through = runs.begin()
    for number in range(20, 20 + number_of_articles):
        through(_article(number, _flights(number), source="湛江日报", byline=f"记者{number}号"))


def test_articles_that_all_lose_their_source_wait_whatever_their_markup(runs: Runs) -> None:
    _with_source(runs, 4)
    runs.check.verdict = _SAME_MARKUP
    through = runs.begin(least=3)
    lost = [_article(number, _flights(number)) for number in range(20, 24)]
    assert [through(article) for article in lost] == [None] * 4
    assert set(runs.held.values()) == {IN_QUESTION}
    assert [through(article) for article in runs.edits.look_again()] == [None] * 4
    assert set(runs.held.values()) == {"4 of 4 articles that read otherwise do so in their source"}
    assert [article.source for article in stored(runs.store)[-4:]] == ["湛江日报"] * 4


def test_the_newsroom_may_take_the_source_from_few_articles(runs: Runs) -> None:
    _with_source(runs, 4)
    runs.check.verdict = _SAME_MARKUP
    through = runs.begin(least=3)
    assert through(_article(20, _flights(20), byline="记者20号")) is None
    for number in range(21, 24):
        assert through(_article(number, f"{number}号码头停用。", source="湛江日报", byline=f"记者{number}号"))
    [edited] = [through(article) for article in runs.edits.look_again()]
    assert edited and (edited.source, edited.revision) == (None, 2)
    assert runs.held == {}


def test_what_others_take_for_the_byline_in_new_markup_waits_however_many_are_unchanged(runs: Runs) -> None:
    _with_source(runs, 4)
    runs.check.verdict = _EDITED
    through = runs.begin(share=0.3, least=3)
    for number in range(10):
        through(_article(number))  # unchanged: they are no evidence
    changed = [_article(number, _flights(number), source="湛江日报", byline="阅读") for number in range(20, 24)]
    assert [through(article) for article in changed] == [None] * 4
    assert [through(article) for article in runs.edits.look_again()] == [None] * 4
    assert set(runs.held.values()) == {"4 of 4 articles that read otherwise do so in their byline"}
