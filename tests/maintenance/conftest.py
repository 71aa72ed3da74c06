"""The stores of ``tests.store``, and an archive of small runs whose captures the store knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.archive.building import kept, write
from tests.catalogue.conftest import local_store
from tests.store.conftest import postgresql_url, store, store_url
from zhanjiang.archive import Capture
from zhanjiang.catalogue.verification import Verification
from zhanjiang.store import Store, captures

__all__ = ["add_run", "listing", "local_store", "postgresql_url", "problems", "store", "store_url"]


def add_run(
    store: Store, folder: Path, run: int, pages: Sequence[dict[str, Any]] = (), spider: str = "articles"
) -> list[Capture]:
    """Write a file as a run does, of pages as ``kept`` takes them, or of one article; and note its captures."""
    given = pages or [{"body": f"<h1>第{run}轮</h1>".encode(), "taken_at": f"2026-11-{run:02}T01:00:00.000000Z"}]
    exchanges = [kept(**{"metadata": {"run": run, "page": "/p/1.html", "kind": "article"}, **page}) for page in given]
    taken = write(folder, *exchanges, name=f"{spider}-run{run}")
    with store.transaction() as connection:
        captures.add(connection, taken)
    return taken


def listing(run: int, day: str, body: bytes, **more: Any) -> dict[str, Any]:
    """A listing of 时政 as it came on a day."""
    page = {"run": run, "page": "/shizheng/", "kind": "listing", "channel": "shizheng"}
    moment = f"{day}T01:00:00.000000Z"
    return {"url": "https://www.example/shizheng/", "body": body, "taken_at": moment, "metadata": page, **more}


def problems(store: Store, folder: Path) -> list[str]:
    """What ``archive verify`` finds."""
    return [*Verification(store, folder, lambda _bytes: None).problems()]
