"""An option that there is not is named as such by every command, and not taken for an article, a file or a word."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Scrapy
from tests.in_process import OURS


@pytest.mark.parametrize("command", sorted(OURS - {"archive", "layouts"}))
def test_an_option_that_there_is_not_is_named(scrapy: Scrapy, command: str) -> None:
    done = scrapy(command, "--nonsense")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"scrapy {command}: '--nonsense' is no option: see scrapy {command} --help")


def test_a_spider_that_there_is_not_is_no_traceback(scrapy: Scrapy) -> None:
    done = scrapy("check", "nope")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("scrapy check: there is no spider 'nope': give one of ")


def test_a_field_that_there_is_not_is_told_with_all_that_there_are(scrapy: Scrapy) -> None:
    done = scrapy("validate", "--fields", "nope", "x.jsonl")
    assert done.returncode == 2
    assert done.stderr.startswith("scrapy validate: --fields cannot be 'nope': there are id, url, ")
