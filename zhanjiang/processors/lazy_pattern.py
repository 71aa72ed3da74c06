"""Regular expressions that are compiled when they are first used: those of all bylines and labels take long to."""

from __future__ import annotations

import re
from typing import Final, cast

_METHODS: Final = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as ``re.compile`` makes it, whose mistakes show at its first use.

    >>> lazy_pattern("[0-9]+").findall("7 of 12"), lazy_pattern("[0-9]+").pattern
    (['7', '12'], '[0-9]+')
    """
    return cast(re.Pattern[str], _LazyPattern(pattern, flags))


class _LazyPattern:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        """Compile; from then on the compiled pattern's methods are this object's own, as fast as there."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
