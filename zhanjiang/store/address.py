"""``STORE_URL``: the address of a store, what it names, and what of it may be shown to whoever reads a log."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SAWarning

from zhanjiang.store.dialect import DIALECTS

_EXAMPLE: Final = "such as sqlite:///data/zhanjiang.db or postgresql://user@host/database"
_HARMLESS: Final = frozenset(
    {"application_name", "connect_timeout", "dbname", "host", "mode", "port", "sslmode", "timeout", "uri", "user"}
)
"""Parts of an address's query that give no secret away."""


class StoreError(Exception):
    """The store cannot be opened or written; the text is one line that says why and what to do."""


class WrongStoreAddress(StoreError):
    """``STORE_URL`` is no address of a database we know. What it says is not repeated: a password may be in it."""


def parse_store_url(address: str) -> URL:
    """Read ``STORE_URL``. Raises WrongStoreAddress for what is no address of a database we know.

    >>> parse_store_url("sqlite:///data/zhanjiang.db").database
    'data/zhanjiang.db'
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise WrongStoreAddress(f"STORE_URL is no database address: give one {_EXAMPLE}") from None
    backend = url.get_backend_name()
    if backend not in DIALECTS:
        raise WrongStoreAddress(f"STORE_URL names {backend!r}, which is not supported: give one {_EXAMPLE}")
    try:
        url.get_dialect().import_dbapi()
    except (ImportError, NoSuchModuleError):
        if url.drivername in ("postgresql", "postgresql+psycopg"):
            raise WrongStoreAddress('a store in PostgreSQL needs psycopg: pip install "psycopg[binary]"') from None
        raise WrongStoreAddress(f"STORE_URL names a driver that is not installed: give one {_EXAMPLE}") from None
    _check_query(url)
    _check_name(url)
    return url


def _check_query(url: URL) -> None:
    """Refuse what the driver does not take behind the ``?``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SAWarning)
            url.get_dialect()().create_connect_args(url)
    except (ArgumentError, SAWarning, TypeError, ValueError):
        names = ", ".join(sorted(url.query)) or "the address"
        example = "sqlite:///data/zhanjiang.db?timeout=30"
        raise WrongStoreAddress(
            f"STORE_URL is not understood by its driver ({names}): check it, as in {example}"
        ) from None


def _check_name(url: URL) -> None:
    """Refuse a name that no file can have."""
    path = file_of(url)
    try:
        if path is not None:
            path.stat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WrongStoreAddress(f"STORE_URL names no file ({reason}): give an address {_EXAMPLE}") from None


def file_of(url: URL) -> Path | None:
    """Return the file of a SQLite store; None for one in memory or in PostgreSQL."""
    name = url.database or ":memory:"
    is_file = url.get_backend_name() == "sqlite" and not name.startswith(("file:", ":memory:"))
    return Path(name) if is_file else None


def has_file(address: str) -> bool:
    """Say whether a store may be there: SQLite's file is; of any other, which has no file, it is taken for granted."""
    path = file_of(parse_store_url(address))
    return path is None or path.exists()


def name_of(url: URL) -> str:
    """Return what an error calls the store: its file, or its address without what may be secret.

    >>> name_of(make_url("postgresql://me:secret@host/news?password=other&sslmode=require"))
    'postgresql://me:***@host/news?sslmode=require'
    """
    return url.database if url.get_backend_name() == "sqlite" and url.database else shown_address(url)


def shown_address(url: URL) -> str:
    """An address without what may be secret."""
    shown = url.difference_update_query(name for name in url.query if name not in _HARMLESS)
    return without_secrets(shown.render_as_string(hide_password=True), url)


def without_secrets(text: str, url: URL) -> str:
    """A text, such as a driver's error, without the secrets of an address."""
    for secret in sorted(_secrets(url), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def _secrets(url: URL) -> Iterator[str]:
    """Yield what an address has in it that nobody else should read; an ``@`` in a password parts it from its rest."""
    given: list[Any] = [url.password, (url.host or "").rpartition("@")[0]]
    given += [value for name, value in url.query.items() if name not in _HARMLESS]
    for value in given:
        yield from (part for part in ([value] if isinstance(value, str) else value or ()) if part)
