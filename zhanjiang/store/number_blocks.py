"""Sets of numbers in blocks of sixty, each a bitmap: a million numbers are some ten thousand rows and integers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Integer, cast, func, literal

SIZE: Final = 60
"""How many numbers a block holds: the most that a database's integer has room for, rounded down."""
Blocks = dict[int, int]
"""A set of numbers: by the number of each block, which is a number divided by ``SIZE``, the bits of its members."""


def blocks_of(numbers: Iterable[int]) -> Blocks:
    """Put numbers into blocks.

    >>> blocks_of([0, 3, 60])
    {0: 9, 1: 1}
    """
    blocks: Blocks = {}
    for number in numbers:
        blocks[number // SIZE] = blocks.get(number // SIZE, 0) | 1 << number % SIZE
    return blocks


def block(number: ColumnElement[int]) -> ColumnElement[int]:
    """The block of a number, in SQL."""
    return (number // SIZE).label("block")


def bits(number: ColumnElement[int]) -> ColumnElement[Any]:
    """The bits of all numbers of a block, in SQL that groups by blocks."""
    return func.sum(_bit(number).distinct())


def bits_of_each(number: ColumnElement[int]) -> ColumnElement[Any]:
    """The same where no number comes twice: a quarter faster."""
    return func.sum(_bit(number))


def _bit(number: ColumnElement[int]) -> ColumnElement[int]:
    return cast(literal(1), BigInteger).bitwise_lshift(cast(number % SIZE, Integer))
