"""What only pages of one kind show: a video's player and poster, a live page's entries, a link's target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from itemloaders.processors import Identity, MapCompose

from zhanjiang.items import Article, LiveEntry, Particulars
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.limits import bounded
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.labels import is_end, is_furniture
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.loader import PageItemLoader, absolute
from zhanjiang.pages.reading.players import is_player
from zhanjiang.processors.credits import read_credits

_PLAYERS: Final = ("video", "iframe", "embed")
_ADDRESSES: Final = ("src", "data-src", "data-url", "data-video", "data-play")
_POSTERS: Final = ("poster", "data-poster", "data-cover")
_OF_VIDEO: Final = re.compile(r"video|player|live|\.mp4|\.m3u8|\.flv", re.IGNORECASE)
# Words by which any theme may name these: they select nothing of one layout, so no date bounds them.
_POSTER_CLASS: Final = re.compile(r"poster|video-?cover", re.IGNORECASE)
# Players that a script makes are given their files: {url: 'a.mp4', poster: 'a.jpg'}.
_FILE: Final = re.compile(r"[\"'](?P<file>[^\"'\s]+\.(?:mp4|m3u8|flv)(?:\?[^\"'\s]*)?)[\"']", re.IGNORECASE)
_PICTURE: Final = re.compile(r"\b(?:poster|cover|pic)[\"']?\s*[:=]\s*[\"'](?P<file>[^\"'\s]+)[\"']", re.IGNORECASE)
_TIME: Final = re.compile(
    r"^(?:(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?\s*)?(?:\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}时\d{1,2}分)(?=\s|$)"
)


class ParticularsLoader(PageItemLoader):
    """Builds ``Particulars``. The context needs ``url``, the address that the page's links are relative to."""

    item_type = Particulars

    player_in = MapCompose(absolute)
    poster_in = MapCompose(absolute)
    target_in = MapCompose(absolute)
    entries_out = Identity()


@bounded
def read_particulars(page: ArticlePage, article: Article) -> Particulars | None:
    """What the page of an article shows, by its kind, beside the article's own fields; None for nothing."""
    loader = ParticularsLoader(url=page.base_url)
    if article.kind == "link":
        loader.add_value("target", page.outward)
    if article.kind in ("video", "live"):
        _add_first(loader, "player", _players(page), _scripted(page, _FILE))
        _add_first(loader, "poster", _posters(page), _scripted(page, _PICTURE))
    if article.kind == "live":
        loader.add_value("entries", list(_entries(page.lines[page.head.end :])))
    particulars: Particulars = loader.load_item()
    if particulars == Particulars():
        return None
    particulars.article, particulars.fetched_at = article.id, page.fetched_at
    return particulars


def _add_first(loader: ParticularsLoader, name: str, *sources: Iterable[str]) -> None:
    """Add a field's values from the first source that has any; a script is searched only where nothing else is."""
    for source in sources:
        if not loader.get_collected_values(name):
            loader.add_value(name, list(source))


def _players(page: ArticlePage) -> Iterator[str]:
    """Yield what may be the address that plays, or shows the player: those that look like it before all others."""
    shown = (line.element for line in page.lines if line.media in _PLAYERS and is_player(line.element))
    addresses = [address for element in shown for address in _played(element)]
    yield from sorted(addresses, key=lambda address: not _OF_VIDEO.search(address))


def _played(player: Element) -> Iterator[str]:
    for element in (player, *player.iter("source")):
        yield from (address.strip() for name in _ADDRESSES if (address := element.get(name) or "").strip())


def _posters(page: ArticlePage) -> Iterator[str]:
    """Yield pictures that may stand for a video until it plays; one may be hidden."""
    yield from (element.get(name) or "" for element in page.root.iter("video", "div") for name in _POSTERS)
    images = page.root.iter("img")
    yield from (image.get("src") or "" for image in images if _POSTER_CLASS.search(image.get("class") or ""))


def _scripted(page: ArticlePage, pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield a file that a script names."""
    if match := pattern.search(page.html):
        yield match["file"].replace("\\/", "/")


def _entries(lines: list[Line]) -> Iterator[LiveEntry]:
    """Read entries: each begins with its time, alone in a line or before the text, and goes on to the next."""
    entry: LiveEntry | None = None
    for line in lines:
        if is_end(line):
            break
        time = _TIME.match(line.folded)
        if time and entry and entry.text:
            yield entry
        if time:
            entry = LiveEntry(line.text[: time.end()].strip(), line.text[time.end() :].strip() or None)
        elif entry and line.text and not is_furniture(line) and not read_credits(line.spaced):
            entry.text = f"{entry.text}\n\n{line.text}" if entry.text else line.text
    if entry and entry.text:
        yield entry
