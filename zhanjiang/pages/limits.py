"""What a page may cost: how much of a page is read at most, how deep it may be, how much processor time it may take.

A newsroom's page has some thousand tags and is read in a few hundredths of a second. A broken template, or a page that
is made to, may have millions, or just the form that some rule takes long for; then the crawl would stand still for all
other pages. So what is beyond these limits is not read at all: TooLargePage, and the page is kept in quarantine.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable
from functools import cache, wraps
from time import process_time
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

from lxml import etree

from zhanjiang.items import Article
from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.unreadable import TooLargePage

MOST_BYTES: Final = 8 * 1024 * 1024
"""How large a page is at most: its text and its tree take thirty times as much memory."""
MOST_TAGS: Final = 100_000
"""How many tags a page has at most, those that end elements too."""
MOST_ATTRIBUTES: Final = 64
"""How many attributes a tag has at most: the parser takes the square of their number."""
MOST_VALUES: Final = 1_000_000
"""How many attributes with a value a page has at most; and how many objects, lists and entries JSON has."""
DEEPEST: Final = 256
"""How many elements stand in one another at most."""
LONGEST_STORY: Final = 500_000
"""How many characters an article's text has at most, and a line of any page: a book has as many."""
SECONDS: Final = 2.5
"""How much processor time the reading of a page may take."""

_AGAIN: Final = 0.05
"""How soon (seconds) the clock stops a reading once more, where what it stopped took no notice."""
_SMALL: Final = 45_000
"""A page of fewer characters costs half a second at most, whatever it is made of: the portal's have some 30,000."""

