"""A learned layout fits a page by its marks and its paths, and survives being stored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml.html import fromstring

from zhanjiang.pages.reading.learned import LearnedLayout, locate_learned, marks_of
from zhanjiang.pages.reading.lines import read_lines

_PAGE = (
    "<html><body><div class='top'>湛江云媒</div><div class='story'><h2>渡口复航</h2><p class='by'>2024-05-01 10:20</p>"
    "<div class='words'><p>渡口昨日复航。</p></div></div><div class='foot'>共3条评论</div></body></html>"
)
_LAYOUT = LearnedLayout(
    "learned 1",
    body="//div[@class='words']",
    headline="//h2",
    info="//p[@class='by']",
    pages=20,
    shares={"body": 1.0},
    repeats=frozenset({"共0条评论"}),
    marks=marks_of(fromstring(_PAGE)),
)


def test_it_fits_a_page_that_has_its_marks_and_one_of_each_part() -> None:
    root = fromstring(_PAGE)
    fitted = locate_learned(root, [_LAYOUT])
    assert fitted is not None
    assert (fitted.headline.text, fitted.body.get("class"), fitted.scope.get("class")) == ("渡口复航", "words", "story")
    assert fitted.info is not None
    assert fitted.credits is None


def test_it_does_not_fit_other_markup_or_two_bodies() -> None:
    assert locate_learned(fromstring(_PAGE.replace("class='words'", "class='text'")), [_LAYOUT]) is None
    assert locate_learned(fromstring(_PAGE.replace("</body>", "<div class='words'>二</div></body>")), [_LAYOUT]) is None
    few_marks = "<html><body><div class='story'><h2>渡口</h2><div class='words'>一</div></div></body></html>"
    assert locate_learned(fromstring(few_marks), [replace(_LAYOUT, marks=_LAYOUT.marks | set("abcdef"))]) is None


def test_a_line_is_repeated_whatever_its_numbers_but_no_paragraph_is() -> None:
    lines = {line.text: line for line in read_lines(fromstring(_PAGE))}
    assert _LAYOUT.is_repeated(lines["共3条评论"])
    assert not _LAYOUT.is_repeated(lines["渡口昨日复航。"])


def test_its_data_are_json_and_make_it_again() -> None:
    data = _LAYOUT.as_data()
    assert data["repeats"] == ["共0条评论"]
    assert LearnedLayout.from_data(data) == _LAYOUT


@pytest.mark.parametrize("host", ["", "//img.example", "http://127.0.0.1:8001", "HTTPS://new-img.example"])
def test_a_repeated_picture_is_known_on_whatever_host(host: str) -> None:
    page = fromstring(f"<div><img src='{host}/ad/5.jpg'><img src='{host}/ad/6.jpg'></div>")
    layout = replace(_LAYOUT, repeats=frozenset({"img:/ad/5.jpg"}))
    assert [layout.is_repeated(line) for line in read_lines(page)] == [True, False]
