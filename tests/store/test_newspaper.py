"""The table of the newspapers' pages: replaced when read again, and asked where an article stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhanjiang.items import ArticleArea, NewspaperPage, PlaceInNewspaper
from zhanjiang.store import Store, newspaper

_PAGE = NewspaperPage(
    url="http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/node_3.htm",
    paper="zjrb",
    day="2018-07-17",
    number="A02",
    name="本地",
    articles=[ArticleArea("zjrb/2018-07-17/2108598", [[1.0, 2.0]])],
)


def test_a_page_that_is_read_again_replaces_itself(store: Store) -> None:
    first = replace(_PAGE, url=_PAGE.url.replace("node_3", "node_2") if _PAGE.url else None, number="A01", articles=[])
    with store.transaction() as connection:
        for page in (_PAGE, first, replace(_PAGE, name="要闻")):
            newspaper.save(connection, page)
        assert newspaper.pages_of(connection, "zjrb", "2018-07-17") == [first, replace(_PAGE, name="要闻")]
        assert newspaper.pages_of(connection, "zjwb", "2018-07-17") == []
        place = newspaper.place_of(connection, "zjrb/2018-07-17/2108598")
        assert place == PlaceInNewspaper("A02", "要闻", [[1.0, 2.0]])
        assert newspaper.place_of(connection, "zjrb/2018-07-17/1") is None


def test_an_address_of_no_page_is_refused(store: Store) -> None:
    wrong = replace(_PAGE, url="https://www.example/p/7.html")
    with store.transaction() as connection, pytest.raises(ValueError, match="not the address of a newspaper's page"):
        newspaper.save(connection, wrong)


def test_the_days_of_a_paper(store: Store) -> None:
    with store.transaction() as connection:
        for day in ("2018-07-17", "2018-07-19", "2018-08-01"):
            url = f"http://szb.gdzjdaily.com.cn/zjrb/html/{day[:7]}/{day[8:]}/node_2.htm"
            newspaper.save(connection, replace(_PAGE, day=day, url=url))
        newspaper.save(connection, _PAGE)
        assert newspaper.days(connection, "zjrb", "2018-07-01", "2018-07-31") == ["2018-07-17", "2018-07-19"]
        assert newspaper.days(connection, "zjwb") == []
        assert newspaper.nearest_day(connection, "zjrb") == "2018-08-01"
        assert newspaper.nearest_day(connection, "zjrb", before="2018-07-19") == "2018-07-17"
        assert newspaper.nearest_day(connection, "zjrb", after="2018-07-17") == "2018-07-19"
        assert newspaper.nearest_day(connection, "zjrb", after="2018-08-01") is None
