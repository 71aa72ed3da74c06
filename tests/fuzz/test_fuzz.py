"""Mutated samples, each by a seed: no error but the documented ones, in bounded time, and all promises kept.

A failure names the command that repeats it alone. ``-m soak`` goes on with new seeds, for ``FUZZ_SECONDS`` a target.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.fuzz.file_targets import FILE_TARGETS
from tests.fuzz.mutating import Mutator
from tests.fuzz.targets import TARGETS, Target, is_documented

_ALL: Final = (*TARGETS, *FILE_TARGETS)
_LONGEST: Final = 10.0
"""Seconds of processor time for one input: a hundred times what one of that size takes."""


class _TooLong(BaseException):
    """An input that takes too long; no ``except`` of the code under test catches it."""


@contextmanager
def _bounded() -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise _TooLong

    previous = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


def _run(target: Target, seed: int) -> None:
    """Read what a seed gives, and fail with the command that repeats it."""
    data = Mutator(seed, target.samples()).mutated()
    command = f"FUZZ_SEED={seed} python -m pytest 'tests/fuzz/test_fuzz.py::test_mutated_samples[{target.name}]'"
    try:
        with _bounded():
            target.read(data)
    except _TooLong:
        pytest.fail(f"it took more than {_LONGEST} s: {command}")
    except Exception as error:
        if not is_documented(error, target):
            raise AssertionError(f"{type(error).__name__}: {error!s:.300}: {command}") from error


@pytest.fixture
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what names files."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("target", _ALL, ids=lambda target: target.name)
def test_mutated_samples(target: Target, _alone: Path) -> None:
    target.setting_up(_alone)
    given = os.environ.get("FUZZ_SEED")
    for seed in [int(given)] if given else range(target.cases):
        _run(target, seed)


@pytest.mark.soak
@pytest.mark.parametrize("target", _ALL, ids=lambda target: target.name)
def test_new_seeds(target: Target, _alone: Path) -> None:
    target.setting_up(_alone)
    end = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "60"))
    seed = time.time_ns() // 1000
    while time.monotonic() < end:
        seed += 1
        _run(target, seed)


@pytest.mark.parametrize("target", _ALL, ids=lambda target: target.name)
def test_a_seed_gives_the_same_bytes_again(target: Target) -> None:
    first, again = (Mutator(7, target.samples()).mutated() for _ in range(2))
    assert first == again
