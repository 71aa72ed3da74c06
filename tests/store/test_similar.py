"""Reprints find their original, whatever the order in which they come, and nothing else is grouped."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from sqlalchemy import delete, func, select

from tests.stored import stored
from zhanjiang.items import Article
from zhanjiang.store import Store, articles, similar

_CHARACTERS = "".join(bytes((row, cell)).decode("gbk") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF))
_DAY = "2022-05-{:02}T08:00:00+08:00"


def _sentences(seed: int, count: int = 20) -> list[str]:
    chance = Random(seed)
    return ["".join(chance.choices(_CHARACTERS, k=chance.randint(15, 40))) + "。" for _ in range(count)]


_MODEL = _sentences(1)


def _text(changed: int = 0, places: slice = slice(0, 0)) -> str:
    """Return the model's text, with the sentences at some places replaced; ``changed`` says by which."""
    sentences = list(_MODEL)
    sentences[places] = _sentences(changed)[places]
    return "".join(sentences)


def _article(number: int, text: str | None, day: int | None = None) -> Article:
    moment = _DAY.format(number if day is None else day)
    return Article(id=f"portal/{number}", text=text, published_at=moment, revision=1, content_hash="0")


def _take(store: Store, *taken: Article) -> None:
    for article in taken:
        with store.transaction() as connection:
            similar.save(connection, article)


def _groups(store: Store) -> dict[int, int | None]:
    """Return which article, by number, names which."""
    pairs = ((article.id, article.duplicate_of) for article in stored(store))
    return {int((name or "")[7:]): int(original[7:]) if original else None for name, original in pairs}


def _count(store: Store, article: str) -> int:
    query = select(func.count()).where(similar.similar_bands.c.article == article)
    with store.transaction() as connection:
        return connection.execute(query).scalar_one()


@pytest.mark.parametrize(
    ("text", "original"),
    [
        (_text(), 1),
        ("\n\n".join(f"　　{sentence}" for sentence in _MODEL), 1),
        (_text(2, slice(3, 5)), 1),
        (_text(2, slice(18, 20)), 1),
        ("".join(_MODEL[:18]), 1),
        ("".join(_MODEL[2:]), 1),
        ("".join(_MODEL[:10]), None),
        (_text(2, slice(10, 20)), None),
        ("".join(_sentences(2)), None),
        ("", None),
        (None, None),
    ],
    ids=[
        "same",
        "set otherwise",
        "changed",
        "end changed",
        "end cut",
        "head cut",
        "half cut",
        "half",
        "other",
        "",
        "-",
    ],
)
def test_a_reprint_names_its_original_and_nothing_else_does(
    store: Store, text: str | None, original: int | None
) -> None:
    _take(store, _article(1, _text()), _article(2, text))
    assert _groups(store) == {1: None, 2: original}


def test_an_original_that_comes_late_is_named_in_place(store: Store) -> None:
    _take(
        store,
        _article(3, _text(2, slice(0, 1))),
        _article(2, _text(3, slice(5, 6))),
        _article(9, "".join(_sentences(9))),
    )
    assert _groups(store) == {2: None, 3: 2, 9: None}
    _take(store, _article(1, _text()))
    assert _groups(store) == {1: None, 2: 1, 3: 1, 9: None}
    with store.transaction() as connection:
        assert connection.execute(select(func.count()).select_from(articles.articles)).scalar_one() == 4


# Each differs from the one before in four sentences of twenty; the first and the third have too little in common.
_CHAIN = [_text(), _text(2, slice(0, 4)), _text(2, slice(0, 8)), _text(2, slice(0, 12))]


def test_a_chain_is_no_group(store: Store) -> None:
    near = [similar.similarity(_CHAIN[0], text) >= similar.THRESHOLD for text in _CHAIN]
    assert near == [True, True, False, False]
    _take(store, *(_article(number, text) for number, text in enumerate(_CHAIN, 1)))
    assert _groups(store) == {1: None, 2: 1, 3: None, 4: 3}


def test_the_order_of_arrival_makes_no_difference(store: Store) -> None:
    chain = [_article(number, text) for number, text in enumerate(_CHAIN, 1)]
    for order in permutations(chain):
        _take(store, *(replace(article) for article in order))
        assert _groups(store) == {1: None, 2: 1, 3: None, 4: 3}, [article.id for article in order]
        with store.transaction() as connection:
            connection.execute(delete(articles.articles))
            connection.execute(delete(similar.similar_bands))


def test_an_edit_takes_an_article_out_of_its_group_and_its_reprints_find_another(store: Store) -> None:
    _take(store, _article(1, _text()), _article(2, _text(2, slice(0, 1))), _article(3, _text(3, slice(4, 5))))
    assert _groups(store) == {1: None, 2: 1, 3: 1}
    _take(store, replace(_article(1, "".join(_sentences(7))), revision=2, content_hash="1"))
    assert _groups(store) == {1: None, 2: None, 3: 2}
    assert _count(store, "portal/1") == 8
    _take(store, replace(_article(1, _text()), revision=3, content_hash="2"))
    assert _groups(store) == {1: None, 2: 1, 3: 1}


def test_an_edit_makes_a_reprint_and_no_text_leaves_no_bands(store: Store) -> None:
    _take(store, _article(1, "".join(_sentences(7))), _article(2, _text()), _article(3, _text(2, slice(0, 1))))
    _take(store, replace(_article(3, None), revision=2, content_hash="1"))
    assert _groups(store) == {1: None, 2: None, 3: None}
    assert _count(store, "portal/3") == 0
    _take(store, replace(_article(2, "".join(_sentences(7))), revision=2, content_hash="1"))
    assert _groups(store) == {1: None, 2: 1, 3: None}


