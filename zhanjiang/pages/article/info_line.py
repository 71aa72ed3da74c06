"""Where the info line stands among a page's lines: date, source and author, in one line or in several blocks.

The date is the anchor. It stands below the headline on most sites; on others above it, or below the body. Its
neighbours belong to it by their labels, by what they are (a paper's name, a byline), or by the small box around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhanjiang.pages.article.info_rank import (
    HIGHEST_RANK,
    SENTENCE,
    SOURCE_NAME,
    SURE_RANK,
    info_rank,
    is_anothers,
    is_info,
    is_of_story,
    is_own,
    is_relative,
    is_repeated,
)
from zhanjiang.pages.reading.elements import Element, is_within
from zhanjiang.pages.reading.labels import is_end, is_furniture, is_like_a_story, is_sure_end
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.dates import DATE, has_existing_date
from zhanjiang.processors.info_labels import BARE_LABEL, LABEL
from zhanjiang.processors.meta_line import join_blocks
from zhanjiang.processors.names import are_names_alone
from zhanjiang.processors.people import is_byline
from zhanjiang.processors.text import fold_signs

_CELLS = frozenset(["li", "dd", "dt", "td", "th", "span", "em", "i", "time", "b", "small", "font"])
# How far below the headline the info line may stand: a deck of some lines, sharing buttons, a font-size switch.
_REACH = 14
_BETWEEN = 4
# How far above the headline it may stand.
_ABOVE = 6
_LONGEST_VALUE = 40
_SOME = 2
# A word such as 评论 alone may be a button beside the info line.
_BUTTON = 2
_LONGEST_BOX = 160
# So many plain lines together are no values of an info line, but a verse.
_VERSE = 3
_SHORTEST_VERSE = 4


def find_info(lines: Sequence[Line], headline: tuple[int, int] | None) -> list[int]:
    """The indexes of the lines that make the info line, in their order; [] where a page has none.

    ``headline`` are the indexes of the headline's first line and of the line after its last, None where it is not
    known yet.
    """
    if headline is None:
        index = _highest(lines, range(len(lines)), is_anchor=True)
        return [] if index is None else _block(lines, index, 0, len(lines))
    first, after = headline
    near = _highest(lines, range(after, _near_end(lines, after)))
    near = _relative(lines, after) if near is None else near
    info = [] if near is None else _block(lines, near, after, len(lines))
    if not any(has_existing_date(lines[index].folded) for index in info):
        info = _elsewhere(lines, first, after, info)
    return info


def near_lines(lines: Sequence[Line], headline: tuple[int, int]) -> Iterator[int]:
    """Yield the indexes of the lines that may be an info line above the story: below the headline, then above it."""
    first, after = headline
    paragraphs = 0
    for index in range(after, _near_end(lines, after)):
        if paragraphs < _SOME and not is_of_story(lines, index):
            yield index
        paragraphs += is_like_a_story(lines[index])
    yield from range(max(first - _ABOVE, 0), first)


def info_text(lines: Sequence[Line], info: Sequence[int]) -> str:
    """The text of an info line's blocks; names that stand alone in a block get the label that readers do without."""
    texts = [lines[at].spaced for at in info]
    is_after_label = [False, *(bool(BARE_LABEL.fullmatch(fold_signs(text))) for text in texts)]
    if not any("作者" in text or is_byline(text) for text in texts):
        texts = [
            f"作者：{text}" if are_names_alone(fold_signs(text)) and not has_label else text
            for text, has_label in zip(texts, is_after_label, strict=False)
        ]
    return join_blocks(texts)


def _near_end(lines: Sequence[Line], after: int) -> int:
    """The index to which an info line may stand below a headline: an end's word ends it only after some story."""
    has_story = False
    for index in range(after, min(after + _REACH, len(lines))):
        line = lines[index]
        if is_end(line) and (has_story or (is_sure_end(line) and index - after > _BETWEEN)):
            return index
        has_story = has_story or is_like_a_story(line) or bool(line.media)
    return min(after + _REACH, len(lines))


