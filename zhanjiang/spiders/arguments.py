"""What a user types behind ``-a``: read and checked before the first request; every error says what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from urllib.parse import urlsplit

from zhanjiang.addresses.article_id import article_id_at, parse_range
from zhanjiang.addresses.newspapers import PAPERS, read_newspaper
from zhanjiang.addresses.portal import ArticleReference
from zhanjiang.addresses.site import is_web_address, root_of, shown
from zhanjiang.console.input_file import read_input
from zhanjiang.pages.charset import decode
from zhanjiang.times import parse_day

CHANNELS = ("shizheng", "shehui", "jingji", "minsheng", "xianqu", "tupian", "shipin")
# Before each address of a list between commas; an address may have commas of its own.
_ADDRESS_STARTS = re.compile(r"[,\s]+(?=[A-Za-z][A-Za-z+.-]*:)")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_PORTALS = ("live", "replica")
_WANTED = {
    "articles": "give http or https addresses whose path ends in /p/ID.html, on the portal, its mobile site or a "
    "mirror, or addresses of articles of the newspaper",
    "newspaper": "give http or https addresses such as http://szb.example/zjrb/html/2018-07/17/content_2108598.htm",
}


class ArgumentError(ValueError):
    """A bad spider argument; the message is the one line a user sees."""


@dataclass(frozen=True, slots=True)
class ArticlesArguments:
    """The arguments of ``scrapy crawl articles``; ``since`` and ``until`` are the portal's days, both included."""

    channels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    ids: tuple[range, ...] = ()
    via: str | None = None
    urls: tuple[str, ...] = ()
    max_articles: int | None = None
    full: bool = False
    portal: str = "live"

    @property
    def walks(self) -> bool:
        """Say whether the portal's listings are walked: not where addresses or IDs are given."""
        return not (self.urls or self.ids)

    @property
    def names_pages(self) -> bool:
        """Say whether the pages are known by name before they are requested: then their absence is an answer."""
        return not self.walks

    @property
    def typed_sites(self) -> frozenset[str]:
        """The sites (scheme, host, port) of typed addresses: they may be asked though no setting names them."""
        return frozenset(map(root_of, self.urls)) | ({self.via} if self.via else set())

    def references(self) -> Iterator[tuple[ArticleReference, bool]]:
        """Yield the articles named by ``ids``, in order, each with whether it was named alone and not in a range.

        Millions of them are not built at once.
        """
        return ((ArticleReference(number), len(numbers) == 1) for numbers in self.ids for number in numbers)

    def covers(self, day: date | None) -> bool:
        """Say whether a day is within ``since`` and ``until``; an unknown day is only where neither is given."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class FrontpageArguments(ArticlesArguments):
    """The arguments of ``scrapy crawl frontpage``: none but ``portal``."""

    @property
    def walks(self) -> bool:
        """Say that no listing is walked, and nothing is owed from other runs."""
        return False


@dataclass(frozen=True, slots=True)
class NewspaperArguments(ArticlesArguments):
    """The arguments of ``scrapy crawl newspaper``; ``since`` and ``until`` are days of the paper, both included."""

    papers: tuple[str, ...] = tuple(PAPERS)

    @property
    def names_pages(self) -> bool:
        """Say that they are known by name: that a day has no paper is an answer."""
        return True


_ALLOWED = {
    "frontpage": ["portal"],
    "newspaper": ["papers", "since", "until", "urls", "urls_file", "max_articles", "full", "portal"],
}
_OF_SCRAPYD = ("_job", "_version")
"""What scrapyd gives each spider: its name for the run, and the version of the egg where one was asked for."""
_KINDS: dict[str, type[ArticlesArguments]] = {"frontpage": FrontpageArguments, "newspaper": NewspaperArguments}


def parse_arguments(
    spider: str, arguments: Mapping[str, str], further_channels: Sequence[str] = ()
) -> ArticlesArguments:
    """Read a spider's arguments; ArgumentError with one line that names the allowed values.

    ``further_channels`` are allowed beside those known, as the setting ``PORTAL_CHANNELS`` gives them.

    >>> parse_arguments("articles", {"channels": "shehui", "since": "2022-05-01"}).since
    datetime.date(2022, 5, 1)
    >>> parse_arguments("articles", {"max_articles": "none"})
    Traceback (most recent call last):
    zhanjiang.spiders.arguments.ArgumentError: max_articles=none: give a whole number from 1, such as max_articles=100
    """
    given = {name: value.strip() for name, value in arguments.items()}
    _check_names(spider, [*given])
    urls = (*_urls(spider, "urls", given.get("urls")), *_urls_file(spider, given.get("urls_file")))
    parsed = _KINDS.get(spider, ArticlesArguments)(
        channels=_channels(given.get("channels"), (*CHANNELS, *further_channels)),
        since=_day("since", given.get("since")),
        until=_day("until", given.get("until")),
        ids=_ids(given.get("ids")),
        via=_site("via", given.get("via")),
        urls=tuple(dict.fromkeys(urls)),
        max_articles=_number("max_articles", given.get("max_articles")),
        full=_choice("full", given.get("full", "0"), ("0", "1")) == "1",
        portal=_choice("portal", given.get("portal", "live"), _PORTALS),
    )
    if isinstance(parsed, NewspaperArguments):
        parsed = replace(parsed, papers=_papers(given.get("papers")))
    if parsed.since and parsed.until and parsed.since > parsed.until:
        raise ArgumentError(f"since={parsed.since} is after until={parsed.until}: give the earlier day as since")
    if parsed.via and not parsed.ids:
        raise ArgumentError(f"via={parsed.via}: say with ids= which articles to ask it for, as status shows them")
    return parsed


def _check_names(spider: str, names: list[str]) -> None:
    known = _ALLOWED.get(spider, [*(field.name for field in fields(ArticlesArguments)), "urls_file"])
    for name in names:
        if name not in (*known, *_OF_SCRAPYD):
            close = get_close_matches(name, known, 1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            raise ArgumentError(f"{name}: no argument of spider {spider}{hint}; allowed: {', '.join(known)}")


def _channels(value: str | None, allowed: Sequence[str]) -> tuple[str, ...]:
    if value is None:
        return ()
    names = _list(value)
    for name in names or [value]:
        if name not in allowed:
            raise ArgumentError(f"channels={name}: no such channel; allowed: {', '.join(allowed)}")
    return tuple(names)


def _papers(value: str | None) -> tuple[str, ...]:
    names = tuple(PAPERS) if value is None else tuple(dict.fromkeys(_list(value) or [value]))
    for name in names:
        if name not in PAPERS:
            raise ArgumentError(f"papers={name}: no such newspaper; allowed: {', '.join(PAPERS)}")
    return names


def _day(name: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return parse_day(value)
    except ValueError:
        allowed = f"give a day that exists as YYYY-MM-DD, such as {name}=2022-05-31"
        raise ArgumentError(f"{name}={value}: {allowed}") from None


def _ids(value: str | None) -> tuple[range, ...]:
    if value is None:
        return ()
    ranges = []
    for part in _list(value) or [value]:
        try:
            ranges.append(parse_range(part))
        except ValueError:
            allowed = "give IDs and rising ranges, such as ids=2665000-2665999,2690507"
            raise ArgumentError(f"ids={part}: {allowed}") from None
    return tuple(ranges)


def _urls(spider: str, name: str, value: str | None) -> list[str]:
    if value is None:
        return []
    urls = [url for part in _ADDRESS_STARTS.split(value) if (url := part.strip(" \t,"))]
    for url in urls or [value]:
        if not is_web_address(url) or not _is_readable(spider, url):
            raise ArgumentError(f"{name}: {shown(url) or 'nothing'} is no address of an article; {_WANTED[spider]}")
    return urls


def _is_readable(spider: str, url: str) -> bool:
    """Say whether a spider can read what stands at an address: pages of newspapers too, where that is its task."""
    return read_newspaper(url) is not None if spider == "newspaper" else article_id_at(url) is not None


def _urls_file(spider: str, value: str | None) -> list[str]:
    """Read the addresses in a file, in whatever charset editors save it; lines after ``#`` are comments."""
    if value is None:
        return []
    wanted = "give a text file with one address on each line"
    try:
        lines = decode(read_input(value)).splitlines()
    except (OSError, ValueError) as error:
        raise ArgumentError(f"urls_file={value}: {error}; {wanted}") from error
    urls = [url for line in lines if (url := _COMMENT.sub("", line).strip())]
    if not urls:
        raise ArgumentError(f"urls_file={value}: no address in it; {wanted}")
    if any("\ufffd" in url for url in urls):
        raise ArgumentError(f"urls_file={value}: it is no text; {wanted}")
    return [url for line in urls for url in _urls(spider, "urls_file", line)]


def _site(name: str, value: str | None) -> str | None:
    if value is None:
        return None
    if not is_web_address(value) or urlsplit(value).path.strip("/"):
        raise ArgumentError(
            f"{name}={value}: give the address of a mirror's site, such as {name}=http://mirror.example"
        )
    return root_of(value)


def _number(name: str, value: str | None) -> int | None:
    if value is None:
        return None
    if not re.fullmatch(r"[1-9]\d{0,9}", value):
        raise ArgumentError(f"{name}={value}: give a whole number from 1, such as {name}=100")
    return int(value)


def _choice(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ArgumentError(f"{name}={value}: allowed: {', '.join(allowed)}")
    return value


def _list(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
