"""What kind of content a page shows, and the pages that are no article at all: gone, or a stub that leads elsewhere."""

from __future__ import annotations

import re

from lxml.etree import XPath
from w3lib.html import get_meta_refresh

from zhanjiang.items import Kind
from zhanjiang.pages.base import Page
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.selectors import MarkedPart

# The CMS's own number of the content type, in an inline script of every page: shareVariable = {…, aid:'4', …}.
# The pattern begins with plain letters, which makes a search through a whole page ten times as fast as ``\b`` would.
# In an address (player.html?aid=7) it is something else's.
_TYPE = re.compile(r"aid(?<![\w?&]aid)(?<!&amp;aid)[\"']?\s*[:=]\s*[\"']?(\d{1,2})\b")
_KINDS: dict[str, Kind] = {"1": "article", "2": "pictures", "3": "link", "4": "video", "11": "live"}
_LEADS_AWAY = re.compile(
    r"location(?:\.href)?\s*=\s*[\"']([^\"']+)[\"']|location\.replace\(\s*[\"']([^\"']+)[\"']", re.IGNORECASE
)
_GONE = re.compile(
    r"(?:页面|内容|文章|頁面|內容)(?:不存在|已(?:被)?(?:删除|刪除|下线)|未找到)|404 Not Found", re.IGNORECASE
)
_SAID = XPath("//body//text()[not(ancestor::script)]")
_MARKED: dict[MarkedPart, Kind] = {"video title": "video", "picture title": "pictures", "live title": "live"}
_STUB_LENGTH = 4_000
_STUB_TEXT = 40
_SHORT_TEXT = 200


def outward_link(html: str, root: Element) -> str | None:
    """The address that a stub leads to, as written; None for a page that shows something itself.

    A stub is a tiny page that sends the reader on, by a script or a refresh, and whose body says (nearly) nothing.
    """
    if len(html) >= _STUB_LENGTH:
        return None
    match = _LEADS_AWAY.search(html)
    try:
        address = next(filter(None, match.groups()), None) if match else get_meta_refresh(html, ignore_tags=())[1]
    except ValueError:  # half a bracket in its host
        return None
    return None if not address or _says_something(root) else address


def _says_something(root: Element) -> bool:
    said = _SAID(root)
    return isinstance(said, list) and len("".join(map(str, said)).strip()) > _STUB_TEXT


def says_gone(html: str) -> bool:
    """Say whether a page served with status 200 holds words for an article that does not exist or was withdrawn.

    A story may hold them too: only a page without an article's info line is gone.

    >>> says_gone("<html><body><p>您访问的页面不存在或已删除</p></body></html>")
    True
    """
    return bool(_GONE.search(html))


def kind_of(page: Page, *, players: int, pictures: int, text: str) -> Kind:
    """The kind of an article: by the CMS's own number, by the template's marks, else by what the body shows.

    Pictures of sets have their captions in themselves; ``text`` has its paragraphs parted by blank lines.
    """
    number = _TYPE.search(page.html)
    if number and number[1] in _KINDS and _KINDS[number[1]] != "link":
        return _KINDS[number[1]]
    if kind := next((kind for part, kind in _MARKED.items() if page.marked(part)), None):
        return kind
    if players and len(text) < _SHORT_TEXT:
        return "video"
    has_one_line = len(text) < _SHORT_TEXT and "\n\n" not in text
    is_set = pictures > 1 and ("data-caption" in page.html or not text or (pictures > 2 and has_one_line))
    return "pictures" if is_set else "article"
