"""Real crawls for the middlewares."""

from tests.extensions.conftest import crawl

__all__ = ["crawl"]
