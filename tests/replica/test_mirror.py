"""The mirror: traditional script, readings, spam and junk around the portal's articles."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.replica.client import fetch
from zhanjiang.replica.launch import RunningReplica


@pytest.fixture(scope="module")
def pages(replica: RunningReplica, articles: list[dict[str, Any]]) -> dict[str, str]:
    """The mirror's pages by the portal's addresses."""
    portal, mirror = replica.addresses["PORTAL_URL"], replica.addresses["MIRROR_URL"]
    return {truth["url"]: fetch(truth["url"].replace(portal, mirror)).text for truth in articles[:80]}


def test_pages_are_in_traditional_script_and_most_are_annotated(pages: dict[str, str]) -> None:
    annotated = [page for page in pages.values() if re.search(r"[一-鿿]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǜü]+\)", page)]
    assert len(pages) * 0.8 < len(annotated) < len(pages)
    assert all("湛江云媒" in page and "雲媒" not in page for page in pages.values())
    assert sum("登錄" in page for page in pages.values()) > len(pages) * 0.9
    assert any(re.search(r"\?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǜü]+\)", page) for page in pages.values())


def test_each_page_has_a_table_of_its_own(pages: dict[str, str]) -> None:
    tables = [frozenset(re.findall(r"([一-鿿])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǜü]+\)", page)) for page in pages.values()]
    assert len(set(tables)) > len(tables) * 0.8


def test_spam_and_junk_stand_around_and_some_bodies_twice(pages: dict[str, str]) -> None:
    junk = re.compile(r'<(video|rp|mark|ins|dfn) id="[a-z0-9]{5}" style="display:none">')
    assert all(len(junk.findall(page)) >= 4 for page in pages.values())
    twice = [page for page in pages.values() if page.count('<div class="text">') == 2]
    assert 0 < len(twice) < len(pages) / 2
    for page in pages.values():
        assert page.index('<div class="top">') < page.index("loginDialog")


def test_indents_that_could_not_be_encoded_are_question_marks(
    pages: dict[str, str], articles: list[dict[str, Any]]
) -> None:
    old = [truth["url"] for truth in articles[:80] if truth["published_at"] < "2017" and len(truth["text"]) > 100]
    assert all("<p>????" in pages[url] for url in old)


def test_some_mirrors_are_silent_and_some_indent_every_paragraph(
    pages: dict[str, str], articles: list[dict[str, Any]]
) -> None:
    # A lone byte leaves `?` before a torn annotation, and the annotation whole where nothing shows the byte.
    silent = {url for url, page in pages.items() if re.search(r"日\(qǐng\)\(bào\)", page)}
    loud = {url for url, page in pages.items() if re.search(r"\?[a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǜ][a-z]*\)", page)}
    assert silent and loud and not silent & loud
    indented = [url for url, page in pages.items() if "<p>????" in page]
    recent = {truth["url"] for truth in articles if truth["published_at"] >= "2017"}
    assert recent.intersection(indented)


def test_the_mirror_has_articles_alone(replica: RunningReplica, truths: list[dict[str, Any]]) -> None:
    mirror = replica.addresses["MIRROR_URL"]
    link = next(truth for truth in truths if truth["kind"] == "link")
    assert fetch(f"{mirror}/shehui/index.html").status == 404
    assert fetch(link["url"].replace(replica.addresses["PORTAL_URL"], mirror)).status == 404
