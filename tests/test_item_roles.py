"""A field of an article declares its form and roles once; every list of fields in the package follows."""

from __future__ import annotations

import dataclasses

import pytest

from zhanjiang.items import (
    Article,
    Image,
    Person,
    PlaceInNewspaper,
    content_hash,
    data_of,
    extraction_of,
    fields_of,
    roles,
)
from zhanjiang.pages.article.repair_report import report_repair
from zhanjiang.pipelines.convert_script import ConvertScriptPipeline
from zhanjiang.pipelines.validate import malformed
from zhanjiang.store.articles import columns_of
from zhanjiang.textrepair import Repaired
from zhanjiang.textrepair.result import GuessedSpan
from zhanjiang.versions.differences import compare, compared_fields

_ORIGINS = {"page", "newspaper", "visit", "extraction", "repair", "crawl", "revision"}


@dataclasses.dataclass(slots=True)
class _Longer(Article):
    """An article with a field that no module knows."""

    section: str | None = dataclasses.field(default=None, metadata=roles("text", "page", "hashed", "compared", "prose"))


@pytest.mark.parametrize("field", dataclasses.fields(Article), ids=lambda field: field.name)
def test_every_field_has_a_form_and_one_origin(field: dataclasses.Field[object]) -> None:
    assert field.metadata["form"]
    assert len(field.metadata["roles"] & _ORIGINS) == 1


def test_a_new_field_is_found_everywhere() -> None:
    valid = _Longer(id="portal/1", url="https://www.example/p/1.html", kind="article", headline="禁毒", section="要闻")
    other = dataclasses.replace(valid, section="本地")
    assert content_hash(valid) != content_hash(other)
    assert extraction_of(valid)["section"] == data_of(valid, "page")["section"] == "要闻"
    assert [difference.field for difference in compare(valid, other)] == ["section"]
    assert "section" in compared_fields("compared", item=_Longer)
    assert "section" in [column.name for column in columns_of(_Longer)]
    assert malformed(dataclasses.replace(valid, section=7)) == ["section"]
    assert (
        ConvertScriptPipeline("hans").process_item(dataclasses.replace(valid, section="要聞", text="舉行")).section
        == "要闻"
    )


def test_a_guess_is_found_in_a_new_field() -> None:
    article = _Longer(headline="禁毒", section="要闻")
    repaired = Repaired("<b>要闻</b>", guesses=(GuessedSpan(3, 5, "要闻", ()),))
    report = report_repair([repaired], article)
    assert report is not None
    assert [guess.field for guess in report.guessed] == ["section"]


def test_the_lists_are_those_that_stores_and_feeds_were_made_with() -> None:
    texts = ("kicker", "headline", "subheadline", "source", "byline", "text")
    assert fields_of("prose", form="text") == texts
    assert fields_of("hashed") == (*texts[:3], "published_at", *texts[3:], "images", "credits")
    assert set(fields_of("compared")) == {*fields_of("hashed"), "authors"}
    assert fields_of("revision") == ("revision", "revision_cause", "content_hash", "duplicate_of")
    assert [column.name for column in columns_of(Article)] == [
        field.name for field in dataclasses.fields(Article) if field.name != "addresses"
    ]


def test_hashes_in_stores_stay_what_they_are() -> None:
    article = Article(
        kicker="引题",
        headline="主题",
        subheadline="副题",
        published_at="2022-05-31T21:58:00+08:00",
        source="湛江云媒",
        byline="记者 温可",
        text="正文。",
        authors=[Person("记者", "温可")],
        images=[Image("https://img.example/1.jpg", "图")],
        credits=[Person("编辑", "莫一")],
        newspaper_page=PlaceInNewspaper("A02", "本地"),
    )
    assert content_hash(article) == "64460812a969463d41ab19ec70231a542d43e7e746b180de4f7527e38ad65dd8"
