"""A set of the names of very many pages or articles, as a run of days meets them, in a few bytes each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from zhanjiang.store.number_blocks import SIZE, Blocks

_NUMBERED: Final = re.compile("([^0-9]*)(0|[1-9][0-9]{0,17})([^0-9]*)")


class NameSet:
    """A set of names. Of those with one number, such as ``/p/2665093.html`` and ``portal/2665093``, bits are kept.

    >>> names = NameSet()
    >>> names.add("portal/7"), names.add("portal/7"), names.add("zjrb/2018-07-17/2108598")
    (None, None, None)
    >>> "portal/7" in names, "portal/07" in names, "/p/7.html" in names, len(names)
    (True, False, False, 2)
    """

    def __init__(self) -> None:
        self._numbered: defaultdict[tuple[str, str], Blocks] = defaultdict(dict)
        self._others: set[str] = set()
        self._length = 0

    def add(self, name: str) -> None:
        """Add a name."""
        if name in self:
            return
        self._length += 1
        if match := _NUMBERED.fullmatch(name):
            number, blocks = int(match[2]), self._numbered[match[1], match[3]]
            blocks[number // SIZE] = blocks.get(number // SIZE, 0) | 1 << number % SIZE
        else:
            self._others.add(name)

    def __contains__(self, name: str) -> bool:
        """Say whether a name was added."""
        match = _NUMBERED.fullmatch(name)
        if match is None:
            return name in self._others
        number, blocks = int(match[2]), self._numbered.get((match[1], match[3]), {})
        return bool(blocks.get(number // SIZE, 0) >> number % SIZE & 1)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, in no order that means anything."""
        yield from self._others
        for (start, end), blocks in self._numbered.items():
            for at, bits in blocks.items():
                yield from (f"{start}{at * SIZE + place}{end}" for place in range(SIZE) if bits >> place & 1)

    def __len__(self) -> int:
        """How many names were added."""
        return self._length
