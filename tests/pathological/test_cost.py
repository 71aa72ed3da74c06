"""No page costs more than 5 seconds of processor time and 1 GB: what a page of 32 MB would cost, it is refused for."""

from __future__ import annotations

import gc
import resource
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from time import process_time

import pytest

from tests.pathological import readers
from tests.pathological.readers import OF_ANSWERS, OF_ARTICLES, OF_LISTS, Reader
from tests.pathological.shapes import ANSWERS, PAGES, SENTENCE, Shape
from zhanjiang.middlewares.challenge import is_script_challenge
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.limits import SECONDS, Allowance, parse_html
from zhanjiang.pages.reading.elements import text_of
from zhanjiang.pages.unreadable import TooLargePage, UnreadablePage

_LARGEST = 32 * 1024 * 1024
_SMALL = 800
_SECONDS = 5.0
_MEGABYTES = 1_200
_BY_NAME = {shape.name: shape for shape in (*PAGES, *ANSWERS)}


@pytest.fixture(autouse=True)
def _nothing_runs_beside() -> Iterator[None]:
    """Keep Hypothesis from measuring the garbage collector here: what stops a reading would be lost in its callback."""
    callbacks = gc.callbacks[:]
    gc.callbacks.clear()
    yield
    gc.callbacks.extend(callbacks)


def _bodies(shape: Shape, size: int) -> Iterator[tuple[bytes, tuple[Reader, ...]]]:
    """The pages of a shape, alone and where it may stand in an article's, with the readers of such."""
    if shape in ANSWERS:
        yield shape.alone(size), OF_ANSWERS
        return
    yield shape.alone(size), (*OF_ARTICLES, *OF_LISTS)
    yield shape.page(size, "story"), OF_ARTICLES
    for place in ("head", "headline", "info", "after"):
        yield shape.page(size, place, is_declared=False), OF_ARTICLES[:1]


def _refusal(reader: Reader, body: bytes) -> str:
    """Why a page is not read; '' where it is."""
    try:
        reader(body)
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("shape", [*PAGES, *ANSWERS], ids=lambda shape: shape.name)
def test_an_odd_page_is_read_or_refused(shape: Shape) -> None:
    for body, of_such in _bodies(shape, _SMALL):
        for reader in of_such:
            assert "seconds" not in _refusal(reader, body)


@pytest.mark.parametrize(
    ("name", "reader", "size"),
    [
        ("br and day", "read_newspaper_article", 100_000),
        ("links in one cell", "read_article", 120_000),
        ("links in one link", "read_article", 100_000),
        ("links in one row", "read_listing", 300_000),
        ("pictures in figures", "read_newspaper_article", 150_000),
        ("pictures in one coloured table", "read_article", 80_000),
        ("pictures in one p", "read_article", 60_000),
        ("bylines as lines", "read_article", 80_000),
        ("p of a sentence", "read_article", 400_000),
        ("picture box headings", "read_boxes", 200_000),
        ("ranking headings", "read_listing", 200_000),
        ("one letter", "read_edition", 10_000_000),
        ("blanks", "read_listing", 10_000_000),
    ],
)
def test_what_a_page_costs_does_not_grow_with_its_square(name: str, reader: str, size: int) -> None:
    """With the square of its lines, links or signs each of these costs more than ten times of what a page may."""
    began = process_time()
    assert "seconds" not in _refusal(getattr(readers, reader), _BY_NAME[name].alone(size))
    assert process_time() - began < 2 * SECONDS


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("attributes", "a tag of the page has more than 64 attributes"),
        ("attributes with signs", "a tag of the page has more than 64 attributes"),
        ("attributes without values", "a tag of the page has more than 64 attributes"),
        ("attributes by slashes", "a tag of the page has more than 64 attributes"),
        ("br", "tags, more than the 100,000 that are read"),
        ("nested table", "more than 256 of the page's elements stand in one another"),
        ("one paragraph", "a line of the page has 666,655 characters, more than the 500,000 that are read"),
    ],
)
def test_a_page_that_is_too_large_is_refused_with_its_reason(name: str, reason: str) -> None:
    size = {"br": 1_000_000, "one paragraph": 2_000_000}.get(name, 200_000)
    began = process_time()
    with pytest.raises(TooLargePage, match=reason):
        readers.read_article(_BY_NAME[name].page(size, "story", is_declared=False))
    assert process_time() - began < _SECONDS


