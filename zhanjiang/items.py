"""The items that a crawl yields: the article and its parts, and what stands beside them, as dataclasses.

The order of declaration is the order of the fields in every feed and export. Every field defaults to ``None`` or to
an empty list: an item loader feeds any other default back in as a collected value. ``docs/fields.md`` explains each.

What the package does with a field of ``Article`` is declared beside it, as its form and its roles; every list of
fields in the package is derived from them.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import orjson

Kind = Literal["article", "pictures", "video", "live", "link"]
Script = Literal["hans", "hant"]
ScriptTarget = Literal["hans", "hant", "none"]
Revisit = Literal["adaptive", "never", "all"]  # which known articles are refetched: those that are due, none, all
Rule = Literal["selector", "learned", "label", "data", "generic"]
Cause = Literal["edited", "reparsed", "collated"]  # by the newsroom, by better rules, with another copy (a mirror's)
Form = Literal["text", "address", "kind", "date", "count", "people", "images", "addresses", "record"]
"""The form of a field's value, by which it is validated and stored; ``record`` is any other JSON object."""
Role = Literal["page", "newspaper", "visit", "extraction", "repair", "crawl", "revision", "hashed", "compared", "prose"]
"""Where a field's value comes from, one of

- ``page``: the article's own page; ``newspaper``: the same, for newspapers alone;
- ``visit``: the page too, but it changes from visit to visit;
- ``extraction``: how the page was read; ``repair``: what text repair did to it;
- ``crawl``: addresses, listings and the visit itself; ``revision``: the store, which compares revisions;

and what is done with it: ``hashed`` into ``content_hash``, ``compared`` between revisions, ``prose`` that is converted
to another script and may hold guesses of text repair.
"""


EXTRACTED: Final[tuple[Role, ...]] = ("page", "newspaper", "extraction")
"""The roles of what an article's own pages give, whenever they are fetched: what better rules may read otherwise."""


def roles(form: Form, *roles: Role) -> dict[str, Any]:
    """The metadata of a field of ``Article``: its form and its roles."""
    return {"form": form, "roles": frozenset(roles)}


@dataclass(slots=True)
class Person:
    """A person with the role printed beside the name (记者, 文, 编辑 …); ``role`` is None where none is printed."""

    role: str | None = None
    name: str | None = None


@dataclass(slots=True)
class Image:
    """A picture of the article: its true address and caption.

    ``path`` (below ``IMAGES_STORE``) and ``sha256`` (hex) are None unless the picture was downloaded.
    """

    url: str | None = None
    caption: str | None = None
    path: str | None = None
    sha256: str | None = None


@dataclass(slots=True)
class Guess:
    """A span of a repaired field that the page's bytes left open: the text chosen, and what else it might be."""

    field: str | None = None
    text: str | None = None
    alternatives: list[str] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class RepairReport:
    """What text repair did to a damaged page.

    ``readings`` counts the annotations removed, ``restored`` the characters restored from bytes; ``proved`` says that
    the repaired page, damaged again, is the page that was fetched.
    """

    readings: int | None = None
    restored: int | None = None
    guessed: list[Guess] = field(default_factory=list)
    proved: bool | None = None


@dataclass(slots=True)
class PlaceInNewspaper:
    """The newspaper's page an article stands on: ``A02`` and ``本地`` (第 and 版 are dropped).

    ``area`` are the corners of the article on the page, [x, y] in per cent of the page's width and height.
    """

    number: str | None = None
    name: str | None = None
    area: list[list[float]] = field(default_factory=list)


@dataclass(slots=True)
class Article:
    """One article, whole: all its pages joined, its fields cleaned."""

    id: str | None = field(default=None, metadata=roles("text", "crawl"))
    url: str | None = field(default=None, metadata=roles("address", "crawl"))
    addresses: list[str] = field(default_factory=list, metadata=roles("addresses", "crawl"))
    kind: Kind | None = field(default=None, metadata=roles("kind", "page"))
    channel: str | None = field(default=None, metadata=roles("text", "crawl"))
    kicker: str | None = field(default=None, metadata=roles("text", "page", "hashed", "compared", "prose"))
    headline: str | None = field(default=None, metadata=roles("text", "page", "hashed", "compared", "prose"))
    subheadline: str | None = field(default=None, metadata=roles("text", "page", "hashed", "compared", "prose"))
    published_at: str | None = field(default=None, metadata=roles("date", "page", "hashed", "compared"))
    source: str | None = field(default=None, metadata=roles("text", "page", "hashed", "compared", "prose"))
    byline: str | None = field(default=None, metadata=roles("text", "page", "hashed", "compared", "prose"))
    authors: list[Person] = field(default_factory=list, metadata=roles("people", "page", "compared", "prose"))
    text: str | None = field(default=None, metadata=roles("text", "page", "hashed", "compared", "prose"))
    images: list[Image] = field(default_factory=list, metadata=roles("images", "page", "hashed", "compared", "prose"))
    credits: list[Person] = field(default_factory=list, metadata=roles("people", "page", "hashed", "compared", "prose"))
    pages: int | None = field(default=None, metadata=roles("count", "page"))
    comment_participants: int | None = field(default=None, metadata=roles("count", "visit"))
    comment_count: int | None = field(default=None, metadata=roles("count", "visit"))
    script: Script | None = field(default=None, metadata=roles("text", "extraction"))
    repair: RepairReport | None = field(default=None, metadata=roles("record", "repair"))
    extracted_by: dict[str, Rule] | None = field(default=None, metadata=roles("record", "extraction"))
    revision: int | None = field(default=None, metadata=roles("count", "revision"))
    revision_cause: Cause | None = field(default=None, metadata=roles("text", "revision"))
    content_hash: str | None = field(default=None, metadata=roles("text", "revision"))
    duplicate_of: str | None = field(default=None, metadata=roles("text", "revision"))
    newspaper_page: PlaceInNewspaper | None = field(default=None, metadata=roles("record", "newspaper"))
    fetched_at: str | None = field(default=None, metadata=roles("text", "crawl"))
    via: str | None = field(default=None, metadata=roles("text", "crawl"))


