"""Every bad spider argument is one line that says what is allowed; every good one is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhanjiang.spiders.arguments import ArgumentError, parse_arguments

_BAD: list[tuple[dict[str, str], str]] = [
    ({"channels": "nonsense"}, "allowed: shizheng, shehui"),
    ({"channels": ""}, "allowed: shizheng, shehui"),
    ({"since": "yesterday"}, "YYYY-MM-DD"),
    ({"until": "2022-02-30"}, "YYYY-MM-DD"),
    ({"since": "2022-06-01", "until": "2022-05-01"}, "earlier day"),
    ({"ids": "12-"}, "ids=2665000-2665999,2690507"),
    ({"ids": "9-3"}, "rising"),
    ({"ids": "0"}, "rising"),
    ({"urls": "www.example/p/1.html"}, "/p/ID.html"),
    ({"urls": "ftp://www.example/p/1.html"}, "http or https"),
    ({"urls": "https://www.example/about.html"}, "/p/ID.html"),
    ({"urls_file": "no-such-file"}, "one address on each line"),
    ({"max_articles": "0"}, "whole number from 1"),
    ({"max_articles": "1.5"}, "whole number from 1"),
    ({"full": "yes"}, "allowed: 0, 1"),
    ({"portal": "test"}, "allowed: live, replica"),
    ({"chanels": "shehui"}, "did you mean channels?"),
]


@pytest.mark.parametrize(("arguments", "told"), _BAD, ids=[str(arguments) for arguments, _ in _BAD])
def test_bad_argument(arguments: dict[str, str], told: str) -> None:
    with pytest.raises(ArgumentError) as error:
        parse_arguments("articles", arguments)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_all_arguments_are_read(tmp_path: Path) -> None:
    file = tmp_path / "addresses.txt"
    file.write_text("# mirrors\nhttp://mirror.example:81/p/2829021.html\n\n", "utf-8")
    arguments = parse_arguments(
        "articles",
        {
            "channels": "shizheng, shehui",
            "since": "2022-05-01",
            "until": "2022-05-31",
            "ids": "2665000-2665002,2690507",
            "urls": "https://m.example/p/1.html?v=1?v=2",
            "urls_file": str(file),
            "max_articles": "5",
            "full": "1",
            "portal": "replica",
        },
    )
    assert arguments.channels == ("shizheng", "shehui")
    assert [reference.number for reference, _ in arguments.references()] == [2665000, 2665001, 2665002, 2690507]
    assert arguments.typed_sites == {"https://m.example", "http://mirror.example:81"}
    assert arguments.covers(date(2022, 5, 31)) and not arguments.covers(date(2022, 6, 1))
    assert not arguments.walks


def test_an_unknown_day_is_covered_only_where_no_day_was_asked_for() -> None:
    assert parse_arguments("articles", {}).covers(None)
    assert not parse_arguments("articles", {"since": "2022-05-01"}).covers(None)


_ADDRESSES = ("https://www.example/p/1.html?v=1,2", "https://m.example/p/2.html")
_LISTED = f"# 霞山的报道\r\n\r\n{_ADDRESSES[0]}\r\n  {_ADDRESSES[1]}  # 手机版\r\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_file_of_addresses_in_whatever_charset(tmp_path: Path, charset: str, line_end: str) -> None:
    file = tmp_path / "addresses.txt"
    file.write_bytes(_LISTED.replace("\r\n", line_end).encode(charset))
    assert parse_arguments("articles", {"urls_file": str(file)}).urls == _ADDRESSES


@pytest.mark.parametrize("separator", [",", ", ", ",,", " "])
def test_addresses_with_commas_of_their_own(separator: str) -> None:
    assert parse_arguments("articles", {"urls": separator.join(_ADDRESSES)}).urls == _ADDRESSES


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\xff\xfe", b"# none\n", b"\x89PNG\r\n\x1a\n\xff\xfe"])
def test_a_file_without_addresses_is_an_error_of_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "addresses.txt"
    file.write_bytes(content)
    with pytest.raises(ArgumentError, match=r"one address on each line|is no address") as error:
        parse_arguments("articles", {"urls_file": str(file)})
    assert "\n" not in str(error.value)
