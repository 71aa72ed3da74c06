"""The gate: whether a text is worth a second look. A crawl of clean pages runs nothing else of this package.

Each pattern begins with one character, which `re` looks for fastest.
"""

import re
from functools import cache
from typing import Final

from zhanjiang.textrepair.tables import MARKS, TONED

CUT: Final = re.compile(f"\\?[{MARKS},!;?](?<![\x00-'*+\\--9;-\x7f]\\?.)(?=[^\x00-\x7f])")
"""`?` right before a punctuation mark, not after a letter or digit: no writer sets these two together but for `?!`."""

_EXCERPT: Final = 2000
"""Only texts of at most so many characters are searched for cuts, which costs more than all else; longer damaged texts
have annotations. By hand."""


@cache
def _gate() -> re.Pattern[str]:
    """A bracket that closes a toned syllable."""
    return re.compile(rf"\)(?:(?<=[{TONED}]\))|(?<=[{TONED}][a-z]\))|(?<=[{TONED}][a-z]{{2}}\)))")


def may_be_damaged(text: str) -> bool:
    """Whether a text has a toned syllable before a closing bracket or, if short, `?` before a punctuation mark.

    >>> may_be_damaged("重(chóng)慶"), may_be_damaged("f(x)")
    (True, False)
    """
    return _gate().search(text) is not None or (len(text) <= _EXCERPT and CUT.search(text) is not None)
