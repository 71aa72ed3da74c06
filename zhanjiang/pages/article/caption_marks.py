"""What tells a caption from a paragraph: its words, the element it shares with the picture, or how it is set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.labels import is_like_a_story
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.setting import HEADINGS, is_bold, setting_of, wrappers
from zhanjiang.processors.lazy_pattern import lazy_pattern
from zhanjiang.processors.text import clean_line, fold_signs

_LONGEST = 160
_SHORT = 80
_CENTRED = lazy_pattern(r"text-align\s*:\s*center", re.IGNORECASE)
_FLOATS = lazy_pattern(r"float\s*:\s*(?:left|right)", re.IGNORECASE)
_SLANTED = frozenset(["em", "i", "small", "cite"])
_FIGURES = ("figure", "figcaption")
_HOLDERS = frozenset(["p", "figure", "center", "li", "section", "div", "td"])
_MADE = (
    r"(?:摄影?|供图|提供|航拍|拍摄|制图|绘图?|资料图片?|资料照片|档案照片|(?:视频)?截图|/图|/摄|网络图片|(?:新华社|中新社)发"
    r"|(?:图|图片|照片|摄影|供图|图源|图片来源|拍摄点)\s*[/:：|]\s*[^\s，。；]{2,16})"
)
# Who made it: a name or an office, no clause (这些画面由无人机航拍).
_MAKER = r"(?:(?:图片?|照片|供图)由)?[^。！？!?,，；;（(由被将着了]{0,24}?"
# The last words of a caption, parted from what it shows: 记者林小溪 摄, （通讯员供图）, 图/周大海.
_ENDS_AS_CAPTION = lazy_pattern(
    rf"(?:(?:[。！？!?…”）)\s（(，,；;、]|(?<=[㐀-鿿])(?=本报|记者|通讯员)){_MAKER}{_MADE}\s*[)）]?\s*[。.]?"
    rf"|^{_MAKER}{_MADE}\s*[)）]?|^(?=.{{0,6}}(?:记者|通讯员)){_MAKER}{_MADE}\s*[。.]?)$"
)
# A character of whatever is made, and how far from a text's end its last words reach.
_SIGN_OF_MADE = lazy_pattern("[摄供拍绘图照发]")
_LAST_WORDS = 40
_BARE = lazy_pattern(rf"^[（(]?{_MAKER}{_MADE}\s*[)）]?\s*[。.]?$")
# A sentence of the story that refers to its picture in brackets: …（如图，记者林小溪 摄）。
_REFERS = lazy_pattern(r"[(（][^()（）]*(?:如图|见图|附图|图为|图中|[上下左右]图)[^()（）]*[)）]\s*[。.]?$")
_IN_SENTENCE = lazy_pattern(r"[)）]。$")
_BEGINS_AS_CAPTION = lazy_pattern(
    r"^(?:[▲△↑↓←→▼◀▶]|图\s*[为:：]|图[一二三四五六七八九十\d]+(?=[\s:：、，,.。为是])|图[①-⑩]"
    r"|[(（]?[上下左右中]图(?![书片文像案形标表])|拍摄点[:：])"
)
_NUMBERED = lazy_pattern(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．]|第[一二三四五六七八九十]+[章节])"
)


class CaptionMark(IntEnum):
    """How surely a text beside a picture is its caption, the least first."""

    NONE = 0
    SET = 1
    BEGUN = 2
    CREDITED = 3
    ENCLOSED = 4


@dataclass(slots=True)
class BodyEntry:
    """One line of the article's body: a picture (``address``) or a text; how it is set is found out once."""

    line: Line
    address: str | None = None
    text: str | None = None
    _setting: tuple[str, ...] | None = None
    _is_set_as_caption: bool | None = None

    @property
    def setting(self) -> tuple[str, ...]:
        """How the line is set, and whether all of it is slanted or small, as captions are."""
        if self._setting is None:
            self._setting = _setting(self.line)
        return self._setting

    @property
    def signature(self) -> tuple[tuple[str, ...], bool]:
        """The setting, and whether all of the line is bold."""
        return self.setting, is_bold(self.line)

    @property
    def is_set_as_caption(self) -> bool:
        """Whether the line is centred, or shares a block with a picture and nothing else."""
        if self._is_set_as_caption is None:
            self._is_set_as_caption = _is_set_as_caption(self.line)
        return self._is_set_as_caption

    @property
    def is_bare_credit(self) -> bool:
        """Whether the text is nothing but who made a picture."""
        return self.text is not None and is_bare_credit(self.text)


