"""XML: well-formed whatever a page says, with the columns of every other format."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

from tests.export.made_up import ARTICLES, RECORDS, unflattened
from zhanjiang.export.rows import columns
from zhanjiang.export.xml_file import ElementsExporter, write_xml
from zhanjiang.items import Article, Comment, RankingEntry


def _exported(*items: object, **options: Any) -> bytes:
    file = io.BytesIO()
    exporter = ElementsExporter(file, **options)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


def test_an_export_and_a_feed_are_the_same_document() -> None:
    file = io.BytesIO()
    write_xml(file, RECORDS, ())
    assert file.getvalue() == _exported(*ARTICLES)
    items = ElementTree.fromstring(file.getvalue())
    rows = [{cell.tag: cell.text for cell in item} for item in items]
    assert [unflattened(row) for row in rows] == RECORDS
    assert {tuple(row) for row in rows} == {columns()}


def test_items_of_several_classes_say_which_they_are() -> None:
    items = ElementTree.fromstring(_exported(Article(), RankingEntry(rank=1)))
    assert [item.attrib["type"] for item in items] == ["Article", "RankingEntry"]
    assert items[1].findtext("rank") == "1"


def test_what_xml_cannot_hold_is_replaced_and_a_carriage_return_stays() -> None:
    [item] = ElementTree.fromstring(_exported(Comment(text="甲\x08乙\x1b\ufffe<&]]>\r\n😀")))
    assert item.findtext("text") == "甲\ufffd乙\ufffd\ufffd<&]]>\r\n😀"


def test_a_feed_without_items_is_a_document() -> None:
    assert len(ElementTree.fromstring(_exported())) == 0


def test_scrapys_options_of_feeds_count() -> None:
    options = {"fields_to_export": {"rank": "place"}, "item_element": "entry", "root_element": "ranking"}
    written = _exported(RankingEntry(rank=1), **options)
    assert written.endswith(b'<ranking>\n<entry type="RankingEntry"><place>1</place></entry>\n</ranking>\n')
