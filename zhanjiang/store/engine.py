"""Opening the store: one connection, pragmas, the schema brought up, and errors in one line."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, Transaction, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)
from sqlalchemy.pool import NullPool

from zhanjiang.items import Article
from zhanjiang.store import (
    addresses,
    articles,
    captures,
    comments,
    crawls,
    images,
    ledger,
    listings,
    newspaper,
    particulars,
    quarantine,
    rankings,
    similar,
)
from zhanjiang.store.schema import REVISION, metadata

logger = logging.getLogger(__name__)

DIALECTS = ("sqlite", "postgresql")
_TABLES = (
    articles.articles,
    addresses.article_addresses,
    quarantine.quarantine,
    ledger.ledger,
    listings.listings,
    crawls.crawls,
    similar.similar_bands,
    comments.comments,
    rankings.rankings,
    rankings.picture_box,
    newspaper.newspaper_pages,
    images.images,
    captures.captures,
    particulars.particulars,
)
_WRITABLE = 0o222
# How long a lock is waited for, the driver's `timeout`, is 5 seconds unless STORE_URL ends in ?timeout=…
# The log is brought into the file every 32 MB: an article dirties a dozen pages, which are then written once.
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "wal_autocheckpoint=8000")


class StoreError(Exception):
    """The store cannot be opened or written; the text is one line that says why and what to do."""


class Store:
    """An open store: one connection, used by one process and one thread."""

    def __init__(self, engine: Engine, connection: Connection) -> None:
        """Take over an engine and its only connection, both closed by ``close``."""
        self._engine = engine
        self._connection = connection
        self._begin: Callable[[], Transaction] = connection.begin
        self.on_failure: Callable[[StoreError], None] = _nothing_to_do

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give the connection for one transaction, committed at the end, rolled back at an exception.

        Raises StoreError where the store cannot be written any more, and tells ``on_failure`` of it.
        """
        try:
            with self._begin():
                yield self._connection
        except (OperationalError, InterfaceError, DatabaseError) as error:
            if isinstance(error, IntegrityError | DataError):
                raise  # one row that does not fit, and no more
            failure = StoreError(_explain(error, self._engine.url))
            self.on_failure(failure)
            raise failure from error

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Undo at the end whatever is written while the block runs: its transactions are savepoints of one."""
        with self._connection.begin() as whole:
            if self._connection.dialect.name == "sqlite":
                # Its driver begins only at the first change, and would then end with the first savepoint.
                self._connection.exec_driver_sql("BEGIN")
            self._begin = self._connection.begin_nested
            try:
                yield
            finally:
                self._begin = self._connection.begin
                whole.rollback()

    def articles(
        self, since: str | None = None, until: str | None = None, channel: str | None = None
    ) -> Iterator[Article]:
        """Yield the latest revision of each article, as ``store.articles.current`` does."""
        return articles.current(self._connection, since=since, until=until, channel=channel)

    def count_articles(self, since: str | None = None, until: str | None = None, channel: str | None = None) -> int:
        """Return how many articles ``articles`` yields for the same arguments."""
        return articles.count(self._connection, since=since, until=until, channel=channel)

    def close(self) -> None:
        """Close the connection. A second call does nothing."""
        self._connection.close()
        self._engine.dispose()


def _nothing_to_do(_error: StoreError) -> None:
    """Leave a failure to whoever called."""


def parse_store_url(address: str) -> URL:
    """Read ``STORE_URL``. Raises StoreError for what is no address of a database we know.

    >>> parse_store_url("sqlite:///data/zhanjiang.db").database
    'data/zhanjiang.db'
    """
    example = "such as sqlite:///data/zhanjiang.db or postgresql://user@host/database"
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError(f"STORE_URL {address!r} is no database address: give one {example}") from None
    if url.get_backend_name() not in DIALECTS:
        raise StoreError(f"STORE_URL names {url.get_backend_name()!r}, which is not supported: give one {example}")
    return url


def open_store(address: str, *, create: bool = True) -> Store:
    """Open the store at a database address and bring its schema up. Raises StoreError.

    With ``create`` a missing SQLite file is made, with its folder, and it is made sure that the store can be written;
    without, a missing one is an error.
    """
    url = parse_store_url(address)
    _check_file(url, create)
    engine = create_engine(url, poolclass=NullPool, json_serializer=_to_json, json_deserializer=orjson.loads)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    try:
        with ExitStack() as undo:
            connection = engine.connect()
            undo.callback(connection.close)
            _prepare(connection, url, create)
            undo.pop_all()
    except DBAPIError as error:
        engine.dispose()
        raise StoreError(_explain(error, url)) from error
    return Store(engine, connection)


def file_of(url: URL) -> Path | None:
    """Return the file of a SQLite store; None for one in memory or in PostgreSQL."""
    name = url.database or ":memory:"
    is_file = url.get_backend_name() == "sqlite" and not name.startswith(("file:", ":memory:"))
    return Path(name) if is_file else None


def has_file(address: str) -> bool:
    """Say whether a store may be there: SQLite's file is; of any other, which has no file, it is taken for granted."""
    path = file_of(parse_store_url(address))
    return path is None or path.exists()


