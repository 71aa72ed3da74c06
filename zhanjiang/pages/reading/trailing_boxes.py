"""The boxes that stand after a story in the story's own element: comments, other headlines without links, the foot.

They are set as the story is, or nearly so, and no element parts them. So each needs support: of what follows its
heading, of what software prints beside each comment, of what only a page's foot says. And where a paragraph of the
story follows, set as those before it, nothing is a box: a story may quote comments, and may be about them.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import takewhile
from typing import Final

from zhanjiang.pages.reading.comment_boxes import (
    HEADING_WORDS,
    comments_after_heading,
    comments_without_heading,
    heads_comments,
    is_signed,
)
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.foot_lines import BEGINS_FOOT, FOOT_WORDS, goes_with_foot, is_foot_line, is_newsroom_line
from zhanjiang.pages.reading.labels import begins_box
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.reader_comments import SIGN_WORDS
from zhanjiang.pages.reading.story_places import StoryPlaces
from zhanjiang.processors.lazy_pattern import lazy_pattern

# Each line of a page is searched for these: a paragraph where a foot begins, and where signs of comments end.
_HINT: Final = lazy_pattern(
    rf"{HEADING_WORDS}|{SIGN_WORDS}|{FOOT_WORDS}|[阅閱][读讀]|推[荐薦]|相[关關]|往期|更多|猜你|[热熱][门門]|大家都"
)
_SIGN_HINT: Final = lazy_pattern(SIGN_WORDS)
_LONGEST_SHORT: Final = 40
_LONGEST_SIGNS: Final = 40
# Such a box may be a story's own background, told in lines.
_BACKGROUND: Final = lazy_pattern(r"(?:新闻|相关)链接")
_LONGEST: Final = 120
"""A longer line (characters) neither heads a box nor is a foot's; a comment may be as long as it likes."""
_FEWEST_SIGNED: Final = 2
_MOST_BOXES: Final = 24
"""More headings and runs of comments than a page has boxes after its story; each costs a walk through what follows."""
_LONGEST_TITLE: Final = 40
_SHORTEST_TITLE: Final = 5
_LABELLED: Final = lazy_pattern(r"\w{2,5}\s*:|《")
"""How the lines of a notice begin (时间：…), and books that a story recommends."""
_BRACKETED: Final = lazy_pattern(r"[(（【\[].*[)）】\]]$")


def trailing_boxes(lines: Sequence[Line], start: int, within: Set[Element] | None = None) -> frozenset[int]:
    """The indices of the lines in boxes after the story that begins at ``start``, in an element (None: on the page).

    >>> from lxml.html import fromstring
    >>> from zhanjiang.pages.reading.lines import read_lines
    >>> said = "<p>海风：写得好 3小时前<p>浪花：盼着早日通航 昨天 21:58"
    >>> pages = (f"<p>昨日，湛江港通航。</p><p>网友评论</p>{said}", f"<p>网友评论</p>{said}<p>昨日，湛江港通航。</p>")
    >>> [sorted(trailing_boxes(read_lines(fromstring(f"<div>{page}</div>")), 0)) for page in pages]
    [[1, 2, 3], []]
    """
    area = [at for at in range(start, len(lines)) if within is None or lines[at].element in within]
    hinted = [at for at in area if _is_hinted(lines[at].text)]
    heads = {at for at in hinted if len(lines[at].text) <= _LONGEST and _may_begin(lines, at)}
    signed = [at for at in hinted if _SIGN_HINT.search(lines[at].text)]
    signed = [at for at in signed if is_signed(lines[at])] if len(signed) >= _FEWEST_SIGNED else []
    if not heads and len(signed) < _FEWEST_SIGNED:
        return frozenset()
    return _TrailingBoxes(StoryPlaces(lines, area, is_bounded=within is not None), heads, signed).find()


def _is_hinted(text: str) -> bool:
    """Say whether a line has any word that a box has; cheap, since nearly none has."""
    if len(text) <= _LONGEST_SHORT:
        return _HINT.search(text) is not None
    return _SIGN_HINT.search(text, len(text) - _LONGEST_SIGNS) is not None or BEGINS_FOOT.match(text) is not None


def _may_begin(lines: Sequence[Line], at: int) -> bool:
    """Say whether a box may begin with a line, by its words; a list of links is known by these."""
    line = lines[at]
    if line.is_link:
        return False
    has_links = at + 1 < len(lines) and lines[at + 1].linked > 0
    return heads_comments(line) or is_foot_line(line) or (_heads_titles(line) and not has_links)


def _heads_titles(line: Line) -> bool:
    return begins_box(line) and not _BACKGROUND.search(line.folded)


class _TrailingBoxes:
    """Looks for boxes from the end of a story's lines on: what is a box already cannot be more of the story."""

    def __init__(self, places: StoryPlaces, heads: Set[int], signed: Sequence[int]) -> None:
        self._places = places
        self._lines = places.lines
        self._heads = heads & places.inside
        self._comments = comments_without_heading(places, [at for at in signed if at in places.inside])

    def find(self) -> frozenset[int]:
        """The indices of all lines in boxes."""
        boxed = self._places.boxed
        for at in sorted({*self._heads, *self._comments}, reverse=True)[:_MOST_BOXES]:
            box = set() if at in boxed else self._box_at(at)
            if box and self._places.may_end_before(at, box):
                boxed |= box
        return frozenset(boxed)

    def _box_at(self, at: int) -> set[int]:
        if box := self._comments.get(at):
            return box
        return comments_after_heading(self._places, at) or self._foot(at) or self._titles(at)

    def _foot(self, at: int) -> set[int]:
        """The line of a page's foot that ends the story's element, and the lines that go with it on both sides."""
        if not is_foot_line(self._lines[at]):
            return set()
        after = takewhile(self._goes_with_foot, range(at + 1, len(self._lines)))
        before = takewhile(lambda one: self._goes_with_foot(one, at), range(at - 1, -1, -1))
        return {at, *after, *before}

    def _goes_with_foot(self, at: int, foot: int = -1) -> bool:
        """Say whether a line goes with a foot: before it, a story's last line may be an address as well."""
        if at not in self._places.inside or not goes_with_foot(self._lines[at]):
            return False
        return at > foot or is_newsroom_line(self._lines[at]) or not self._places.is_set_as_story(at, foot)

    def _titles(self, at: int) -> set[int]:
        """The list of other headlines that a heading such as 相关阅读 has, all set alike."""
        if not _heads_titles(self._lines[at]):
            return set()
        entries = [*takewhile(self._may_be_title, range(at + 1, len(self._lines)))]
        alike = [*takewhile(lambda one: self._places.place(one) == self._places.place(entries[0]), entries)]
        is_list = any(not _LABELLED.match(self._lines[one].folded) for one in alike)
        return {at, *alike} if is_list else set()

    def _may_be_title(self, at: int) -> bool:
        text = self._lines[at].text
        if at not in self._places.inside or at in self._places.boxed or "。" in text:
            return False
        is_short = _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE
        return is_short and not (_BRACKETED.match(text) or self._places.is_made_by(at))