def fields_of(*roles: Role, form: Form | None = None, item: type[Article] = Article) -> tuple[str, ...]:
    """The names of an article's fields that have one of the roles, of one form where it is given, in their order.

    >>> fields_of("visit"), fields_of("prose", form="people")
    (('comment_participants', 'comment_count'), ('authors', 'credits'))
    """
    return tuple(
        one.name
        for one in dataclasses.fields(item)
        if one.metadata["roles"] & {*roles} and form in (None, one.metadata["form"])
    )


def content_hash(article: Article) -> str:
    """The SHA-256 (hex) of what a reader would call the article.

    Headlines, date, source, byline, text, credits and pictures count. What changes from visit to visit (comment
    counts, the time of fetching) does not, nor do the hosts of pictures, since one picture is served by several.

    >>> one = Article(headline="禁毒宣传进校园", text="活动昨日举行。", images=[Image(url="https://a.example/1.jpg")])
    >>> two = Article(headline="禁毒宣传进校园", text="活动昨日举行。", images=[Image(url="http://b.example/1.jpg")])
    >>> content_hash(one) == content_hash(two)
    True
    """
    # Pictures stand last: hashes in stores were made so.
    names = [name for name in fields_of("hashed", item=type(article)) if name != "images"]
    values: list[Any] = [getattr(article, name) for name in names]
    values.append([(image.caption, urlsplit(image.url or "").path) for image in article.images])
    return hashlib.sha256(orjson.dumps(values)).hexdigest()


def data_of(article: Article, *roles: Role) -> dict[str, Any]:
    """The fields that have one of the roles as plain data, by name; of images what is read from a page."""
    values = {name: getattr(article, name) for name in fields_of(*roles, item=type(article))}
    if "images" in values:
        values["images"] = [{"url": image.url, "caption": image.caption} for image in article.images]
    data: dict[str, Any] = orjson.loads(orjson.dumps(values))
    return data


def extraction_of(article: Article) -> dict[str, Any]:
    """What is read from an article's own pages, as plain data by field.

    Counts change with the visit and not with the rules; channel, addresses and area come from other pages.
    """
    data = data_of(article, *EXTRACTED)
    (data["newspaper_page"] or {}).pop("area", None)
    return data


@dataclass(slots=True)
class Comment:
    """What a reader said below an article, as said: no HTML in it is interpreted, no script converted.

    ``article`` is the article's ID; ``key`` is unique within the article. ``time_shown`` is the time as the
    portal shows it, ``published_at`` the same in the form of an article's, where it can be read. ``standing`` is the
    list in which the comment stands.
    """

    article: str | None = None
    key: str | None = None
    author: str | None = None
    text: str | None = None
    time_shown: str | None = None
    published_at: str | None = None
    likes: int | None = None
    standing: Literal["hot", "new"] | None = None
    fetched_at: str | None = None


@dataclass(slots=True)
class LiveEntry:
    """An entry of a live page: its time as shown, and what was said."""

    time: str | None = None
    text: str | None = None


@dataclass(slots=True)
class Particulars:
    """What only articles of one kind have: a ``video`` player and poster, a ``live`` page player and entries.

    A ``link`` has the target. ``article`` is the article's ID; addresses are absolute, entries in their order.
    """

    article: str | None = None
    player: str | None = None
    poster: str | None = None
    target: str | None = None
    entries: list[LiveEntry] = field(default_factory=list)
    fetched_at: str | None = None


@dataclass(slots=True)
class ArticleAddress:
    """Another address of an article that this run has already read, or knows from the store.

    ``article`` is the article's ID, ``address`` as it was requested. It is recorded in the store and reaches neither
    feed nor log.
    """

    article: str
    address: str


Period = Literal["month", "week", "day"]


@dataclass(slots=True)
class RankingEntry:
    """An article's place in the ranking 热点新闻排行 at a moment: ``rank`` from 1 in the list of its ``period``.

    ``url`` is the article's canonical address, and the link's own where it leads to no article; ``article`` its ID.
    """

    period: Period | None = None
    rank: int | None = None
    headline: str | None = None
    url: str | None = None
    article: str | None = None
    taken_at: str | None = None


@dataclass(slots=True)
class PictureBoxEntry:
    """A linked headline of the picture box 湛图片 at a moment, with its image; ``position`` from 1.

    ``url`` and ``article`` as in ``RankingEntry``; ``image`` is None where the page shows a placeholder alone.
    """

    position: int | None = None
    headline: str | None = None
    url: str | None = None
    image: str | None = None
    article: str | None = None
    taken_at: str | None = None


@dataclass(slots=True)
class ArticleArea:
    """An article on a newspaper's page: its ID and its corners, as ``PlaceInNewspaper.area`` has them."""

    article: str | None = None
    area: list[list[float]] = field(default_factory=list)


@dataclass(slots=True)
class NewspaperPage:
    """A page of one day's newspaper (``zjrb``, ``2018-07-17``, ``A02``, ``本地``), by its canonical address.

    ``scan`` and ``pdf`` are the addresses of its picture and of its PDF file, None where it has none.
    """

    paper: str | None = None
    day: str | None = None
    number: str | None = None
    name: str | None = None
    url: str | None = None
    scan: str | None = None
    pdf: str | None = None
    articles: list[ArticleArea] = field(default_factory=list)
