"""Captions: ordinary paragraphs beside a picture, known by how they are set, by their words, or by the picture itself.

Newsrooms print them before or after the picture. Within one run of pictures and captions the order is taken from the
run: one that begins with a picture has each caption after its picture, one that ends with a picture before it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.setting import setting_of, wrappers
from zhanjiang.processors.text import clean_line

_LONGEST = 160
_SHORT = 80
_CENTRED = re.compile(r"text-align\s*:\s*center")
_ENDS_AS_CAPTION = re.compile(
    r"(?:摄|供图|摄影|资料图片?|图源[:\s]?\S{0,12}|/图|制图|航拍|提供|视频截图|截图)\s*[)）]?\s*[。.]?$"
)
_BEGINS_AS_CAPTION = re.compile(r"^(?:[▲△↑↓←→▼◀▶]|图\s*[为:：]|图[一二三四五六七八九十\d①-⑩]|[(（]?[上下左右]图)")
_HOLDERS = frozenset(["p", "figure", "center", "li", "section", "div", "td"])


@dataclass(slots=True)
class BodyEntry:
    """One line of the article's body: a picture (``address``) or a text."""

    line: Line
    address: str | None = None
    text: str | None = None


def pair_captions(entries: list[BodyEntry]) -> tuple[list[str], list[tuple[str, str | None]]]:
    """Give each picture its caption: the remaining paragraphs, and (address, caption) in the order of the page."""
    if not any(entry.address for entry in entries):
        return _apart(entries)
    printed = {caption for entry in entries if entry.address for caption in [_own_caption(entry)] if caption}
    entries = [entry for entry in entries if entry.text not in printed]
    if printed:
        return _apart(entries)
    usual = _usual_setting(entries)
    settings = {setting_of(entry.line) for entry in entries if entry.address} - {usual} | _beside_only(entries, usual)
    paragraphs: list[str] = []
    pictures: list[tuple[str, str | None]] = []
    for beside, run in groupby(entries, key=lambda entry: _can_caption(entry, settings)):
        members = list(run)
        if beside and any(entry.address for entry in members):
            left, paired = _pair_run(members)
            paragraphs += left
            pictures += paired
        else:
            paragraphs += [entry.text for entry in members if entry.text]
    return paragraphs, pictures


def _apart(entries: list[BodyEntry]) -> tuple[list[str], list[tuple[str, str | None]]]:
    """Keep texts and pictures apart: a set's pictures have their captions in themselves."""
    texts = [entry.text for entry in entries if entry.text]
    return texts, [(entry.address, _own_caption(entry)) for entry in entries if entry.address]


def _beside_only(entries: list[BodyEntry], usual: tuple[str, ...] | None) -> set[tuple[str, ...]]:
    """The settings, other than the usual one, of short texts that stand beside pictures and nowhere else."""
    beside: set[tuple[str, ...]] = set()
    apart = {usual}
    for before, entry, after in zip([None, *entries], entries, [*entries[1:], None], strict=False):
        if entry.text:
            is_beside = any(neighbour and neighbour.address for neighbour in (before, after))
            (beside if is_beside and len(entry.text) <= _SHORT else apart).add(setting_of(entry.line))
    return beside - apart


def _own_caption(entry: BodyEntry) -> str | None:
    """The caption that a picture set keeps in the picture's own element."""
    return clean_line(entry.line.element.get("data-caption") or "") or None


def _can_caption(entry: BodyEntry, settings: set[tuple[str, ...]]) -> bool:
    """Say whether a line is a picture, or could be the caption of a picture beside it."""
    if entry.text is None:
        return True
    if len(entry.text) > _LONGEST:
        return False
    if setting_of(entry.line) in settings or _is_set_as_caption(entry.line) or _shares_block(entry.line.element):
        return True
    return bool(_ENDS_AS_CAPTION.search(entry.text) or _BEGINS_AS_CAPTION.match(entry.text))


def _pair_run(run: list[BodyEntry]) -> tuple[list[str], list[tuple[str, str | None]]]:
    """Pair the pictures of one run with the texts after them, or before them where the run says so."""
    before = bool(run[0].text and run[-1].address)
    ordered = run[::-1] if before else run
    left: list[str] = []
    pictures: list[tuple[BodyEntry, list[str]]] = []
    for entry in ordered:
        if entry.address:
            pictures.append((entry, []))
        elif entry.text:
            (pictures[-1][1] if pictures else left).append(entry.text)
    paired = [(entry.address or "", " ".join(texts[::-1] if before else texts) or None) for entry, texts in pictures]
    return left, paired[::-1] if before else paired


def _usual_setting(entries: list[BodyEntry]) -> tuple[str, ...] | None:
    """How most text of the body is set, weighed by length; text set like captions does not count."""
    weights: Counter[tuple[str, ...]] = Counter()
    for entry in entries:
        if entry.text and not _is_set_as_caption(entry.line):
            weights[setting_of(entry.line)] += len(entry.text)
    return weights.most_common(1)[0][0] if weights else None


def _is_set_as_caption(line: Line) -> bool:
    """Say whether a line is centred, or shares a block with a picture and nothing else."""
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


def _shares_block(block: Element) -> bool:
    """Say whether the text's own small block also holds one picture."""
    return block.tag in _HOLDERS and len(block.findall(".//img")) == 1 and len(text_of(block)) <= _LONGEST
