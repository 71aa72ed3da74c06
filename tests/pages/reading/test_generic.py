"""The last resort finds a story by its structure alone, and nothing where there is none."""

from __future__ import annotations

import pytest

from tests.pages.reading.made_pages import HEADLINE, MARKUPS, NO_STORY, STORIES, page_of
from zhanjiang.pages.limits import parse_html
from zhanjiang.pages.reading.generic import read_generic


def _read(page: str) -> list[str]:
    root = parse_html(page)
    assert root is not None
    return read_generic(root, HEADLINE)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("markup", MARKUPS)
def test_a_story_is_read_whole_in_any_markup(markup: str, story: str) -> None:
    paragraphs = STORIES[story]
    shown = [f"渔港：{text}海" for text in paragraphs] if markup == "linked_words" else paragraphs
    assert _read(page_of(markup, paragraphs)) == shown


@pytest.mark.parametrize("name", NO_STORY)
def test_a_page_without_a_story_gives_nothing(name: str) -> None:
    assert _read(NO_STORY[name]) == []


def test_a_headline_is_no_paragraph_wherever_it_stands() -> None:
    page = f"<div><p>{HEADLINE}</p>{''.join(f'<p>{text}</p>' for text in STORIES['usual'])}</div>"
    assert _read(page) == STORIES["usual"]


def test_what_the_page_shows_of_other_stories_is_not_taken_for_this_one() -> None:
    other = "<div class=row><h4>夜市</h4><p>乡村夜市开张，一条街卖八方味道，游客从各地赶来，热闹到深夜。</p></div>" * 3
    page = f"<div>{''.join(f'<p>{text}</p>' for text in STORIES['usual'])}</div><div>{other}</div>"
    assert _read(page) == STORIES["usual"]


def test_a_subheading_that_elsewhere_ends_a_story_does_not_end_it() -> None:
    first, *rest = STORIES["usual"]
    page = f"<div><p>{first}</p><p>联系我们</p>{''.join(f'<p>{text}</p>' for text in rest)}</div><div>联系我们</div>"
    assert _read(page) == [first, "联系我们", *rest]


def test_a_box_above_the_story_ends_with_its_own_element() -> None:
    box = "<div><h3>最新评论</h3><ul><li><b>阿海</b><p>看着都高兴，希望明年我们那边也能装上一台。</p></li></ul></div>"
    page = f"<div><h1>{HEADLINE}</h1>{box}{''.join(f'<p>{text}</p>' for text in STORIES['usual'])}</div>"
    assert _read(page) == STORIES["usual"]
