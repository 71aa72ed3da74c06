"""An item's way through pipelines, outside a crawl."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from inspect import isawaitable
from typing import Any


def passed(item: Any, pipelines: Sequence[Any]) -> Any:
    """An item as pipelines leave it, those too that wait for a commit. Raises what they raise."""

    async def passing() -> Any:
        """Pass the item from one pipeline to the next."""
        current = item
        for pipeline in pipelines:
            current = pipeline.process_item(current)
            current = await current if isawaitable(current) else current
        return current

    return asyncio.run(passing())