_ATTRIBUTE: Final = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+)?+)?+"""
_ATTRIBUTES: Final = rf"(?:[\s/]*+{_ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+[\s/]*+"
_HOLDS_TEXT: Final = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
_NAME_ENDS: Final = r"(?![^\s/>])"
_TAG: Final = rf"[a-zA-Z][^\s/>]*+{_ATTRIBUTES}(?:>|\Z)"
_HELD: Final = "|".join(rf"{tag}{_NAME_ENDS}{_ATTRIBUTES}(?:\Z|>(?:[^<]++|<(?!/{tag}\b))*+)" for tag in _HOLDS_TEXT)
_FIRST_LETTERS: Final = "".join({letter for tag in _HOLDS_TEXT for letter in (tag[0], tag[0].upper())})
# A page as the parser takes it apart, as far as no tag has more attributes: each sign is looked at once. The frequent
# forms come first: what is no tag or ends an element, and tags that by their first letter hold no text.
_MODEST: Final = re.compile(
    rf"(?:[^<]++|<(?:(?=[^a-zA-Z!])|(?![{_FIRST_LETTERS}]){_TAG}|!--(?:.*?-->|.*)|(?i:{_HELD})"
    rf"|(?!(?i:{'|'.join(_HOLDS_TEXT)}){_NAME_ENDS}){_TAG}|(?![a-zA-Z]|!--)))*+",
    re.DOTALL,
)
_PARSER: Final = etree.HTMLParser(encoding="utf-8", collect_ids=False, huge_tree=False)
# Takes texts of any length, and elements much deeper than they can be read.
_PARSER_OF_LONG_TEXTS: Final = etree.HTMLParser(encoding="utf-8", collect_ids=False, huge_tree=True)
_READ: Final = "that are read"
_TOO_DEEP: Final = f"more than {DEEPEST} of the page's elements stand in one another"


def parse_html(source: str) -> Element | None:
    """The tree of a page's source, None where it has no elements. TooLargePage where it has too many, or too deep ones.

    >>> parse_html("<p>湛江").tag, parse_html("<!-- -->") is None
    ('html', True)
    >>> parse_html("<p>" * 100_001)
    Traceback (most recent call last):
    zhanjiang.pages.unreadable.TooLargePage: the page has 100,001 tags, more than the 100,000 that are read
    """
    _check(source)
    data = source.encode("utf-8", "replace")
    root = etree.fromstring(data, _PARSER)
    errors = _PARSER.error_log.filter_types([etree.ErrorTypes.ERR_RESOURCE_LIMIT])
    if not errors:
        return root
    if any("depth" in error.message for error in errors):
        raise TooLargePage(_TOO_DEEP)
    root = etree.fromstring(data, _PARSER_OF_LONG_TEXTS)
    if root is not None and _depth(root) > DEEPEST:
        raise TooLargePage(_TOO_DEEP)
    return root


def _check(source: str) -> None:
    if len(source) <= _SMALL:
        return
    if (tags := source.count("<")) > MOST_TAGS:
        raise TooLargePage(f"the page has {tags:,} tags, more than the {MOST_TAGS:,} {_READ}")
    if len(source) > MOST_VALUES and (values := source.count("=")) > MOST_VALUES:
        raise TooLargePage(f"the page has {values:,} attributes, more than the {MOST_VALUES:,} {_READ}")
    modest = _MODEST.match(source)
    if modest and modest.end() < len(source):
        raise TooLargePage(f"a tag of the page has more than {MOST_ATTRIBUTES} attributes")


def _depth(root: Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def check_line(text: str) -> None:
    """Raise TooLargePage for a line, as it stands in the page, of more characters than any story has."""
    if len(text) > LONGEST_STORY:
        raise TooLargePage(f"a line of the page has {len(text):,} characters, more than the {LONGEST_STORY:,} {_READ}")


def check_json(text: str, name: str) -> None:
    """Raise TooLargePage, which names it, for JSON with more objects, lists and entries than any answer has."""
    entries = sum(map(text.count, "{[,"))
    if entries > MOST_VALUES:
        raise TooLargePage(f"{name} has {entries:,} entries, more than the {MOST_VALUES:,} {_READ}")


def check_story(article: Article) -> None:
    """Raise TooLargePage for an article with more words than any has: to convert and compare them takes as long."""
    captions = (image.caption for image in article.images)
    length = sum(len(words) for words in (article.text, article.byline, article.source, *captions) if words)
    if length > LONGEST_STORY:
        raise TooLargePage(f"the article has {length:,} characters, more than the {LONGEST_STORY:,} {_READ}")


# --- Processor time -----------------------------------------------------------------------------------------------

Given = ParamSpec("Given")
Result = TypeVar("Result")


class _Spent(BaseException):
    """The time is spent: no ``except Exception`` of a rule, or of a library, may take this for an error of its own."""


class Allowance:
    """The processor time that the reading of a page may take, over all its parts.

    The clock is the process's own (``ITIMER_PROF``), so that other programs do not count. It runs in the main thread,
    where a crawl reads its pages; elsewhere, and where a system has no such clock, nothing is stopped.
    """

    _is_running = False

    def __init__(self, seconds: float = SECONDS) -> None:
        """Take the seconds."""
        self.seconds = self._left = seconds

    def spend(self, read: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """Call a function; TooLargePage once it takes longer than what is left. Within another call it counts there."""
        if Allowance._is_running or not _has_clock():
            return read(*args, **kwargs)
        started = process_time()
        try:
            try:
                _start(self._left)
                return read(*args, **kwargs)
            finally:
                _stop()
        except _Spent:
            _stop()  # the clock may have rung while it was stopped
            raise TooLargePage(f"reading the page takes more than {self.seconds:g} seconds of processor time") from None
        finally:
            self._left -= process_time() - started


def _has_clock() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@cache
def _listen() -> None:
    """Have the clock's signal end a reading, from the first one on."""
    signal.signal(signal.SIGPROF, _ring)


def _start(seconds: float) -> None:
    _listen()
    Allowance._is_running = True
    signal.setitimer(signal.ITIMER_PROF, max(seconds, _AGAIN), _AGAIN)


def _stop() -> None:
    Allowance._is_running = False
    signal.setitimer(signal.ITIMER_PROF, 0)


def _ring(*_: object) -> None:
    if Allowance._is_running:
        raise _Spent


class _HasAllowance(Protocol):
    allowance: Allowance


Owner = TypeVar("Owner", bound=_HasAllowance)


def bounded(
    read: Callable[Concatenate[Owner, Given], Result],
) -> Callable[Concatenate[Owner, Given], Result]:
    """Make a method of a page end with TooLargePage where the page takes more processor time than it may."""

    @wraps(read)
    def spend(self: Owner, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """Call it; see ``bounded``."""
        call: Any = read
        result: Result = self.allowance.spend(call, self, *args, **kwargs)
        return result

    return spend


def bounded_answer(read: Callable[Given, Result]) -> Callable[Given, Result]:
    """Make a function that reads a whole answer end with TooLargePage where that takes more time than a page may."""

    @wraps(read)
    def spend(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        """Call it; see ``bounded_answer``."""
        return Allowance().spend(read, *args, **kwargs)

    return spend
