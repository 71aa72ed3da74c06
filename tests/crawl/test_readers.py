"""Readers' processes: each job has its answer, whatever happens to a process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from tests.crawl.odd_readers import OddReader
from zhanjiang.crawl.readers import Readers
from zhanjiang.pages.unreadable import TooLargePage

_READER = OddReader()
_STATS = get_crawler(Spider).stats


@asynccontextmanager
async def _readers(count: int) -> AsyncIterator[Readers]:
    readers = Readers(count)
    await readers.start(_STATS)
    try:
        yield readers
    finally:
        readers.close()
        await asyncio.sleep(0)


async def _read(readers: Readers, *jobs: str) -> list[Any]:
    return await asyncio.gather(*(readers.read(_READER, job) for job in jobs), return_exceptions=True)


def test_each_job_has_its_answer_by_what_reads_it() -> None:
    async def read() -> list[str]:
        async with _readers(2) as readers:
            jobs = ((OddReader(says), job) for says in ("a", "b") for job in ("1", "2", "3" * 300_000))
            return list(await asyncio.gather(*(readers.read(reader, job) for reader, job in jobs)))

    assert asyncio.run(read()) == [f"{says} {job}" for says in ("a", "b") for job in ("1", "2", "3" * 300_000)]


def test_without_processes_jobs_are_read_here() -> None:
    async def read() -> list[str]:
        async with _readers(0) as readers:
            return await _read(readers, "1", "2")

    assert asyncio.run(read()) == ["read 1", "read 2"]


def test_a_job_on_which_processes_die_costs_itself_alone() -> None:
    async def read() -> list[Any]:
        async with _readers(1) as readers:
            return await _read(readers, "1", "die", "2", "3")

    first, killed, *others = asyncio.run(read())
    assert (first, others) == ("read 1", ["read 2", "read 3"])
    assert isinstance(killed, TooLargePage) and "died" in str(killed)
    assert _STATS.get_value("readers/restarted") == 2


def test_a_job_without_end_is_given_up_and_those_after_it_are_read() -> None:
    async def read() -> list[Any]:
        async with _readers(1) as readers:
            reading = asyncio.ensure_future(_read(readers, "hang", "1"))
            [link] = readers._links
            while not link.tasks:
                await asyncio.sleep(0)
            readers._watch_heads([link.tasks[0]])
            return await reading

    hanging, other = asyncio.run(read())
    assert isinstance(hanging, TooLargePage) and "60 seconds" in str(hanging)
    assert other == "read 1"


def test_where_processes_end_by_themselves_jobs_are_read_here(caplog: pytest.LogCaptureFixture) -> None:
    async def read() -> list[Any]:
        async with _readers(1) as readers:
            return [*await _read(readers, "exit", "1"), *await _read(readers, "2")]

    ending, *others = asyncio.run(read())
    assert isinstance(ending, TooLargePage)
    assert others == ["read 1", "read 2"]
    assert "missing from now on (exit code 3)" in caplog.text