def marks_of(entries: Sequence[BodyEntry]) -> list[CaptionMark]:
    """CaptionMark the texts of a body; pictures are marked NONE."""
    marks = [_worded(entry) for entry in entries]
    usual = usual_setting(entries)
    beside = _texts_beside(entries)
    alike = _set_alike(entries, beside, marks) if usual or _alternate(entries, marks) else set()
    others = {entry.setting for entry in entries if entry.address} - {usual} | _beside_only(entries, beside, usual)
    shared = Counter(entry.line.element for entry in entries if entry.text)
    for index, entry in enumerate(entries):
        if marks[index] is CaptionMark.NONE and entry.text and len(entry.text) <= _LONGEST:
            alone = shared[entry.line.element] == 1 and _is_beside_in_block(entries, index)
            centred = entry.is_set_as_caption and entry.signature in alike
            is_set = alone or centred or (entry.setting in others and not entry.is_set_as_caption)
            if is_set and _may_be_set(entry.line):
                marks[index] = CaptionMark.SET
    return marks


def _is_beside_in_block(entries: Sequence[BodyEntry], index: int) -> bool:
    """Say whether a text shares its block with a picture, other than as a paragraph that flows around or before it."""
    line = entries[index].line
    if not len(line.element) or not _shares_block(line.element):
        return False
    image = line.element.find(".//img")
    following = entries[index + 1].line.element if index + 1 < len(entries) else None
    flows = image is not None and (
        image.get("align") in ("left", "right") or _FLOATS.search(image.get("style") or "") or following is image
    )
    return not flows or not is_like_a_story(line) or entries[index].is_set_as_caption


def _alternate(entries: Sequence[BodyEntry], marks: Sequence[CaptionMark]) -> bool:
    """Say whether each picture has one short line of its own, as in a set of pictures without a text."""
    texts = [entry.text for entry, mark in zip(entries, marks, strict=True) if entry.text and mark is CaptionMark.NONE]
    pictures = len({entry.address for entry in entries if entry.address})
    return len(texts) == pictures and sum(map(len, texts)) <= _SHORT // 2 * pictures


def is_bare_credit(text: str) -> bool:
    """Say whether a text is nothing but who made a picture (通讯员供图): what it shows stands in another line.

    >>> is_bare_credit("通讯员林小溪 摄"), is_bare_credit("蚝农在收蚝。记者林小溪 摄")
    (True, False)
    """
    return len(text) <= 24 and bool(_BARE.match(fold_signs(text)))


def names_maker(text: str) -> bool:
    """Say whether a text ends as captions do, with who took the picture, and is no sentence of a story.

    >>> names_maker("蚝农在收蚝。记者林小溪 摄"), names_maker("摄影大赛昨日开拍")
    (True, False)
    """
    return len(text) <= _LONGEST and _ends_as_caption(text) and not _is_sentence(text)


def _ends_as_caption(text: str) -> bool:
    return bool(_SIGN_OF_MADE.search(text, len(text) - _LAST_WORDS) and _ENDS_AS_CAPTION.search(text))


