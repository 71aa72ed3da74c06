"""Which processor cleans which field of an article, wherever its page stood.

Values come from ``pages`` (lines, labels, declared layouts), not from selectors of the loader's own. It collects what
a page gives for a field, in order of trust, and keeps the first that gives a value; a processor's error names the
field, so that a field that failed never looks like a field that is absent.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from itemloaders.processors import Identity, Join, MapCompose

from zhanjiang.items import Article, Image, Rule
from zhanjiang.pages.reading.loader import PageItemLoader, absolute, clean_text
from zhanjiang.processors.counts import read_comment_count, read_participants
from zhanjiang.processors.dates import read_published_at


def to_image(picture: tuple[str, str | None], loader_context: MutableMapping[str, Any]) -> Image | None:
    """Make an image of a picture's address as written and its caption; None where the address is none."""
    address, caption = picture
    url = absolute(address, loader_context)
    return Image(url=url, caption=caption) if url else None


class ArticleLoader(PageItemLoader):
    """Builds an ``Article``. The context needs ``url``, the address that the page's links are relative to."""

    item_type = Article

    kicker_in = MapCompose(clean_text)
    headline_in = MapCompose(clean_text)
    subheadline_in = MapCompose(clean_text)
    subheadline_out = Join("\n")
    published_at_in = MapCompose(read_published_at)
    source_in = MapCompose(clean_text)
    byline_in = MapCompose(clean_text)
    text_in = MapCompose(clean_text)
    text_out = Join("\n\n")
    images_in = MapCompose(to_image)
    images_out = Identity()
    comment_participants_in = MapCompose(read_participants)
    comment_count_in = MapCompose(read_comment_count)

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
