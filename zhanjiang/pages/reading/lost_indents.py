"""The `????` that mirrors print before a paragraph for the blanks of its indent, which they could not encode."""

from __future__ import annotations

import re

from zhanjiang.pages.reading.lines import Line

_LOST_INDENT = re.compile(r"^(?:\?\s?){2,8}(?=[^\s?!])")


def without_lost_indent(line: Line) -> Line:
    """A line without them; the same line where it has none."""
    if not line.text.startswith("?"):
        return line
    text, spaced = (_LOST_INDENT.sub("", printed) for printed in (line.text, line.spaced))
    return Line(text, line.element, line.linked, line.media, spaced, line.is_indented)
