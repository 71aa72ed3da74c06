"""What is no part of a story in the bodies of a layout, and how captions and paragraphs are set there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence, Set
from itertools import pairwise
from typing import Final

from zhanjiang.layouts.sample import ComparedLine, Sample
from zhanjiang.pages.reading.labels import is_sentence
from zhanjiang.pages.reading.learned import fold_line, name_place, name_setting
from zhanjiang.pages.reading.pictures import has_date

_SEEN_AGAIN: Final = 3
_NEARLY_ALL: Final = 0.85
_FEWEST_SET: Final = 5
_SHARED: Final = 2
_MOST: Final = 0.8
_NO_ADDRESS: Final = "img:"
_NEARLY_ALWAYS: Final = 0.95


def furniture(
    pages: Sequence[Sample], bodies: Sequence[Sequence[ComparedLine]], on_pages: Counter[str]
) -> frozenset[str]:
    """The repeated lines that are no part of a story, nor name its people.

    ``bodies`` are the lines of the pages' bodies, ``on_pages`` says on how many pages each folded line stands.

    A story's own line may stand in others as well (主办单位：…), and decks may differ in their numbers alone. So only
    what most pages have is furniture, what is set in a way in which nearly all lines repeat, and what stands beside an
    advert or a code: a picture that several bodies have, as a story's own one has not.
    """
    often = Counter(folded for lines in bodies for folded in {line.folded for line in lines})
    pictures = _shared_pictures(bodies)
    again = {folded for folded, pages in on_pages.items() if pages >= _SEEN_AGAIN and says_something(folded)}
    # What stands in a story as well is judged by where it stands there (联系我们 in the page's foot).
    chosen = {one for one in again if (often[one] or on_pages[one]) * 2 > len(bodies)} | pictures
    chosen |= _of_furnished_settings([line for lines in bodies for line in lines if line.folded], again | pictures)
    captions = Counter(caption for lines in bodies for caption in _beside(lines, lambda folded: folded not in pictures))
    adverts = _adverts(bodies, pictures)
    chosen |= {folded for folded, pages in adverts.items() if pages >= _SHARED and pages * 2 > often[folded]}
    people = {fold_line(line.text) for page in pages for line in (*page.credits, page.date) if line}
    spared = {one for one, pages in captions.items() if pages * 2 > often[one] and pages >= adverts[one]}
    return frozenset(chosen - people - spared)


def settings(bodies: Sequence[Sequence[ComparedLine]]) -> tuple[frozenset[str], frozenset[str]]:
    """How captions are set, and how paragraphs are: beside pictures (nearly) always, or seldom; not most text."""
    total: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for lines in bodies:
        captions = _beside(lines, lambda _: True)
        for line in lines:
            if line.line.text:
                setting = name_setting(line.setting)
                total[setting] += 1
                beside[setting] += line.folded in captions
                weights[setting] += len(line.line.text)
    usual = max(weights, key=weights.__getitem__, default="")
    known = [setting for setting in total if total[setting] >= _FEWEST_SET]
    return (
        frozenset(one for one in known if one != usual and beside[one] >= _NEARLY_ALWAYS * total[one]),
        frozenset(one for one in known if beside[one] * 2 <= total[one]),
    )


def places_of_boxes(pages: Sequence[Sample]) -> frozenset[str]:
    """Where lines of comments and other boxes after a story stand, by the vote of the lines that labels call so.

    A page with one comment says too little itself. Only what has a class or an ID counts, or what stands in such an
    element, if that holds no sentence of a story: a story on some page may have a list, or be set in another way.
    """
    total: Counter[str] = Counter()
    boxed: Counter[str] = Counter()
    on_pages: Counter[str] = Counter()
    of_stories: set[str] = set()
    for page in pages if any(page.boxed for page in pages) else ():
        places = {at: name_place(line) for at, line in enumerate(page.lines) if line.text}
        inside = [place for at, place in places.items() if at in page.boxed]
        total.update(places.values())
        boxed.update(inside)
        on_pages.update({*inside})
        sentences = (at for at in places if at not in page.boxed and is_sentence(page.lines[at]))
        of_stories |= {places[at].rpartition(" in ")[2] for at in sentences}
    return frozenset(
        place
        for place, lines in boxed.items()
        if on_pages[place] >= _FEWEST_SET and lines >= _MOST * total[place] and _is_own(place, of_stories)
    )


def _is_own(place: str, of_stories: Set[str]) -> bool:
    """Say whether a place is named, and no mere tag or style in an element that holds sentences of stories."""
    setting, _, holder = place.rpartition(" in ")
    has_class = any(" " in block and ":" not in block for block in setting.split(" / "))
    return has_class or (bool({".", "#"} & {*holder}) and holder not in of_stories)


def _of_furnished_settings(lines: Sequence[ComparedLine], again: set[str]) -> set[str]:
    """The repeated lines that are set as no story is: nearly all lines that are set so repeat."""
    settings: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for line in lines:
        settings[line.setting][line.folded] += 1
    repeated = {setting: sum(counts[folded] for folded in again) for setting, counts in settings.items()}
    furnished = [counts for setting, counts in settings.items() if repeated[setting] >= _NEARLY_ALL * counts.total()]
    return {folded for counts in furnished for folded in counts} & again


def _shared_pictures(bodies: Sequence[Sequence[ComparedLine]]) -> set[str]:
    """The pictures of several stories; a story and its reprints, which share their longest line, are one.

    Newsrooms store pictures by day or month, and may show one again. A picture without a date is the page's own.
    """
    stories: defaultdict[str, set[str]] = defaultdict(set)
    for lines in bodies:
        story = _story_of(lines)
        for picture in {line.folded for line in lines if line.line.media}:
            stories[picture].add(story)
    return {
        picture
        for picture, among in stories.items()
        if _is_picture(picture) and len(among) >= (_SEEN_AGAIN if has_date(picture) else _SHARED)
    }


def _adverts(bodies: Sequence[Sequence[ComparedLine]], pictures: set[str]) -> Counter[str]:
    """In how many stories each line stands beside a picture that is the page's own; no sentence is an advert's."""
    stories: defaultdict[str, set[str]] = defaultdict(set)
    for lines in bodies:
        story = _story_of(lines)
        for folded in _beside(lines, pictures.__contains__) - {line.folded for line in lines if is_sentence(line.line)}:
            stories[folded].add(story)
    return Counter({folded: len(among) for folded, among in stories.items()})


def _story_of(lines: Sequence[ComparedLine]) -> str:
    """What tells a story from others, and not from its reprints: its longest line."""
    return fold_line(max((line.line.text for line in lines), key=len, default=""))


def _beside(lines: Sequence[ComparedLine], counts: Callable[[str], bool]) -> set[str]:
    """The lines right before or after a picture that counts."""
    beside: set[str] = set()
    for one, other in pairwise(lines):
        for picture, line in ((one, other), (other, one)):
            if picture.line.media == "img" and line.line.text and counts(picture.folded):
                beside.add(line.folded)
    return beside


def _is_picture(folded: str) -> bool:
    return folded.startswith(_NO_ADDRESS) and folded != _NO_ADDRESS


def says_something(folded: str) -> bool:
    """Say whether a line is more than numbers, which differ wherever they stand."""
    return not _is_picture(folded) and any(character.isalpha() for character in folded)
