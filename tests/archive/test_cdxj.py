"""The index of a WACZ, against the library that other tools make theirs with."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest
from surt import surt

from zhanjiang.archive.cdxj import IndexedRecord, index_files, sort_key

RECORD = IndexedRecord(
    "https://www.example/p/1.html", "2026-11-25T01:02:03.456789Z", "text/html", 200, "sha1:A", 7, 9, "data.warc.gz"
)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gdzjdaily.com.cn/",
        "https://www.gdzjdaily.com.cn",
        "https://www.gdzjdaily.com.cn/p/2665093.html?from=app&a=1#top",
        "http://szb.gdzjdaily.com.cn/zjwb/html/2015-12/01/node_2.htm",
        "http://127.0.0.1:8070/shizheng/index_2.shtml",
        "http://www2.Example.org:80/A/B/",
        "https://example.org:8443/?b=2&a=1&a=0",
    ],
)
def test_addresses_are_sorted_as_other_tools_sort_them(url: str) -> None:
    assert sort_key(url) == surt(url)


def test_each_block_of_the_index_is_found_by_the_list_of_blocks() -> None:
    records = [replace(RECORD, url=f"https://www.example/p/{number:05}.html", offset=number) for number in range(2500)]
    index, blocks = index_files(records[::-1])
    lines = gzip.decompress(index).decode().splitlines()
    assert lines == sorted(lines) and len(lines) == 2500
    first, *listed = blocks.decode().splitlines()
    assert json.loads(first.split(" ", 2)[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    found = []
    for line in listed:
        key, moment, place = line.split(" ", 2)
        part = json.loads(place)
        block = gzip.decompress(index[part["offset"] : part["offset"] + part["length"]]).decode().splitlines()
        assert block[0].startswith(f"{key} {moment} ")
        found += block
    assert found == lines and len(listed) > 1


def test_a_record_without_a_status_counts_as_an_answer() -> None:
    index, _ = index_files([replace(RECORD, status=None, mime="text/html")])
    key, moment, rest = gzip.decompress(index).decode().split(" ", 2)
    assert (key, moment) == ("example)/p/1.html", "20261125010203")
    assert json.loads(rest) | {"status": "200", "length": "7", "offset": "9"} == json.loads(rest)
