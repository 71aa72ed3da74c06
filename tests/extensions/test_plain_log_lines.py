"""Lines of the log: what others say in them makes no line of its own, and steers no terminal."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from zhanjiang.extensions.plain_log_lines import PlainLogLines

_FORGED = "2026-01-01 00:00:00 [zhanjiang] ERROR: forged"


@pytest.fixture
def _plain() -> Iterator[None]:
    extension = PlainLogLines.from_crawler(get_crawler(Spider))
    yield
    extension.engine_stopped()
    assert logging.getLogRecordFactory() is logging.LogRecord


@pytest.mark.usefixtures("_plain")
@pytest.mark.parametrize("name", ["zhanjiang.crawl", "scrapy.extensions.feedexport"])
def test_passwords_stay_out_of_the_log(name: str) -> None:
    at = "to ftp://desk:geheim@host.example:21/a:b@c.jsonl, postgresql+psycopg://:geheim@db and http://a.example:80/x@y"
    record = logging.getLogger(name).makeRecord(name, logging.ERROR, __file__, 1, "Failed %s", (at,), None)
    assert record.getMessage() == f"Failed {at.replace('geheim', '***')}"


@pytest.mark.usefixtures("_plain")
@pytest.mark.parametrize("name", ["zhanjiang.spiders", "articles", "twisted", "py.warnings", "scrapy.core.scraper"])
@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_no_line_begins_as_a_record_but_a_record(name: str, separator: str) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(asctime)s [%(name)s] %(levelname)s: %(message)s"))
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    try:
        raise ValueError(f"bad\x1b[2J{separator}{_FORGED}")
    except ValueError as error:
        logger.exception("Failed: %s (%s)", f"http://a.example/{separator}{_FORGED}", error)
    finally:
        logger.removeHandler(handler)
    lines = written.getvalue().splitlines()
    assert not any(line.startswith(_FORGED[:19]) for line in lines)
    assert "\x1b" not in written.getvalue() and "Traceback (most recent call last):" in lines
    if not name.startswith("scrapy."):
        assert f"Failed: http://a.example/ {_FORGED} (bad [2J {_FORGED})".split() == lines[0].split()[4:]
