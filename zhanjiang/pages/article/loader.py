"""Which processor cleans which field of an article, wherever its page stood.

Values come from ``pages`` (lines, labels, declared layouts), not from selectors of the loader's own. It collects what
a page gives for a field, in order of trust, and keeps the first that gives a value; a processor's error names the
field, so that a field that failed never looks like a field that is absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from typing import Any

from itemloaders.processors import Identity, Join, MapCompose, TakeFirst

from zhanjiang.items import Article, Image, Rule
from zhanjiang.pages.reading.loader import PageItemLoader, absolute, clean_text
from zhanjiang.processors.counts import read_comment_count, read_participants
from zhanjiang.processors.dates import read_existing

_POINTER = "[▲△▼▽▴▾◀▶◁▷◄►↑↓←→↖↗↘↙]"
_POINTERS = re.compile(rf"^(?:{_POINTER}\s*)+(?!\s*[\d.]+\s*(?:[%％‰]|个?百分点))|(?:\s*{_POINTER})+$")


def without_pointer(caption: str | None) -> str | None:
    """A caption without the marks at its ends that point to the picture; None where nothing is left.

    >>> [without_pointer(caption) for caption in ("▲货轮启航", "↑ 3月4日，货轮启航 ▲", "▲3.2%的增幅", "湛江→海口", "▲")]
    ['货轮启航', '3月4日，货轮启航', '▲3.2%的增幅', '湛江→海口', None]
    """
    return _POINTERS.sub("", caption) or None if caption else None


def to_images(pictures: Iterable[tuple[str, str | None]], loader_context: MutableMapping[str, Any]) -> list[Image]:
    """Make images of pictures' addresses as written and their captions, but for addresses that are none."""
    images = (Image(absolute(address, loader_context), without_pointer(caption)) for address, caption in pictures)
    return [image for image in images if image.url]


def clean_texts(texts: Iterable[str]) -> list[str]:
    """Clean lines of text (``clean_text``), without those of which nothing is left."""
    return [text for text in map(clean_text, texts) if text]


class ArticleLoader(PageItemLoader):
    """Builds an ``Article``. The context needs ``url``, the address that the page's links are relative to."""

    item_type = Article

    # What cannot fail is a plain function of all values, and the default is named: to look it up takes much longer.
    kicker_in = headline_in = subheadline_in = source_in = byline_in = text_in = clean_texts
    published_at_in = MapCompose(read_existing)
    images_in = to_images
    comment_participants_in = MapCompose(read_participants)
    comment_count_in = MapCompose(read_comment_count)
    kicker_out = headline_out = published_at_out = source_out = byline_out = TakeFirst()
    comment_participants_out = comment_count_out = TakeFirst()
    subheadline_out = Join("\n")
    text_out = Join("\n\n")
    images_out = Identity()

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.extracted_by: dict[str, Rule] = {}
        self._clean: dict[str, Any] = {}

    def add_if_missing(self, field: str, value: Any, rule: Rule) -> None:
        """Add a value that a rule found, unless a more trusted rule has given the field a value already."""
        if value and field not in self.extracted_by:
            self.add_value(field, value)
            if self.get_collected_values(field):
                self.extracted_by[field] = rule

    def set_clean(self, field: str, value: Any, rule: Rule) -> None:
        """Set a value that is clean as it comes: people read already, the day of an address. None and [] are none."""
        if value:
            self._clean[field] = value
            self.extracted_by[field] = rule

    def first(self, field: str) -> str | None:
        """The first clean value of a field, None where no rule gave one."""
        return next(iter(self.get_collected_values(field)), None)

    def load_item(self) -> Article:
        """Build the article; TypeError for a field that articles do not have."""
        article: Article = super().load_item()
        for field, value in self._clean.items():
            setattr(article, field, value)
        article.extracted_by = self.extracted_by
        return article
