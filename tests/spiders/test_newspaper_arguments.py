"""The arguments of the newspaper's spider, and newspapers' addresses given to that of articles."""

from __future__ import annotations

from datetime import date

import pytest

from zhanjiang.spiders.arguments import ArgumentError, NewspaperArguments, parse_arguments

_PAGE = "http://szb.example/zjrb/html/2018-07/17/node_2.htm"
_ARTICLE = "http://szb.example/zjrb/html/2018-07/17/content_2108598.htm"


@pytest.mark.parametrize(
    ("spider", "arguments", "told"),
    [
        ("newspaper", {"papers": "zjrb,zjxx"}, "allowed: zjrb, zjwb"),
        ("newspaper", {"papers": ""}, "allowed: zjrb, zjwb"),
        ("newspaper", {"channels": "shehui"}, "allowed: papers, since"),
        ("newspaper", {"since": "2018-07-18", "until": "2018-07-17"}, "earlier day"),
        ("newspaper", {"urls": "https://www.example/p/1.html"}, "content_2108598.htm"),
        ("newspaper", {"urls": _ARTICLE.replace("07/17", "02/30")}, "content_2108598.htm"),
        ("articles", {"urls": _PAGE}, "/p/ID.html"),
        ("articles", {"papers": "zjrb"}, "no argument of spider articles"),
    ],
)
def test_bad_argument(spider: str, arguments: dict[str, str], told: str) -> None:
    with pytest.raises(ArgumentError) as error:
        parse_arguments(spider, arguments)
    assert told in str(error.value) and "\n" not in str(error.value)


def test_all_arguments_are_read() -> None:
    given = {"papers": "zjwb", "since": "2018-07-01", "until": "2018-07-31", "max_articles": "5", "full": "1"}
    arguments = parse_arguments("newspaper", given)
    assert isinstance(arguments, NewspaperArguments)
    assert (arguments.papers, arguments.since, arguments.until) == (("zjwb",), date(2018, 7, 1), date(2018, 7, 31))
    assert arguments.walks and arguments.full and arguments.max_articles == 5


def test_both_papers_are_the_default() -> None:
    arguments = parse_arguments("newspaper", {"urls": f"{_PAGE},{_ARTICLE}"})
    assert isinstance(arguments, NewspaperArguments)
    assert arguments.papers == ("zjrb", "zjwb") and not arguments.walks


def test_articles_takes_articles_of_newspapers() -> None:
    assert parse_arguments("articles", {"urls": _ARTICLE}).typed_sites == {"http://szb.example"}
