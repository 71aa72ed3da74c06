"""From where to where a story's paragraphs go in each block: what stands between two of them is the story's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set

from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.labels import is_like_a_story, is_sure_end
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.setting import setting_of, wrappers


class StorySpan:
    """The blocks of a page with the first and last paragraph in each, by the index of its line.

    A paragraph counts for the block it stands in, whatever holds it alone; one of several that line breaks part, also
    for their own block. What stands in boxes (``boxed``, by index) is none of them.
    """

    def __init__(self, lines: Sequence[Line], start: int, boxed: Set[int]) -> None:
        self._lines = lines
        self._shared = Counter(line.element for line in lines if line.text)
        self._holders = {line.element.getparent() for line in lines if line.text}
        self._paragraphs: dict[Element, dict[tuple[str, ...], tuple[int, int]]] = {}
        for index in range(start, len(lines)):
            if is_sure_end(lines[index]) and self._paragraphs:
                break
            if index not in boxed and is_like_a_story(lines[index]):
                self._add(index)

    def _add(self, index: int) -> None:
        setting = setting_of(self._lines[index])
        for block in self._blocks(self._lines[index]):
            spans = self._paragraphs.setdefault(block, {})
            spans[setting] = (spans.get(setting, (index,))[0], index)

    def is_between(self, index: int) -> bool:
        """Say whether a line stands between two paragraphs that are set alike in one block, or in a block there."""
        element = self._lines[index].element
        return any(
            first < index < last
            for block in (element, *element.iterancestors())
            for first, last in self._paragraphs.get(block, {}).values()
        )

    def is_alike(self, index: int) -> bool:
        """Say whether a line is set like a paragraph of the story, in the same block and no wider one."""
        line = self._lines[index]
        blocks = (block for block in self._blocks(line) if block.tag not in ("body", "html"))
        return any(setting_of(line) in self._paragraphs.get(block, {}) for block in blocks)

    def goes_on(self, index: int) -> bool:
        """Say whether any paragraph follows a line."""
        return any(last > index for spans in self._paragraphs.values() for _, last in spans.values())

    def _blocks(self, line: Line) -> Iterator[Element]:
        element = line.element
        if self._shared[element] > 1 or element in self._holders:
            yield element
        outer = wrappers(line)[-1].getparent()
        if outer is not None:
            yield outer
