"""References of articles that lack something, or hold what a style would take for its own marks."""

from __future__ import annotations

import dataclasses

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser

from zhanjiang.items import Article, Person, PlaceInNewspaper
from zhanjiang.presentation.citation import bibtex, csl, gbt7714
from zhanjiang.presentation.reference import Reference

_BARE = Article(id="portal/5")


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (_BARE, "portal/5[N/OL]. 湛江云媒."),
        (dataclasses.replace(_BARE, headline="开\n航", published_at="2022-05-31T23:30:00+08:00"),
         "开 航[N/OL]. 湛江云媒, 2022-05-31."),
        (Article(id="zjrb/2018-07-17/9", headline="夜市", newspaper_page=PlaceInNewspaper("A02", "本地")),
         "夜市[N]. 湛江日报, 2018-07-17(A02)."),
        (Article(id="home/2016-07/9", headline="夜市", source="湛江晚报", published_at="2016-07-01"),
         "湛江晚报. 夜市[N/OL]. 湛江云媒, 2016-07-01."),
        (dataclasses.replace(_BARE, headline="甲", authors=[Person("文", "一"), Person("图", "一"), Person()]),
         "一. 甲[N/OL]. 湛江云媒."),
    ],
)  # fmt: skip
def test_what_is_not_known_is_left_out(article: Article, expected: str) -> None:
    assert gbt7714(Reference.of(article)) == expected


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the parser's own
@pytest.mark.parametrize("headline", ["{半", "半}", r"a\b", "100% & #1 $5 _x^2~", '引"号', "@article{x,", "a and b"])
def test_no_headline_or_name_breaks_a_bibtex_file(headline: str) -> None:
    article = dataclasses.replace(_BARE, headline=headline, authors=[Person(None, headline), Person(None, "林")])
    entries = bibtexparser.loads(bibtex(Reference.of(article)) * 2, BibTexParser(common_strings=False)).entries
    assert [entry["ENTRYTYPE"] for entry in entries] == ["article", "article"]
    assert entries[0]["author"].endswith("} and {林}")
    unescaped = entries[0]["title"][1:-1]
    for written, sign in ((r"\textbraceleft{}", "{"), (r"\textbraceright{}", "}"), (r"\textasciicircum{}", "^")):
        unescaped = unescaped.replace(written, sign)
    unescaped = unescaped.replace(r"\textasciitilde{}", "~").replace(r"\textbackslash{}", "\0")
    assert unescaped.replace("\\", "").replace("\0", "\\") == headline


def test_csl_has_no_empty_fields() -> None:
    assert csl(Reference.of(_BARE)) == {
        "id": "portal/5",
        "type": "article-newspaper",
        "title": "portal/5",
        "container-title": "湛江云媒",
        "language": "zh-CN",
    }