def test_a_corrected_date_changes_who_is_the_original(store: Store) -> None:
    _take(store, _article(1, _text()), _article(2, _text()), _article(3, _text()))
    _take(store, replace(_article(1, _text(), day=9), revision=2, content_hash="1"))
    assert _groups(store) == {1: 2, 2: None, 3: 2}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("zjrb/2022-05-02/9", "2022-05-02"), ("portal/1", "2022-05-02T00:00:00+08:00")),
        (("portal/9", "2022-05-02"), ("portal/1", None)),
        (("portal/1", "2022-05-02"), ("portal/2", "2022-05-02")),
        (("portal/9", "2022-05-02"), ("portal/10", "2022-05-02")),
    ],
)
def test_the_earliest_is_the_original(store: Store, first: tuple[str, str], second: tuple[str, str | None]) -> None:
    original, reprint = (
        replace(_article(1, _text()), id=name, published_at=moment) for name, moment in (first, second)
    )
    _take(store, reprint, original)
    assert {article.id: article.duplicate_of for article in stored(store)} == {first[0]: None, second[0]: first[0]}


def test_short_texts_must_be_equal(store: Store) -> None:
    text = "湛江港昨日开通一条新的集装箱航线，每周一班，全程四天，首航载货三百箱。"
    _take(store, _article(1, text), _article(2, text.replace("，", " ")), _article(3, text.replace("一班", "两班")))
    _take(store, replace(_article(4, text), headline="另一个标题"))
    assert _groups(store) == {1: None, 2: 1, 3: None, 4: 1}


def test_single_lines_must_stand_under_the_same_headline(store: Store) -> None:
    line = "航道水深图昨日更新，请留意。"
    headlines = enumerate(("外罗航道", "外罗航道", "东海岛航道"), 1)
    _take(store, *(replace(_article(number, line), headline=headline) for number, headline in headlines))
    _take(store, _article(4, "详情见视频。"), _article(5, "详情见视频。"))
    assert _groups(store) == {1: None, 2: 1, 3: None, 4: None, 5: None}


def test_what_was_saved_before_in_the_same_transaction_is_seen(store: Store) -> None:
    with store.transaction() as connection:
        for article in (_article(2, _text()), _article(1, _text())):
            similar.save(connection, article)
            assert article.duplicate_of is None
    assert _groups(store) == {1: None, 2: 1}


def test_an_amended_article_is_grouped_by_what_it_says_now(store: Store) -> None:
    _take(store, _article(1, _text()), _article(2, _text()), _article(3, "另一篇。" + _text(2, slice(0, 20))))
    with store.transaction() as connection:
        similar.amend(connection, _article(1, _text(3, slice(0, 20))))
        similar.amend(connection, _article(3, _text()))
    assert _groups(store) == {1: None, 2: None, 3: 2}
    with store.reading() as connection:
        [only] = articles.revisions(connection, "portal/1")
    assert (only.revision, only.text) == (1, _text(3, slice(0, 20)))


_WEATHER = (
    "市气象台{}日发布天气预报：预计今天白天到夜间，我市多云转阴，局部有阵雨，气温{}到{}摄氏度，偏东风{}级，相对湿度百分之{}。"
    "海上渔船请注意安全，请市民出门带好雨具，注意防范短时强降水和雷电天气，出海的渔船请在傍晚之前回港避风。"
)
_PRICES = (
    "今日霞山水产市场供应充足，买卖兴旺。花蟹每斤{}元，白虾每斤{}元，金鲳每斤{}元，生蚝每斤{}元，带鱼每斤12元。市场管理方说，"
    "休渔期将至，市民可以提前选购，各摊位明码标价，欢迎监督，举报电话在市场入口处的公告栏上可以找到。"
)
_TRAFFIC = (
    "为确保路面施工安全，交警部门决定于5月{}日零时至六时封闭海滨大道{}路段，过往车辆请绕行{}，公交线路临时调整，"
    "请广大市民提前安排出行时间，服从现场民警指挥，由此带来的不便敬请谅解，施工完成之后随即恢复通行。"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_WEATHER.format(3, 24, 31, 3, 70), _WEATHER.format(4, 22, 29, 2, 80)),
        (_WEATHER.format("３", 24, 31, 3, 70), _WEATHER.format("４", 24, 31, 3, 70)),
        (_PRICES.format(45, 38, 30, 8), _PRICES.format(48, 36, 31, 9)),
        (_PRICES.format(45, 38, 30, 8), _PRICES.format(45, 38, 28.5, 7)),
        (_TRAFFIC.format(3, "人民", "解放路"), _TRAFFIC.format(9, "民治", "跃进路")),
    ],
    ids=["weather", "weather of the day before", "prices", "half of the prices", "traffic"],
)
def test_bulletins_in_one_form_of_two_days_are_no_reprints(store: Store, one: str, other: str) -> None:
    _take(store, _article(1, one, 3), _article(2, other, 4), _article(3, one, 4))
    assert _groups(store) == {1: None, 2: None, 3: 1}


def test_a_reprint_of_the_next_day_may_correct_a_figure_and_be_cut(store: Store) -> None:
    story = _PRICES.format(45, 38, 30, 8)
    _take(store, _article(1, story, 3), _article(2, _PRICES.format(45, 38, 30, 9), 4), _article(3, story[18:], 4))
    assert _groups(store) == {1: None, 2: 1, 3: 1}


def test_of_one_day_the_form_filled_in_twice_is_one_story(store: Store) -> None:
    _take(store, _article(1, _PRICES.format(45, 38, 30, 8), 3), _article(2, _PRICES.format(45, 38, 28, 7), 3))
    assert _groups(store) == {1: None, 2: 1}
