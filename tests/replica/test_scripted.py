"""The listing whose rows come by a script alone."""

from __future__ import annotations

import json
import re

from tests.replica.client import fetch
from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.replica.scripted import SCRIPTED, _base_36


def _addresses(script: str, pages: int) -> list[str]:
    """Put the addresses of the first pages together as the script does."""
    letters = re.search(r"var k=\[([\d, ]+)\]", script)
    numbers = re.search(r"n\*(\d+)\+(\d+)\)%(\d+)", script)
    assert letters and numbers
    folder = "".join(chr(int(letter) ^ (place * 5 + 17 & 31)) for place, letter in enumerate(letters[1].split(",")))
    factor, start, modulus = map(int, numbers.groups())
    return [folder + _base_36((page * factor + start) % modulus) for page in range(1, pages + 1)]


def test_its_rows_stand_nowhere_but_where_the_script_asks() -> None:
    with running_replica(ReplicaOptions(articles=300, seed=4, load_more_by_script=True)) as running:
        portal = running.addresses["PORTAL_URL"]
        listing = fetch(f"{portal}/{SCRIPTED}/index.html")
        main = listing.text.partition('<div class="main">')[2].partition('<div class="footer">')[0]
        assert "加载更多" in main and "/p/" not in main and "listid" not in main
        assert fetch(f"{portal}/{SCRIPTED}/index_2.html").status == 404
        replies = [fetch(portal + path) for path in _addresses(main, 9)]
        rows = [json.loads(reply.body) for reply in replies if reply.status == 200]
        expected = [truth["headline"] for truth in running.truth() if truth["channel"] == SCRIPTED]
        assert list(dict.fromkeys(row[1] for page in rows for row in page)) == list(dict.fromkeys(expected))
        assert len(rows) >= 3 and rows[1][0][1] == rows[0][-1][1]
        assert all(rows[:-1]) and rows[-1] == []
        assert "加载更多" not in fetch(f"{portal}/shehui/index.html").text


def test_it_is_an_ordinary_listing_unless_requested(portal: str) -> None:
    listing = fetch(f"{portal}/{SCRIPTED}/index.html")
    assert "/p/" in listing.text.partition('class="pages"')[0] and "加载更多" not in listing.text
