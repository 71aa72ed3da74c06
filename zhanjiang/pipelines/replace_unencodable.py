"""The first step of every item: its texts are such as every store and feed can take."""

from __future__ import annotations

from typing import Any

from itemadapter import ItemAdapter

from zhanjiang.processors.encodable import encodable, is_encodable


class ReplaceUnencodablePipeline:
    """Replaces NUL and halves of surrogate pairs, so that an item is the same in the store, its hash and its feed."""

    def process_item(self, item: Any) -> Any:
        """Return the item, with such texts alone; hardly any has others."""
        if not is_encodable(item):
            fields = ItemAdapter(item)
            for name, value in fields.items():
                fields[name] = encodable(value)
        return item