def _is_sentence(text: str) -> bool:
    return bool(_REFERS.search(text)) or (len(text) > _SHORT // 2 and bool(_IN_SENTENCE.search(text)))


def _worded(entry: BodyEntry) -> CaptionMark:
    if entry.text is None or len(entry.text) > _LONGEST:
        return CaptionMark.NONE
    text = entry.line.folded if entry.text == entry.line.text else fold_signs(entry.text)
    element = entry.line.element
    if element.tag in _FIGURES or next(element.iterancestors(*_FIGURES), None) is not None:
        return CaptionMark.ENCLOSED
    if _BEGINS_AS_CAPTION.match(text):
        return CaptionMark.CREDITED if _ends_as_caption(text) else CaptionMark.BEGUN
    return CaptionMark.CREDITED if names_maker(text) else CaptionMark.NONE


def _may_be_set(line: Line) -> bool:
    return line.element.tag not in HEADINGS and not _NUMBERED.match(line.text)


def _setting(line: Line) -> tuple[str, ...]:
    inner = line.element[0] if len(line.element) == 1 and not (line.element.text or "").strip() else None
    is_slanted = inner is not None and inner.tag in _SLANTED and len(line.text) <= _SHORT // 2
    return (*setting_of(line), *(["slanted"] if is_slanted else []))


def _set_alike(
    entries: Sequence[BodyEntry], texts: Sequence[tuple[int, bool]], marks: Sequence[CaptionMark]
) -> set[tuple[object, ...]]:
    """The settings of texts that stand beside pictures more often than apart from them, as captions do.

    A bold one is a section's heading, unless it comes again after another picture.
    """
    beside: Counter[tuple[object, ...]] = Counter()
    for index, is_beside in texts:
        if marks[index] is CaptionMark.NONE:
            signature = entries[index].signature
            is_heading = bool(signature[1]) and not (index and entries[index - 1].address)
            beside[signature] += 1 if is_beside and not is_heading else -1
    return {signature for signature, count in beside.items() if count > int(bool(signature[1]))}


def _texts_beside(entries: Sequence[BodyEntry]) -> list[tuple[int, bool]]:
    """The indexes of the texts, each with whether it stands beside a picture, or with its maker's name between."""
    shown = [(index, entry) for index, entry in enumerate(entries) if not entry.is_bare_credit]
    around = zip([None, *shown], shown, [*shown[1:], None], strict=False)
    return [
        (index, any(neighbour and neighbour[1].address for neighbour in (before, after)))
        for before, (index, entry), after in around
        if entry.text
    ]


def _beside_only(
    entries: Sequence[BodyEntry], texts: Sequence[tuple[int, bool]], usual: tuple[str, ...] | None
) -> set[tuple[str, ...]]:
    """The settings, other than the usual one, of short texts that stand beside pictures and nowhere else."""
    beside: set[tuple[str, ...]] = set()
    apart = {usual}
    for index, is_beside in texts:
        entry = entries[index]
        (beside if is_beside and len(entry.text or "") <= _SHORT else apart).add(entry.setting)
    return beside - apart


def usual_setting(entries: Sequence[BodyEntry]) -> tuple[str, ...] | None:
    """How most text of the body is set, weighed by length; text set like captions does not count."""
    weights: Counter[tuple[str, ...]] = Counter()
    for entry in entries:
        if entry.text and not entry.is_set_as_caption:
            weights[entry.setting] += len(entry.text)
    return weights.most_common(1)[0][0] if weights else None


def _is_set_as_caption(line: Line) -> bool:
    outer = line.element.getparent()
    around = [outer] if outer is not None and _shares_block(outer) else []
    if around and len(clean_line(text_of(around[0]))) == len(line.text):
        return True
    return any(
        block.tag in ("center", "figure", "figcaption")
        or (block.get("align") or "").lower() == "center"
        or _CENTRED.search(block.get("style") or "")
        for block in [*wrappers(line), *around]
    )


@lru_cache(maxsize=4)  # paragraphs that follow one another stand in one block
def _shares_block(block: Element) -> bool:
    """Say whether a text's own small block also holds one picture."""
    if block.tag not in _HOLDERS:
        return False
    pictures = block.iterdescendants("img")
    is_single = next(pictures, None) is not None and next(pictures, None) is None
    return is_single and len(text_of(block)) <= _LONGEST
