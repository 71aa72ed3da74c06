"""The ways on from a page of a listing: to its next page, to its other parts, and those that only a script knows.

Nothing here knows a form of address. The next page is what the pager says it is; parts are links below the listing's
own address (months, subchannels), and links that say that they lead to more (更多, 往期, 2026年4月).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from zhanjiang.addresses.href import absolute_address
from zhanjiang.addresses.listing_paths import days_of, is_below, may_be_listing, name_of
from zhanjiang.addresses.portal import read_article, read_listing
from zhanjiang.pages.base import Page
from zhanjiang.pages.reading.addressed import Addressed, addressed, label_of
from zhanjiang.pages.reading.elements import Element

_NEXT = re.compile(r"\W*(?:下一?页|后一?页|后页|往后|next(?: page)?|older(?: posts)?)\W*|[>›»→]{1,3}")
_OTHER_PAGE = re.compile(
    r"\W*(?:上一?页|前一?页|前页|首页|第一页|尾页|末页|最后一?页|prev(?:ious)?|first|last)\W*|[<‹«←]{1,3}|>\|"
)
_NUMBER = re.compile(r"\W*第?(\d{1,4})页?\W*")
_MORE = re.compile(
    r"\W*(?:(?:点击|查看|浏览|阅读)?更多.{0,6}|.{0,4}more.{0,8}|全部.{0,4}|往期.{0,4}|历史.{0,4}|归档.{0,4}|存档.{0,4}|旧闻.{0,4}"
    r"|.{0,6}(?:列表|回顾|归档)|加载.{0,4}|[上下前后]一?(?:个?月|天|日|年|季度?|周|期))\W*"
)
_DATED = re.compile(
    r"\W*(?:(?:19|20)\d\d(?:\s*[-/.年]\s*(?:\d{1,2}(?:\s*[-/.月]\s*(?:\d{1,2}\s*日?)?)?)?)?|\d{1,2}月(?:\d{1,2}日)?)\W*(?:\(\d+\))?"
)
_CALLS = re.compile(r"javascript:\s*[\w.]+\(\s*[^)\s]|[\w.]+\(\s*[^)\s]", re.IGNORECASE)
# A call, no definition, of a function for pages, with how many there are.
_CALLS_PAGER = re.compile(
    r"(?<!function )\b\w*pag(?:e|er|ing|ination)\w*\(\s*['\"]?(?:[2-9]|\d{2,4})['\"]?\s*,", re.IGNORECASE
)
_WRITES_PAGER = re.compile(
    r"\bcreatePageHTML?\w*\(\s*['\"]?(?P<pages>\d{1,4})['\"]?\s*,\s*['\"]?(?P<at>\d{1,4})['\"]?\s*,"
    r"\s*['\"](?P<name>[\w-]+)['\"]\s*,\s*['\"](?P<ending>s?html?)['\"]",
    re.IGNORECASE,
)
_SCRIPTED = ("a", "span", "li", "button", "input", "div", "em", "i", "b", "option")


@dataclass(frozen=True, slots=True)
class Part:
    """A page that may list more articles of a listing; ``is_own``: its address or a pager says that it is the same."""

    url: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways on from a page: the next page by its pager, other parts, and why there may be more that is not reached.

    ``blocked`` is None where all that leads on has an address.
    """

    next: str | None
    parts: Sequence[Part]
    blocked: str | None


def ways_on(page: Page, listing: str, belongs: Callable[[str], bool], walked: Collection[str]) -> Ways:
    """Find the ways on from a page of a listing.

    ``listing`` is the address of its first page. ``walked`` names (``name_of``) what is walked as a listing anyway.
    """
    linked = [one for one in addressed(page.root, page.base_url) if _may_lead_on(one.url, belongs)]
    linked = [one for one in linked if name_of(one.url) not in walked]
    numbered = _numbered(linked)
    following = _next(page, listing, linked, numbered)
    known = {name_of(page.url), name_of(listing), *(name_of(url) for url in numbered.values() if following)}
    parts: dict[str, Part] = {}
    for one in linked:
        if name_of(one.url) not in known and one.url != following and _may_be_part(one, listing, page.url):
            is_own = is_below(one.url, listing) or _is_paging(one.label)
            parts.setdefault(name_of(one.url), Part(one.url, is_own))
    following = following or _written_by_script(page)
    return Ways(following, list(parts.values()), None if following or numbered else _blocked(page.root))


def leads_on(page: Page, belongs: Callable[[str], bool]) -> bool:
    """Say whether a page links any page of the site that may be a listing, be it in a menu."""
    return any(_may_lead_on(one.url, belongs) for one in addressed(page.root, page.base_url))