def _highest(lines: Sequence[Line], indexes: range, *, is_anchor: bool = False) -> int | None:
    """The first of the lines that are most of an info line; after some paragraphs, only if it is the article's own."""
    rank, best, paragraphs = 0, None, 0
    for index in indexes:
        next_rank = info_rank(lines[index])
        if next_rank > rank and (not paragraphs or _may_follow(lines, index, paragraphs, is_anchor)):
            rank, best = next_rank, index
        paragraphs += is_like_a_story(lines[index])
        if rank == HIGHEST_RANK:
            break
    return best


def _relative(lines: Sequence[Line], after: int) -> int | None:
    """The index of the first line that gives a time as 3天前: alone only above the story, as in it this is a title."""
    paragraphs = 0
    for index in range(after, _near_end(lines, after)):
        if paragraphs < _SOME and is_relative(lines[index], is_alone=not paragraphs):
            return index
        paragraphs += is_like_a_story(lines[index])
    return None


def _may_follow(lines: Sequence[Line], index: int, paragraphs: int, is_anchor: bool) -> bool:
    """Say whether a line may be the info line below paragraphs, the first of which may be a deck.

    Where no headline is known, any date may lead to it (``is_anchor``).
    """
    if is_anchor:
        return paragraphs < _SOME or is_own(lines[index])
    if is_of_story(lines, index):
        return False
    return not is_repeated(lines, index) if paragraphs < _SOME else _is_articles(lines, index)


def _is_articles(lines: Sequence[Line], index: int, *, has_ended: bool = False) -> bool:
    """Say whether a date below some of the story is the article's own."""
    return not is_anothers(lines, index, has_ended=has_ended) and is_own(lines[index])


def _elsewhere(lines: Sequence[Line], first: int, after: int, near: list[int]) -> list[int]:
    """Add what stands above the headline or below the body to an info line without a date, or with none that exists."""
    for index in range(first - 1, max(first - _ABOVE, 0) - 1, -1):
        if info_rank(lines[index]) >= SURE_RANK and is_own(lines[index]) and share_box(lines[index], lines[first]):
            return [*_block(lines, index, max(first - _ABOVE, 0), first), *near]
    has_story = has_ended = False
    for index in range(max([after - 1, *near]) + 1, len(lines)):
        line = lines[index]
        if is_sure_end(line) and index - after > _BETWEEN:
            break
        if info_rank(line) >= SURE_RANK and _is_articles(lines, index, has_ended=has_ended):
            return [*near, *_block(lines, index, after, len(lines))]
        has_story = has_story or is_like_a_story(line)
        has_ended = has_ended or (has_story and len(line.text) > _BUTTON and is_end(line) and not line.linked)
    return near


def share_box(line: Line, headline: Line) -> bool:
    """Say whether a line and the headline stand in one element below the page's own."""
    holders = [headline.element, *headline.element.iterancestors()][:4]
    return any(holder.tag not in ("body", "html") and is_within(line.element, holder) for holder in holders)


# --- The lines around the date ------------------------------------------------------------------------------------


def _block(lines: Sequence[Line], index: int, start: int, end: int) -> list[int]:
    """The indexes of the lines that belong to an info line's, from ``start`` to before ``end``."""
    first, last = _info_start(lines, index, start), _info_end(lines, index, end)
    return [at for at in range(first, last) if not lines[at].media]


def _info_start(lines: Sequence[Line], index: int, start: int) -> int:
    """The index of the first line of the info line's block: labels and values above the date."""
    box = _info_box(lines, index, range(index, start - 1, -1))
    first = index
    while first > start:
        line = lines[first - 1]
        is_cell = line.element.tag in _CELLS or line.element is lines[index].element
        is_value = first - 1 > start and _is_bare(lines[first - 2]) and _is_short(line)
        if not (is_value or is_info(line) or (first - 1 >= box and is_cell and _is_short(line))):
            break
        first -= 1
    return first


