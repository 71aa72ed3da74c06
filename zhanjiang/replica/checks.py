"""Checks of options' values: each returns the value, or raises OptionError that says what is allowed; all errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path


class ReplicaError(RuntimeError):
    """The replica could not start; the message is what it said."""


class OptionError(ValueError):
    """An option has a value that is not allowed; the message says in one line what is."""


def read_integer(option: str, value: str, low: int, high: int) -> int:
    """Return a whole number within limits, both included."""
    if not value.isdecimal() or not low <= int(value) <= high:
        raise OptionError(f"{option} {value!r} is not allowed: give a whole number from {low} to {high}")
    return int(value)


def read_count(option: str, value: str | None, most: int) -> int | None:
    """Return a whole number from 0 on; None where nothing was given."""
    return None if value is None else read_integer(option, value, 0, most)


def read_seconds(option: str, value: str) -> float:
    """Return seconds from 0 to 60."""
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 60:
        raise OptionError(f"{option} {value!r} is not allowed: give seconds from 0 to 60, such as 0.5")
    return seconds


def read_choice(option: str, value: str, allowed: tuple[str, ...]) -> str:
    """Return one of the values allowed."""
    if value not in allowed:
        raise OptionError(f"{option} {value!r} is not allowed: give one of {', '.join(allowed)}")
    return value


def read_rates(option: str, given: Iterable[str], names: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """Return pairs of name and rate, the names among those allowed.

    >>> read_rates("--fault", ["reset=0.5"], ["reset", "missing"])
    (('reset', 0.5),)
    """
    return tuple((name, _rate(option, name, rest)) for name, rest in _named(option, given, names))


def read_paths(option: str, given: Iterable[str], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return pairs of name and path, the names among those allowed."""
    return tuple((name, _path(option, name, rest)) for name, rest in _named(option, given, names))


def read_day(option: str, value: str | None, first: date) -> date | None:
    """Return a day from ``first`` on; None where nothing was given."""
    try:
        day = date.fromisoformat(value) if value else None
    except ValueError:
        day = date.min
    if day and day < first:
        raise OptionError(f"{option} {value!r} is not allowed: give a day from {first} on, such as 2018-07-10")
    return day


def read_file(option: str, value: str | None) -> Path | None:
    """Return a file in a folder that exists; None where nothing was given."""
    path = Path(value) if value else None
    if path and not path.parent.is_dir():
        raise OptionError(f"{option} {value!r} is not allowed: give a file in a folder that exists")
    return path


def _named(option: str, given: Iterable[str], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for value in given:
        name, _, rest = value.partition("=")
        yield read_choice(option, name, tuple(names)), rest


def _rate(option: str, name: str, value: str) -> float:
    try:
        rate = float(value)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= 1:
        raise OptionError(f"{option} {name}={value} is not allowed: give a rate from 0 to 1, such as {name}=0.05")
    return rate


def _path(option: str, name: str, value: str) -> str:
    if not value.startswith("/"):
        raise OptionError(f"{option} {name}={value} is not allowed: give a path, such as {name}=/p/2665093.html")
    return value