def _may_be_part(one: Addressed, listing: str, here: str) -> bool:
    """Say whether a link leads to a part of the listing; other pages of a listing of known form are no parts."""
    this, that = read_listing(here), read_listing(one.url)
    if this and that and this.channel == that.channel and (that.page > 1 or _NUMBER.fullmatch(one.label)):
        return False
    return not _OTHER_PAGE.fullmatch(one.label) and (is_below(one.url, listing) or says_more(one.label))


def _may_lead_on(url: str, belongs: Callable[[str], bool]) -> bool:
    return belongs(url) and read_article(url) is None and may_be_listing(url)


def says_more(label: str) -> bool:
    """Say whether a link's label offers further articles: more, another page, or those of a year, month or day.

    >>> [says_more(label) for label in ("更多>>", "2026年4月", "上一月", "12", "时政", "更多精彩请下载客户端")]
    [True, True, True, True, False, False]
    """
    return _is_paging(label) or offers_more(label)


def offers_more(label: str) -> bool:
    """Say whether a link's label offers more, older articles or those of some days, and is no pager's.

    >>> [offers_more(label) for label in ("更多", "往期", "2026-04", "2", "下一页")]
    [True, True, True, False, False]
    """
    return any(said.fullmatch(label) for said in (_MORE, _DATED)) and not _is_paging(label)


def _is_paging(label: str) -> bool:
    return any(said.fullmatch(label) for said in (_NUMBER, _NEXT))


def _numbered(linked: Sequence[Addressed]) -> dict[int, str]:
    """The pages that a pager links by number. The numbers of a calendar are days, not pages."""
    numbered: dict[int, str] = {}
    for one in linked:
        match = _NUMBER.fullmatch(one.label)
        if match and not _is_day(one.url, int(match[1])):
            numbered.setdefault(int(match[1]), one.url)
    return numbered


def _is_day(url: str, number: int) -> bool:
    days = days_of(url)
    return days is not None and days[0] == days[1] and days[0].day == number


def _next(page: Page, listing: str, linked: Sequence[Addressed], numbered: dict[int, str]) -> str | None:
    """The address of the next page: what says so, else the number after the one that stands without a link."""
    here = name_of(page.url)
    if following := next((one.url for one in linked if _NEXT.fullmatch(one.label) and name_of(one.url) != here), None):
        return following
    if not numbered:
        return next((one.url for one in linked if _is_page_after(page.url, one.url)), None)
    at = [number for number, url in numbered.items() if name_of(url) == here]
    missing = set(range(1, max(numbered))) - numbered.keys()
    first = 1 if here == name_of(listing) else None
    current = at[0] if at else min(missing, default=first)
    if current is None:
        return None
    return next((numbered[number] for number in sorted(numbered) if number > current), None)


def _is_page_after(here: str, url: str) -> bool:
    """Say whether an address of a known form is that of the listing's next page."""
    this, that = read_listing(here), read_listing(url)
    return this is not None and that is not None and (this.channel, this.page + 1) == (that.channel, that.page)


def _written_by_script(page: Page) -> str | None:
    """The next page as an inline script's call would link it: ``createPageHTML(pages, this one from 0, name, ending)``.

    The call is of the TRS content system; other systems have taken it over. None at the end, or without a call.
    """
    call = _WRITES_PAGER.search(page.html)
    if call is None or int(call["at"]) + 1 >= int(call["pages"]):
        return None
    return absolute_address(page.base_url, f"{call['name']}_{int(call['at']) + 1}.{call['ending']}")


def _blocked(root: Element) -> str | None:
    """Say why a page without an addressed pager may have more: its pager's numbers are a script's."""
    scripts = (script.text or "" for script in root.iter("script"))
    if any(_CALLS_PAGER.search(script) and not _WRITES_PAGER.search(script) for script in scripts):
        return "its pager is made by a script"
    for element in root.iter(*_SCRIPTED):
        label = label_of(element)
        number = _NUMBER.fullmatch(label)
        if (number and int(number[1]) > 1) or _NEXT.fullmatch(label):
            script = f"{element.get('href') or ''} {element.get('onclick') or ''}"
            if _CALLS.search(script) or element.get("data-page") or _is_choice_of_pages(element, label):
                return "its pager is made by a script"
    return None


def _is_choice_of_pages(element: Element, label: str) -> bool:
    parent = element.getparent()
    return element.tag == "option" and "页" in label and parent is not None and parent.tag == "select"
