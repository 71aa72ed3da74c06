"""What all loaders share: how a page's values become an item.

Values come from ``pages``, not from selectors: lines, labels and declared layouts locate them, the same way on every
page. So ``add_value`` is the one way in, and a loader says which processor cleans which field. ``ItemLoader(stats=…)``
counts the hits of ``add_xpath`` and ``add_css`` alone, and pages know no crawler: which rule gave an article's field
is in the item (``extracted_by``), and the store pipeline counts it.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, ClassVar

from itemloaders import ItemLoader
from itemloaders.processors import TakeFirst

from zhanjiang.addresses.href import absolute_address
from zhanjiang.processors.text import clean_line


def clean_text(text: str) -> str | None:
    """Clean one line of text (``clean_line``); None where nothing is left."""
    return clean_line(text) or None


def absolute(address: str, loader_context: MutableMapping[str, Any]) -> str | None:
    """Complete an address by the page's base (context ``url``); None for a blank one and for what is no address.

    >>> context = {"url": "https://a.example/p/1.html"}
    >>> absolute("/a/1.jpg", context), absolute("http://[bad/", context), absolute(" ", context)
    ('https://a.example/a/1.jpg', None, None)
    """
    return absolute_address(loader_context["url"], address)


class PageItemLoader(ItemLoader):
    """Builds one item of ``item_type`` from a page's values; of several values of a field the first counts.

    Values are collected in a dict, and the item is made of it at the end: itemloaders reads the metadata of all fields
    of a dataclass for each value, and a nested loader feeds the dataclass's defaults back in.
    """

    item_type: ClassVar[type[Any]]
    default_item_class = dict
    default_output_processor = TakeFirst()

    def load_item(self) -> Any:
        """Build the item; TypeError for a field that it does not have."""
        return self.item_type(**super().load_item())
