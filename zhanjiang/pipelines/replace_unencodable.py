"""The first step of every item: its texts are such as every store and feed can take."""

from __future__ import annotations

from typing import Any

from zhanjiang.processors.encodable import encodable


class ReplaceUnencodablePipeline:
    """Replaces NUL and halves of surrogate pairs, so that an item is the same in the store, its hash and its feed."""

    def process_item(self, item: Any) -> Any:
        """Return the item with such texts alone."""
        return encodable(item)
