"""Captions: ordinary paragraphs beside a picture, given to the picture they belong to.

Newsrooms print them before or after the picture. Within one run of pictures and captions the order is taken from the
run: where the words of the captions leave it open, one that begins with a picture has each caption after its picture,
one that ends with a picture before it. What is a caption by its setting alone is one line: several are a verse, or a
post for phones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from zhanjiang.pages.article.caption_marks import BodyEntry, CaptionMark, marks_of, usual_setting
from zhanjiang.pages.reading.labels import is_like_a_story
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.text import clean_line

Picture = tuple[str, str | None]


def pair_captions(
    entries: list[BodyEntry], is_caption: Callable[[Line], bool | None] = lambda line: None
) -> tuple[list[str], list[Picture]]:
    """Give each picture its caption: the remaining paragraphs, and (address, caption) in the order of the page.

    ``is_caption`` says of a line how the site sets it: as captions, as paragraphs, or None where that is not known.
    """
    if not any(entry.address for entry in entries):
        return _apart(entries)
    printed = {caption for entry in entries if entry.address for caption in [_own_caption(entry)] if caption}
    entries = [entry for entry in entries if entry.text not in printed]
    if printed:
        return _apart(entries)
    usual = usual_setting(entries)
    marks = [_known(mark, entry, is_caption, usual) for mark, entry in zip(marks_of(entries), entries, strict=True)]
    owners: dict[int, int] = {}
    for beside, run in groupby(
        range(len(entries)), lambda at: bool(entries[at].address) or marks[at] > CaptionMark.NONE
    ):
        if beside:
            owners |= _owners(entries, marks, list(run))
    owners = _without_the_story(entries, marks, owners)
    paragraphs = [entry.text for at, entry in enumerate(entries) if entry.text and at not in owners]
    captions: dict[int, list[str]] = {}
    for at, owner in sorted(owners.items()):
        captions.setdefault(owner, []).append(entries[at].text or "")
    return paragraphs, [
        (entry.address, " ".join(filter(None, captions.get(at, ()))) or None)
        for at, entry in enumerate(entries)
        if entry.address
    ]


def _known(
    mark: CaptionMark, entry: BodyEntry, is_caption: Callable[[Line], bool | None], usual: tuple[str, ...] | None
) -> CaptionMark:
    """The mark of a text, where it is known how the site sets captions and paragraphs.

    How most text of this page is set is no caption's setting, whatever other pages do.
    """
    known = is_caption(entry.line) if entry.text else None
    if known and entry.setting != usual:
        return CaptionMark.ENCLOSED
    return CaptionMark.NONE if known is False and mark is CaptionMark.SET else mark


def _apart(entries: list[BodyEntry]) -> tuple[list[str], list[Picture]]:
    """Keep texts and pictures apart: a set's pictures have their captions in themselves."""
    texts = [entry.text for entry in entries if entry.text]
    return texts, [(entry.address, _own_caption(entry)) for entry in entries if entry.address]


def _own_caption(entry: BodyEntry) -> str | None:
    """The caption that a picture set keeps in the picture's own element."""
    return clean_line(entry.line.element.get("data-caption") or "") or None


def _owners(entries: Sequence[BodyEntry], marks: Sequence[CaptionMark], run: list[int]) -> dict[int, int]:
    """The pictures of a run (values) that own its captions (keys), all by index."""
    pictures = [at for at in run if entries[at].address]
    after, before = (list(_gaps(run, pictures, after=after)) for after in (True, False))
    surely = [sum(any(marks[at] > CaptionMark.SET for at in gap) for gap in gaps) for gaps in (after, before)]
    ends = bool(run and entries[run[0]].text and entries[run[-1]].address)
    is_before = surely[1] > surely[0] or (surely[0] == surely[1] and ends)
    gaps = before if is_before else after
    owners = {at: picture for picture, gap in zip(pictures, gaps, strict=True) for at in _captions(entries, marks, gap)}
    if pictures and not is_before and pictures[0] not in owners.values():
        leading = [at for at in before[0] if marks[at] > CaptionMark.SET]
        owners |= dict.fromkeys(leading, pictures[0])
    return owners


def _gaps(run: Sequence[int], pictures: Sequence[int], *, after: bool) -> Iterator[list[int]]:
    """Yield for each picture the texts between it and the next picture, or the previous one."""
    bounds = [*pictures, run[-1] + 1] if after else [run[0] - 1, *pictures]
    for start, end in pairwise(bounds):
        yield list(range(start + 1, end))


def _captions(entries: Sequence[BodyEntry], marks: Sequence[CaptionMark], gap: list[int]) -> list[int]:
    """The captions among the texts of a gap, for its one picture."""
    sure = [at for at in gap if marks[at] > CaptionMark.SET]
    if not sure:
        return gap if len(gap) == 1 else []
    # What a picture shows and who made it may stand in two lines.
    shown = [at - 1 for at in sure if at - 1 in gap and entries[at].is_bare_credit]
    return sorted({*sure, *shown})


def _without_the_story(
    entries: Sequence[BodyEntry], marks: Sequence[CaptionMark], owners: dict[int, int]
) -> dict[int, int]:
    """Give back what would leave an article of one picture without text, unless its words say that it is a caption."""
    texts = [at for at, entry in enumerate(entries) if entry.text]
    if len(owners) < len(texts) or sum(bool(entry.address) for entry in entries) > 1:
        return owners
    return {
        at: owner
        for at, owner in owners.items()
        if marks[at] > CaptionMark.SET or (entries[at].is_set_as_caption and not is_like_a_story(entries[at].line))
    }
