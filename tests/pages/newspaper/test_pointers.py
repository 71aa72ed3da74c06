"""The printer's pointers between the parts of a torn article: no part of its text, where they begin or end it."""

from __future__ import annotations

import pytest

from tests.pages.newspaper.story import HEADLINE, LINES, TEXT, URL, WRAPPERS, read
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

_POINTERS = [
    "（下转A02版）",
    "(下转第2版)",
    "【下转第二版】",
    "（上接第1版）",
    "（上接A01版）",
    "（紧接第一版）",
    "（下转 A02、A03 版）",
    "（下转A02版：新闻）",
    "（下转第4版①）",
    "（▶下转3版）",
    "（上接头版）",
]


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("printed", _POINTERS)
def test_a_pointer_at_either_end_is_no_text(wrapper: str, printed: str) -> None:
    first, second, last = LINES
    for lines in (
        [f"{printed}{first}", second, last],
        [first, second, f"{last}{printed}"],
        [first, second, f"{last}　{printed}。"],
        [printed, *LINES],
        [*LINES, printed],
        [*LINES, printed.strip("（）【】()")],
        [f"{printed}{first}", second, f"{last}{printed}"],
    ):
        assert read(wrapper, "".join(f"<p>　　{line}</p>" for line in lines)).text == TEXT


@pytest.mark.parametrize(
    "printed",
    [
        "（见第2版）",
        "（下转第2版的报道刊出后，读者来信。）",
        "（据昨日第3版）",
        "转到2版去了",
        "（第二版）",
        "（上接天气）",
    ],
)
def test_what_only_speaks_of_a_page_stays(printed: str) -> None:
    lines = [*LINES[:2], LINES[2] + printed]
    assert read(WRAPPERS[0], "".join(f"<p>{line}</p>" for line in lines)).text == "\n\n".join(lines)


def test_a_pointer_between_paragraphs_stays() -> None:
    lines = [LINES[0], f"{LINES[1]}（下转2版）", LINES[2]]
    assert read(WRAPPERS[0], "".join(f"<p>{line}</p>" for line in lines)).text == "\n\n".join(lines)


@pytest.mark.parametrize(
    ("printed", "headline"),
    [
        (f"{HEADLINE}（上接A01版）", HEADLINE),
        (f"（上接A01版）{HEADLINE}", HEADLINE),
        ("（上接第1版）", "（上接第1版）"),
    ],
)
def test_a_headline_has_no_pointer_unless_it_is_one(printed: str, headline: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    html = (
        f"<html><head><title>{printed}</title></head><body><h1>{printed}</h1><div id=ozoom>{body}</div></body></html>"
    )
    article = NewspaperArticlePage(html.encode(), URL).to_item()
    assert (article.headline, article.text) == (headline, TEXT)


@pytest.mark.parametrize("paper", ["晚报讯", "日报讯", "湛江晚报讯", "晚报 讯"])
def test_the_paper_s_own_dateline_without_its_town(paper: str) -> None:
    body = f"<p>{paper}（记者 周大海 实习生 林小溪）{LINES[0]}</p><p>{LINES[1]}</p>"
    people = read(WRAPPERS[0], body).authors
    assert [(person.role, person.name) for person in people] == [("记者", "周大海"), ("实习生", "林小溪")]


def test_another_paper_s_dateline_names_no_author() -> None:
    assert read(WRAPPERS[0], f"<p>羊城晚报讯（记者 周大海）{LINES[0]}</p><p>{LINES[1]}</p>").authors == []
