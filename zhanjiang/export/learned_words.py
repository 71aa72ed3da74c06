"""The words of the store's clean articles, counted for the repair of damaged text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.output_place import check_output_place
from zhanjiang.console.progress_bar import with_progress
from zhanjiang.store import StoreError, articles, open_read_only
from zhanjiang.store.address import WrongStoreAddress
from zhanjiang.textrepair import learn


def learn_words(store_url: str, path: Path, archive: str = "") -> int:
    """Write the words of a store's articles to ``path``, and return how many. Raises CommandError without a store.

    WrongArgument where ``STORE_URL`` is none, or where the path is the store's or in the folder of the archive.
    """
    try:
        check_output_place(str(path), store_url, archive)
        with closing(open_read_only(store_url)) as store, store.reading() as connection:
            return learn(with_progress(_clean_texts(connection), "Counting words"), path)
    except WrongStoreAddress as error:
        raise WrongArgument(str(error)) from None
    except StoreError as error:
        raise CommandError(ExitCode.COULD_NOT_START, str(error)) from None


def _clean_texts(connection: Connection) -> Iterator[str]:
    """The headlines and texts of the store's articles, but for those that came damaged."""
    for article in articles.current(connection, alone=True):
        if article.repair is None:
            yield f"{article.headline or ''}\n{article.text or ''}"
