"""The gate: whether a text is worth a second look at all. All that a crawl of clean pages ever runs of this package.

Each pattern begins with what `re` looks for fastest, one character.
"""

import re
from functools import cache
from typing import Final

from zhanjiang.textrepair.tables import SIGNS, TONED

CUT: Final = re.compile(f"\\?[{SIGNS},!;?](?<![\x00-'*+\\--9;-\x7f]\\?.)(?=[^\x00-\x7f])")
"""`?` right before a sign, not behind a letter or digit: no writer sets these two together, but for `?!`."""

_EXCERPT: Final = 2000
"""Longer texts that were damaged have readings; searching them for cuts would cost more than all else."""


@cache
def _gate() -> re.Pattern[str]:
    """A bracket that closes a toned syllable."""
    return re.compile(rf"\)(?:(?<=[{TONED}]\))|(?<=[{TONED}][a-z]\))|(?<=[{TONED}][a-z]{{2}}\)))")


def may_be_damaged(text: str) -> bool:
    """Whether a toned syllable stands before a closing bracket at all, in a short one also `?` before a sign.

    >>> may_be_damaged("重(chóng)慶"), may_be_damaged("f(x)")
    (True, False)
    """
    return _gate().search(text) is not None or (len(text) <= _EXCERPT and CUT.search(text) is not None)