def _info_end(lines: Sequence[Line], index: int, end: int) -> int:
    """The index after the last line of the info line's block: labels and values in cells of their own."""
    box = _info_box(lines, index, range(index, end)) + 1
    position = index + 1
    while position < end:
        line, previous = lines[position], lines[position - 1]
        if line.media:
            if not (position < box or _is_icon(lines, position)):
                break
        elif not (position < box or _continues(line, previous)):
            break
        position += 1
    while lines[position - 1].media:
        position -= 1
    return position


def _is_icon(lines: Sequence[Line], position: int) -> bool:
    """Say whether a picture stands before a value of the info line, as an icon does."""
    following = lines[position + 1] if position + 1 < len(lines) else None
    return following is not None and (is_info(following) or (_is_bare(lines[position - 1]) and _is_short(following)))


def _continues(line: Line, previous: Line) -> bool:
    """Say whether a line goes on with the info: another label, a label's value, or a byline's second row."""
    if _is_bare(previous) and _is_short(line) and not is_end(line):
        return True
    label = LABEL.match(line.folded)
    if label and label.lastgroup == "date":
        return bool(DATE.search(line.folded)) or _is_bare(line)
    if label and label.lastgroup != "credit":
        return len(line.folded) <= 80 and not (line.is_link and is_end(line)) and not SENTENCE.search(line.folded)
    if is_info(line) and not are_names_alone(line.folded):
        return not line.is_link or bool(SOURCE_NAME.fullmatch(line.folded))
    if line.is_link or line.element is not previous.element:
        return False
    following = LABEL.search(fold_signs(line.spaced))
    return is_byline(line.spaced[: following.start()] if following else line.spaced)


def _is_bare(line: Line) -> bool:
    return bool(BARE_LABEL.fullmatch(line.folded))


def _is_short(line: Line) -> bool:
    return not line.media and len(line.text) <= _LONGEST_VALUE and not SENTENCE.search(line.text)


def _info_box(lines: Sequence[Line], index: int, indexes: range) -> int:
    """The index of the last line (in the order of ``indexes``) in the info line's small box; its own without one."""
    box = lines[index].element.getparent()
    last = index
    if box is None or box.tag in ("body", "html"):
        return last
    inside = [at for at in indexes if is_within(lines[at].element, box)]
    for position in indexes[1:]:
        line = lines[position]
        if position > index and position in inside and _begins_verse(lines, position):
            return index
        if position not in inside or (is_end(line) and not line.linked) or read_credits(line.text) is not None:
            break
        if not (_is_short(line) or (line.media and _in_text(line.element))) or abs(position - index) > 8:
            return index
        last = position
    # An element that also contains the body (160 characters or more) is not the info line's own box.
    return last if sum(len(lines[at].text) for at in inside) < _LONGEST_BOX else index


def _begins_verse(lines: Sequence[Line], position: int) -> bool:
    """Say whether short plain lines begin here that stand together in one block: a story without sentences."""
    together = lines[position : position + _VERSE]
    blocks = {line.element if line.element.tag not in ("p", "div") else line.element.getparent() for line in together}
    return len(together) == _VERSE and len(blocks) == 1 and not any(map(_is_like_a_value, together))


def _is_like_a_value(line: Line) -> bool:
    if line.media or line.linked or len(line.text) < _SHORTEST_VERSE or line.element.tag in _CELLS:
        return True
    return is_info(line) or is_furniture(line) or bool(LABEL.match(line.folded) or DATE.search(line.folded))


def _in_text(picture: Element) -> bool:
    """Say whether a picture stands in a line of text."""
    holder = picture.getparent()
    return holder is not None and bool((picture.tail or "").strip() or (holder.text or "").strip())
