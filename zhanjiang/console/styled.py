"""Lines in colour on a terminal that has colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from zhanjiang.processors.text import marked_text

Styled = tuple[str, str]
"""A stretch of a line: the name of a style, and the text."""


def write_styled(lines: Iterable[Sequence[Styled]], output: IO[str], styles: Mapping[str, str]) -> bool:
    """Write lines in the styles that rich has by these words; False where the terminal has none or NO_COLOR forbids it.

    Then nothing is written. What would steer the terminal is replaced by marks.
    """
    # Loaded here, since rich is slow to load and plain output needs none of it.
    from rich.console import Console
    from rich.text import Text

    console = Console(file=output, highlight=False, soft_wrap=True)
    if console.no_color or console.color_system is None:
        return False
    for line in lines:
        console.print(Text.assemble(*((marked_text(text), styles.get(style, "")) for style, text in line)))
    return True
