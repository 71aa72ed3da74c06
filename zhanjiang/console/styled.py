"""Lines in colour where an output has colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from zhanjiang.console.terminal import has_colours, styled
from zhanjiang.processors.text import marked_text

Styled = tuple[str, str]
"""A stretch of a line: the name of a style, and the text."""


def write_styled(lines: Iterable[Sequence[Styled]], output: IO[str], styles: Mapping[str, str]) -> bool:
    """Write lines in these styles; False, and nothing is written, where the output has no colours.

    What would steer the terminal is replaced by marks.
    """
    if not has_colours(output):
        return False
    for line in lines:
        output.write("".join(styled(marked_text(text), styles.get(style, "")) for style, text in line) + "\n")
    return True
