"""The ranking 热点新闻排行 and the picture box 湛图片: read from JSON of any form, from links or from a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice
from typing import Any

from itemloaders.processors import MapCompose
from w3lib.html import remove_tags

from zhanjiang.pages.base import Page, UnreadablePage
from zhanjiang.pages.limits import bounded, bounded_answer
from zhanjiang.pages.reading.elements import Element, text_of
from zhanjiang.pages.reading.json_answers import read_json
from zhanjiang.pages.reading.loader import PageItemLoader, absolute, clean_text
from zhanjiang.pages.reading.pictures import picture_address
from zhanjiang.processors.text import clean_line

_RANKING = re.compile(r"(?:热点|热门|点击|新闻)\S{0,4}排行|[月周日]点击")
_PICTURE_BOX = re.compile(r"湛图片\S{0,2}")
_LONGEST_HEADING = 200
"""In characters, with the blanks around it."""
_MOST_BOXES = 20
"""So many headings of a picture box are looked below."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "span", "strong", "b", "font", "dt", "th", "td", "li", "a")
_TITLE_KEYS = ("title", "headline", "subject", "name", "text")
_ADDRESS_KEYS = ("url", "href", "link", "address")
_OF_PICTURES = re.compile(r"img|image|thumb|pic|cover|icon|sub|api", re.IGNORECASE)
_CUT = ("…", "...")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BoxLink:
    """A linked headline of a box: its absolute address, and its picture's, None where there is none."""

    headline: str = ""
    url: str = ""
    image: str | None = None


def web_address(url: str) -> str | None:
    """An address that a browser can open; None for any other, such as a script."""
    return url if url.startswith(("http://", "https://")) else None


class BoxLinkLoader(PageItemLoader):
    """Builds a ``BoxLink`` of a link on a page. The context needs ``url``, the address that links are relative to."""

    item_type = BoxLink

    headline_in = MapCompose(clean_text)
    url_in = MapCompose(absolute, web_address)
    image_in = MapCompose(absolute)


class JsonBoxLinkLoader(BoxLinkLoader):
    """Builds a ``BoxLink`` of an object of JSON, whose texts may be HTML."""

    headline_in = MapCompose(remove_tags, unescape, clean_text)
    url_in = MapCompose(unescape, absolute, web_address)


@bounded_answer
def read_ranking_json(body: bytes, base: str) -> list[BoxLink]:
    """Read a ranking out of JSON of whatever form: the longest list of objects with a title and an address.

    UnreadablePage where the answer is no JSON, or there is no such list in it.

    >>> read_ranking_json('{"r": {"rows": [{"Title": "春耕开始", "linkurl": "/p/7.html"}]}}'.encode(), "http://a.example/")
    [BoxLink(headline='春耕开始', url='http://a.example/p/7.html', image=None)]
    """
    rankings = [list(_rows(objects, base)) for objects in _lists(read_json(body, "the ranking's answer"))]
    longest = max(rankings, key=len, default=[])
    if not longest:
        raise UnreadablePage("the ranking's answer holds no list of titles with addresses")
    bare = without_ranks([link.headline for link in longest])
    return [replace(link, headline=headline) for link, headline in zip(longest, bare, strict=True)]


def _lists(answer: Any) -> Iterator[list[Any]]:
    """Yield all lists, whatever they stand in."""
    if isinstance(answer, list):
        yield answer
    if isinstance(answer, list | dict):
        for inner in answer.values() if isinstance(answer, dict) else answer:
            yield from _lists(inner)


def _rows(objects: list[Any], base: str) -> Iterator[BoxLink]:
    for row in objects:
        if isinstance(row, dict):
            link = _load(JsonBoxLinkLoader(url=base), _value(row, _TITLE_KEYS), _value(row, _ADDRESS_KEYS))
            if link and link.headline:
                yield link


def _value(row: Mapping[str, Any], wanted: Sequence[str]) -> str:
    """The first text whose key is one of those wanted, or else begins or ends with one."""
    texts = {key.lower(): value for key, value in row.items() if isinstance(value, str) and value.strip()}
    near = (key for name in wanted for key in texts if key.endswith(name) or key.startswith(name))
    usable = (key for key in near if not _OF_PICTURES.search(key))
    return next((texts[name] for name in wanted if name in texts), "") or next((texts[key] for key in usable), "")


def _load(loader: BoxLinkLoader, headline: str, address: str, image: str | None = None) -> BoxLink | None:
    """Load one link; None where its address is none. A picture's link may have no headline."""
    loader.add_value("headline", headline)
    loader.add_value("url", address)
    loader.add_value("image", image)
    return loader.load_item() if loader.get_collected_values("url") else None


