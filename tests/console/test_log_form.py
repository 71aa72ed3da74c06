"""Lines for programs: each is one object of JSON, whatever is logged or reported, by a crawl and by other commands."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Scrapy as Scrapy
from tests.commands.conftest import scrapy as scrapy
from tests.commands.tiny.site import article, serving
from zhanjiang.console.log_form import JsonLines, shaped, use_log_form

_ALWAYS = ["time", "level", "logger", "message", "spider", "run"]


@pytest.fixture
def _json() -> Iterator[None]:
    use_log_form("json")
    yield
    use_log_form("text")


def _formatted(message: str, *given: object, **values: Any) -> dict[str, Any]:
    # Not by the factory of the process, which a crawl may have set.
    record = logging.LogRecord("zhanjiang.spiders", logging.ERROR, __file__, 1, message, given, None)
    vars(record).update(values)
    line = JsonLines().format(record)
    assert "\n" not in line
    return dict(json.loads(line.encode()))


def test_a_record_is_an_object() -> None:
    line = _formatted("Failed: %s\n%s", "湛江", "\x1b[2J\ud800")
    assert [*line] == _ALWAYS
    assert (line["level"], line["logger"], line["message"]) == (
        "ERROR",
        "zhanjiang.spiders",
        "Failed: 湛江\n\x1b[2J\ud800",
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])


def test_a_traceback_is_one_field() -> None:
    try:
        raise ValueError("no such role")
    except ValueError as error:
        line = _formatted("Failed", exc_info=(ValueError, error, error.__traceback__))
    assert [*line] == [*_ALWAYS, "exception"]
    assert line["exception"].startswith("Traceback") and line["exception"].endswith("ValueError: no such role")


def _lines(text: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in text.splitlines()]
    assert all([*line][:6] == _ALWAYS for line in lines)
    return lines


def test_a_crawl_logs_objects_with_its_run(scrapy: Scrapy, tmp_path: Path) -> None:
    with serving({"/": {"articles": [article(1)]}}) as site:
        done = scrapy("crawl", "articles", LOG_FORM="json", PORTAL_URL=site.address, DOWNLOAD_DELAY="0")
        assert done.returncode == 0, done.stderr
        lines = _lines(done.stderr)
        busy = scrapy("crawl", "articles", "-s", "LOG_FORM=json", "-o", "a.jsonl", "--logfile", "log", "-a", "portal=x")
    assert len(lines) > 10
    assert lines[0]["message"].startswith("Scrapy ") and lines[0]["run"] is None
    assert (lines[-1]["spider"], lines[-1]["run"]) == ("articles", 1)
    (refused,) = _lines(busy.stderr)
    assert refused["logger"] == "scrapy crawl" and "portal=x" in refused["message"]


def test_what_other_commands_report_is_an_object_too(scrapy: Scrapy) -> None:
    for arguments in (("status",), ("export",), ("status", "--nonsense")):
        done = scrapy(*arguments, "-s", "LOG_FORM=json")
        assert done.returncode in (1, 2)
        (line,) = _lines(done.stderr)
        assert (line["level"], line["logger"]) == ("ERROR", f"scrapy {arguments[0]}")
    assert scrapy("status").stderr.startswith("scrapy status: ")
    assert "give one of text, json" in scrapy("status", "-s", "LOG_FORM=xml").stderr


@pytest.mark.usefixtures("_json")
def test_a_report_has_a_level() -> None:
    assert (
        json.loads(shaped("scrapy export", "an\nend", "INFO")).items() >= {"level": "INFO", "message": "an end"}.items()
    )