def _check_file(url: URL, create: bool) -> None:
    """Make the folder of a SQLite file, or refuse a missing file, and one to be written that is marked read-only."""
    path = file_of(url)
    if path is None:
        return
    if not create and not path.exists():
        raise StoreError(f"there is no store at {path} yet: run `scrapy crawl articles` first, or set STORE_URL")
    if create and path.exists() and not path.stat().st_mode & _WRITABLE:  # root could write it all the same
        raise StoreError(f"the store {path} is read-only: allow to write it (chmod u+w), or set STORE_URL")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the store's folder {path.parent} cannot be made ({error.strerror}): set STORE_URL"
        ) from error


def _to_json(value: object) -> str:
    """Write the value of a JSON column; people and pictures are dataclasses, which orjson writes as they are."""
    return orjson.dumps(value).decode()


def _set_pragmas(connection: Any, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _prepare(connection: Connection, url: URL, create: bool) -> None:
    version = _version(connection)
    if version is not None and version > REVISION:
        place = url.render_as_string(hide_password=True)
        raise StoreError(f"the store {place} was written by a newer version (schema {version}): update this project")
    if version is None and not inspect(connection).get_table_names():
        _make(connection)
    elif version != REVISION:
        _keep_copy(connection, url, version or "none")
        _migrate(connection)
    elif create:
        # Changes nothing, but fails now, and not at the first article, where the store cannot be written.
        connection.execute(text("DELETE FROM alembic_version WHERE 1 = 0"))
    connection.rollback()


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _begin_at_once(connection: Connection) -> None:
    """Make one transaction of all that follows: SQLite's driver would commit each change of the schema by itself."""
    connection.rollback()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _make(connection: Connection) -> None:
    """Make the tables of an empty store at once, marked as what the newest migration leaves (a test compares them)."""
    _begin_at_once(connection)
    metadata.create_all(connection, tables=_TABLES)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION})
    connection.commit()


def _keep_copy(connection: Connection, url: URL, version: str) -> None:
    """Copy a SQLite store beside itself before its schema is changed; a copy that is there already stays."""
    if not (path := file_of(url)):
        return
    copy = path.with_name(f"{path.name}.schema-{version}")
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.unfinished")
        unfinished.unlink(missing_ok=True)
        connection.rollback()
        connection.exec_driver_sql("VACUUM INTO ?", (str(unfinished),))
        unfinished.replace(copy)
        logger.warning("The store's schema is brought up; the store as it was is kept at %s", copy)


def _migrate(connection: Connection) -> None:
    # Loaded here alone: a store that is up to date does not wait for it.
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells its plugins as soon as it is loaded
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    _begin_at_once(connection)
    command.upgrade(config, "head")
    connection.commit()


def _explain(error: DBAPIError, url: URL) -> str:
    """Tell in one line what a database's refusal means and what to do."""
    place = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    told = str(error.orig).strip().split("\n")[0]
    advice = {
        "not a database": "it is another kind of file: move it away, or set STORE_URL to another place",
        "malformed": "it is damaged: restore a copy, or move it away and crawl again",
        "readonly": "it cannot be written: check its permissions, or set STORE_URL to another place",
        "unable to open": "check that the folder can be read and written, or set STORE_URL to another place",
        "locked": "another program is writing it: wait for that to end, and try again",
        "full": "free some space on the disk, and try again",
        "disk I/O": "the disk is full or fails: free some space on it, and try again",
    }
    next_step = next((step for sign, step in advice.items() if sign in told), "check STORE_URL and that it is running")
    return f"the store {place} cannot be used ({told}): {next_step}"
