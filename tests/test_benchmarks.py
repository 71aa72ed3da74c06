"""The benchmarks' own parts: pairs taken in turns, and the picture of ratios."""

from __future__ import annotations

from xml.etree import ElementTree

from benchmarks import memory
from benchmarks.figure import Figure, interleaved
from benchmarks.performance_page import picture
from zhanjiang.pages.article.page import ArticlePage


def test_each_subject_is_compared_with_a_floor_taken_right_before_it() -> None:
    order: list[str] = []

    def taking(name: str, seconds: list[float]) -> float:
        order.append(name)
        return seconds.pop(0)

    floor, slow, fast = [1.0, 1.0, 9.0, 1.0, 1.0, 1.0], [2.0, 18.0, 2.0], [0.5, 0.25, 0.5]
    subjects = {"slow": lambda: taking("slow", slow), "fast": lambda: taking("fast", fast)}

    taken = list(interleaved(lambda: taking("floor", floor), subjects, 3))

    assert order == ["floor", "slow", "floor", "fast"] * 3
    # A load that hits a pair as a whole leaves its ratio as it is.
    assert taken == [("slow", 0.5, 1.0, 2.0), ("fast", 2.0, 1.0, 0.5)]


def test_the_picture_shows_each_figure_and_stays_within_its_edges() -> None:
    figures = [Figure("crawl", f"<{ratio}>", "a & b", ratio, "1", "2") for ratio in (0.0001, 0.5, 1, 2, 1000.0)]

    root = ElementTree.fromstring(picture(figures))

    width = float(root.attrib["viewBox"].split()[2])
    bars = [rect for rect in root.iter() if rect.tag.endswith("rect")]
    assert len(bars) == len(figures)
    assert all(
        float(bar.attrib["x"]) >= 0 and float(bar.attrib["x"]) + float(bar.attrib["width"]) <= width for bar in bars
    )
    assert "<0.5> / a & b" in [text.text for text in root.iter() if text.tag.endswith("text")]


def test_the_portal_whose_crawl_is_measured_is_read_by_its_declared_layout() -> None:
    first = memory.page("/p/1000000.html", 60)
    assert first is not None
    article = ArticlePage(first, "https://www.example/p/1000000.html")
    assert article.layout == "stock"
    assert len(article.to_item().text or "") > 300


def test_its_listings_end_with_the_last_article() -> None:
    last = memory.page("/shizheng/index_2.html", 60)
    assert last is not None
    assert (last.count(b"<li>"), b"index_3" in last) == (10, False)
    assert memory.page("/shizheng/index_3.html", 60) is None


def test_memory_is_measured_after_each_number_of_pages() -> None:
    measured = memory.measure([5, 40], {"ARCHIVE_ENABLED": "False"})
    assert len(measured) == 2
    assert all(megabytes > 20 for megabytes in measured)