def read_ranking_links(links: Iterable[Sequence[str]]) -> list[BoxLink]:
    """Read a ranking out of the links of a list as a browser shows it: text, title and address of each.

    Several links of one row (a picture, a headline) lead to one address; the longest text is the headline.

    >>> shown = [("1 春耕开…", "春耕开始", "http://a.example/p/7.html"), ("2 早稻插秧", "", "http://a.example/p/9.html")]
    >>> [link.headline for link in read_ranking_links(shown)]
    ['春耕开始', '早稻插秧']
    """
    texts: dict[str, str] = {}
    titles: dict[str, str] = {}
    for text, title, url in links:
        texts[url] = max(texts.get(url, ""), clean_line(text), key=len)
        titles[url] = titles.get(url) or clean_line(title)
    headlines = map(_headline, without_ranks([*texts.values()]), titles.values())
    return [BoxLink(headline, url) for headline, url in zip(headlines, texts, strict=True) if headline]


def _headline(text: str, title: str) -> str:
    """The title in place of a text that was cut or is not there."""
    return title if title and (not text or text.endswith(_CUT)) else text


def without_ranks(headlines: Sequence[str]) -> list[str]:
    """Strip the ranks from headlines; only where all print them, since a headline may begin with a number.

    >>> without_ranks(["1、三城连线", "2.3路公交改道"]), without_ranks(["1号码头启用", "春耕开始"])
    (['三城连线', '3路公交改道'], ['1号码头启用', '春耕开始'])
    """
    printed = [_rank(rank).match(headline) for rank, headline in enumerate(headlines, 1) if headline]
    if len(printed) < 2 or not all(printed):
        return list(headlines)
    return [_rank(rank).sub("", headline, count=1) for rank, headline in enumerate(headlines, 1)]


def _rank(rank: int) -> re.Pattern[str]:
    """What prints a rank before a headline: ``1``, ``01``, ``1.``, ``TOP1``."""
    return re.compile(rf"^(?:NO|TOP)?\.?\s*0?{rank}(?!\d)[\s.、．:：]*(?=\S)", re.IGNORECASE)


class BoxesPage(Page):
    """A page of the portal that has the boxes beside its own content: the front page, or an article's."""

    @property
    @bounded
    def has_ranking(self) -> bool:
        """Say whether the ranking's heading or tabs are on the page; a script may load the list."""
        return _RANKING.search(self.html) is not None

    @bounded
    def picture_box(self) -> list[BoxLink]:
        """The linked headlines after the heading 湛图片, each address once."""
        headings = (element for element in self.root.iter(*_HEADINGS) if _is_heading_of_pictures(text_of(element)))
        for heading in islice(headings, _MOST_BOXES):
            rows: dict[str, BoxLink] = {}
            for link in (link for element in _list_after(heading) for link in self._links(element)):
                known = rows.get(link.url)
                image = link.image or (known.image if known else None)
                headline = max(link.headline, known.headline if known else "", key=len)
                rows[link.url] = BoxLink(headline, link.url, image)
            if named := [link for link in rows.values() if link.headline]:
                return named
        return []

    def _links(self, element: Element) -> Iterator[BoxLink]:
        for link in element.iter("a"):
            address = clean_line(link.get("href") or "")
            if address and not address.startswith(("#", "javascript:")):
                loaded = _load(BoxLinkLoader(url=self.base_url), _label(link), address, _image(link))
                if loaded:
                    yield loaded


def _is_heading_of_pictures(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and _PICTURE_BOX.fullmatch(clean_line(text)) is not None


def _list_after(heading: Element) -> list[Element]:
    """What stands after a heading, beside it or beside the block around it, up to the next box."""
    for element in (heading, *heading.iterancestors()):
        siblings = [sibling for sibling in element.itersiblings() if isinstance(sibling.tag, str)]
        linked = [sibling for sibling in siblings if next(sibling.iter("a"), None) is not None]
        if linked:
            return linked[:1] if len(list(linked[0].iter("a"))) > 1 else linked
    return []


def _label(link: Element) -> str:
    """What a link says: its text, else its title, else what its picture is called."""
    text = clean_line(text_of(link))
    titles = [clean_line(link.get("title") or ""), *(clean_line(image.get("alt") or "") for image in link.iter("img"))]
    return _headline(text, next(filter(None, titles), ""))


def _image(link: Element) -> str | None:
    """The picture in a link, or of the row around it, or in a style; None for a placeholder."""
    row = next((holder for holder in link.iterancestors("li", "dd", "td")), link)
    addresses = (picture_address(image) for holder in (link, row) for image in holder.iter("img"))
    if address := next(filter(None, addresses), None):
        return address
    styles = (_BACKGROUND.search(element.get("style") or "") for element in row.iter())
    return next((match[1] for match in styles if match), None)
