"""The one real page at hand, damaged by a mirror: wrapped in markup, read as a page, and crawled over loopback.

The page stands beside the repository and is no part of it; where it is missing there is nothing to test. What is
expected is worked out from its lines by the plainest means: readings struck out, each sign made simplified.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC

from tests.end_to_end.running import crawl
from tests.loopback import serving
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.textrepair import to_simplified

_SEED = Path(__file__).parents[2] / "fixtures" / "seed" / "page.txt"
_PATH = "/p/2829021.html"
_READING = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]+\)")
_LABELS = ("编辑", "值班主任", "值班编委")


def _lines() -> list[str]:
    return [line.strip() for line in _SEED.read_text("utf-8").splitlines() if line.strip()]


def _clean(line: str) -> str:
    """Return a line without readings, in simplified script: right where no byte was hit."""
    # Newsrooms keep 钜 in names, which the converter takes for another way to write 巨.
    simplified: str = OpenCC("t2s").convert(_READING.sub("", line).replace("鉅", "钜"))
    return simplified


def _paragraphs_throughout(lines: list[str]) -> str:
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    head = f"<meta charset=utf-8><title>{lines[1]}</title>"
    return f"<html><head>{head}</head><body><div><h3>{lines[0]}</h3>{body.partition('</p>')[2]}</div></body></html>"


def _cells_and_breaks(lines: list[str]) -> str:
    dialog, headline, deck, info, *story = lines
    end = next(place for place, line in enumerate(story) if _clean(line).startswith("编辑"))
    text = "<br><br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in story[:end])
    foot = "".join(f"<tr><td>{line}</td></tr>\n" for line in story[end:])
    return (
        f"<html><head><meta charset=utf-8><title></title></head><body><div class=k><div><h3>{dialog}</h3></div></div>"
        f"<table><tr><td><b><font size=5>{headline}</font></b></td></tr><tr><td align=center>{deck}</td></tr>"
        f"<tr><td>{info}</td></tr><tr><td>{text}</td></tr>{foot}</table></body></html>"
    )


_MARKUPS = [_paragraphs_throughout, _cells_and_breaks]
Markup = Callable[[list[str]], str]


@pytest.fixture(params=_MARKUPS, ids=lambda markup: markup.__name__.strip("_"))
def page(request: pytest.FixtureRequest) -> bytes:
    """The page's lines in some markup."""
    markup: Markup = request.param
    return markup(_lines()).encode()


def _assert_right(item: dict[str, Any]) -> None:
    """Assert that an item tells what the lines tell; the text only where no byte was hit."""
    lines = list(map(_clean, _lines()))
    told = {name: item[name] for name in ("kind", "kicker", "headline", "subheadline", "published_at", "pages")}
    day, minute = re.findall(r"\d{4}-\d\d-\d\d|\d\d:\d\d", lines[3])[:2]
    assert told == {
        "kind": "article",
        "kicker": None,
        "headline": lines[1],
        "subheadline": lines[2],
        "published_at": f"{day}T{minute}:00+08:00",
        "pages": 1,
    }
    assert item["authors"] == [{"role": "记者", "name": lines[3].rpartition("记者")[2]}]
    credits = [(label, names) for line in lines for label, _, names in [line.partition(":")] if label in _LABELS]
    assert item["credits"] == [{"role": label, "name": name} for label, names in credits for name in names.split("、")]
    assert (item["comment_participants"], item["comment_count"]) == (0, 0)
    _assert_text(item["text"].split("\n\n"))


def _assert_text(paragraphs: list[str]) -> None:
    printed = _lines()[4:]
    printed = printed[: next(place for place, line in enumerate(printed) if _clean(line).startswith("编辑"))]
    assert len(paragraphs) == len(printed)
    whole = [(paragraph, _clean(line)) for paragraph, line in zip(paragraphs, printed, strict=True) if "?" not in line]
    assert whole
    for paragraph, expected in whole:
        assert paragraph.translate(_HALF_WIDTH) == expected.translate(_HALF_WIDTH)
    assert not _READING.search("".join(paragraphs)) and "?" not in "".join(paragraphs)


_HALF_WIDTH = str.maketrans("，：；！？（）", ",:;!?()")


def test_page_is_read_whole(page: bytes) -> None:
    article = ArticlePage(page, f"http://mirror{_PATH}", content_type="text/html; charset=utf-8").to_item()
    people = {
        name: [{"role": to_simplified(person.role or ""), "name": to_simplified(person.name or "")} for person in given]
        for name, given in (("authors", article.authors), ("credits", article.credits))
    }
    texts = {name: to_simplified(getattr(article, name) or "") for name in ("headline", "subheadline", "text")}
    others = ("kind", "kicker", "published_at", "pages", "comment_participants", "comment_count")
    _assert_right({name: getattr(article, name) for name in others} | texts | people)


def test_page_is_crawled_whole(tmp_path: Path, page: bytes) -> None:
    with serving({_PATH: page}) as mirror:
        crawled = crawl(tmp_path, {}, f"urls={mirror}{_PATH}")
    assert crawled.code == 0 and "Traceback" not in crawled.log
    (item,) = crawled.lines
    assert (item["id"], item["via"], item["script"]) == ("portal/2829021", mirror.removeprefix("http://"), "hant")
    assert item["url"] == f"https://www.gdzjdaily.com.cn{_PATH}"
    assert item["repair"]["readings"] > 100
    _assert_right(item)
