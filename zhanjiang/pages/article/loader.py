"""Which processor cleans which field.

A loader collects what a page found for a field, in order of trust, and keeps the first that gives a value; a
processor's error names the field, so that a field that failed never looks like a field that is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urljoin

from itemloaders import ItemLoader
from itemloaders.processors import Identity, TakeFirst

from zhanjiang.items import Article, Image, Rule
from zhanjiang.processors.counts import read_comment_count, read_participants
from zhanjiang.processors.dates import read_published_at
from zhanjiang.processors.text import clean_line


class Each:
    """An input processor made of a function of one value; None and empty results are no values.

    itemloaders' own ``MapCompose`` does the same with a chain of functions, which no field of ours needs.
    """

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __call__(self, values: Iterable[Any]) -> list[Any]:
        """Apply the function to each value."""
        return [result for result in map(self.function, values) if result not in (None, "")]


def join_paragraphs(paragraphs: list[str]) -> str:
    """Join paragraphs by one blank line."""
    return "\n\n".join(paragraphs)


def absolute_images(
    pictures: Iterable[tuple[str, str | None]], loader_context: MutableMapping[str, Any]
) -> list[Image]:
    """Make images of (address as written, caption); addresses are completed by the page's own (context ``url``)."""
    return [Image(url=urljoin(loader_context["url"], address), caption=caption) for address, caption in pictures]


class ArticleLoader(ItemLoader):
    """Builds an ``Article``. The context needs ``url``, the address of the page that is read."""

    # Fields are collected in a dict: itemloaders reads the metadata of all fields of a dataclass for each value.
    default_item_class = dict
    default_output_processor = TakeFirst()

    kicker_in = Each(clean_line)
    headline_in = Each(clean_line)
    subheadline_in = Each(clean_line)
    published_at_in = Each(read_published_at)
    source_in = Each(clean_line)
    byline_in = Each(clean_line)
    text_in = Each(clean_line)
    text_out = join_paragraphs
    images_in = absolute_images
    comment_participants_in = Each(read_participants)
    comment_count_in = Each(read_comment_count)
    images_out = Identity()

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.extracted_by: dict[str, Rule] = {}
        self._kept: dict[str, Any] = {}

    def add_if_missing(self, field: str, value: Any, rule: Rule) -> None:
        """Add a value that a rule found, unless a more trusted rule has given the field a value already."""
        if value and field not in self.extracted_by:
            self.add_value(field, value)
            if self.get_collected_values(field):
                self.extracted_by[field] = rule

    def set_clean(self, field: str, value: Any, rule: Rule) -> None:
        """Keep a value that needs no cleaning, such as people read already; None and [] are no values."""
        if value:
            self._kept[field] = value
            self.extracted_by[field] = rule

    def load_item(self) -> Article:
        """Build the article; TypeError for a field that articles do not have."""
        return Article(**super().load_item(), **self._kept, extracted_by=self.extracted_by)