_MANY = f"<p{' a' * 65}>{'港' * 45_000}"


@pytest.mark.parametrize("before", ["", "</script>", "<!-- <p -->", '<script">', "<style-x>", "<img alt='>'>", "a<b "])
def test_attributes_count_wherever_the_parser_sees_a_tag(before: str) -> None:
    with pytest.raises(TooLargePage, match="more than 64 attributes"):
        parse_html(before + _MANY)


@pytest.mark.parametrize("before", ["<script>", "<STYLE a>if(a</b)", "<p><!-- ", "<svg><title>", "<p title='"])
def test_attributes_in_a_text_are_none(before: str) -> None:
    assert parse_html(before + _MANY) is not None


def test_an_article_longer_than_a_book_is_refused() -> None:
    page = Shape("", f"<p>{SENTENCE * 1000}</p>").page(2_000_000, "story")
    with pytest.raises(TooLargePage, match="the article has 651,269 characters, more than the 500,000 that are read"):
        readers.read_article(page)


def test_the_time_that_a_page_may_take_is_that_of_all_its_parts() -> None:
    page = ArticlePage(_BY_NAME["p of one character"].page(200_000, "story"), "http://portal.example/p/2665093.html")
    page.allowance = Allowance(0.05)
    with pytest.raises(TooLargePage, match=r"reading the page takes more than 0\.05 seconds of processor time"):
        page.to_item()
    with pytest.raises(TooLargePage):  # there is none left
        page.to_item()
    began = process_time()
    while process_time() - began < 0.2:  # nothing stops what is no page's reading
        pass


def test_what_stops_a_reading_is_no_error_of_a_rule() -> None:
    def swallow() -> str:
        while True:
            with suppress(Exception):
                while True:
                    pass

    with pytest.raises(TooLargePage):
        Allowance(0.05).spend(swallow)
    assert Allowance(0.05).spend(lambda: Allowance(0.05).spend(str)) == ""


def test_elsewhere_than_in_the_main_thread_nothing_is_stopped() -> None:
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(Allowance(0).spend, str).result() == ""


def test_a_challenge_of_many_tags_is_none() -> None:
    began = process_time()
    assert not is_script_challenge(403, b"<script>location.reload()</script>" + b"<title>" * 28_000)
    assert process_time() - began < 2


def test_data_of_any_length_is_parsed_whole() -> None:
    """The parser of most pages ends at a text of 10 MB, without a word."""
    root = parse_html(f"<p>首段。<img src='data:image/png;base64,{'A' * 12_000_000}'><p>末段。")
    assert root is not None
    assert text_of(root) == "首段。末段。"


def test_an_address_of_any_length_costs_nothing() -> None:
    began = process_time()
    reason = _refusal(readers.read_ranking, _BY_NAME["a long address"].alone(_LARGEST // 4))
    assert "no list of titles with addresses" in reason
    assert process_time() - began < 2


def test_an_answer_with_too_many_entries_is_refused() -> None:
    with pytest.raises(UnreadablePage, match="entries, more than the 1,000,000 that are read"):
        readers.read_comment_list(b"[" + b"[]," * 1_000_000 + b"[]]")


def _measured(reader: Reader, body: bytes) -> tuple[float, int]:
    """The processor time (seconds) and the most memory (MB) of this process, which reads one page."""
    readers.read_article(_BY_NAME["br"].page(100, "story"))
    began = process_time()
    _refusal(reader, body)
    return process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.soak
@pytest.mark.parametrize("size", [1_000_000, _LARGEST])
@pytest.mark.parametrize("shape", [*PAGES, *ANSWERS], ids=lambda shape: shape.name)
def test_no_page_costs_more_than_it_may(shape: Shape, size: int) -> None:
    for body, of_such in _bodies(shape, size):
        with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
            for reader in of_such:
                seconds, megabytes = alone.submit(_measured, reader, body[:_LARGEST]).result()
                assert seconds < _SECONDS, reader
                assert megabytes < _MEGABYTES, reader
