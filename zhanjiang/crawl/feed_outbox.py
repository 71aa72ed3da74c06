"""What the feeds of a run still lack: noted with each article that is stored, forgotten once a feed has it for good.

So an article that did not come into its feed, since the disk was full or the run was killed, comes into the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from sqlalchemy import Connection

from zhanjiang.items import Article
from zhanjiang.store import Store, StoreError, articles, outbox


class FeedOutbox:
    """The outbox of a run's feeds, each called by its address as it was given.

    ``accepts`` says of each feed whether it takes an article; without feeds nothing is noted.
    """

    def __init__(self, store: Store) -> None:
        """Take the run's store."""
        self.store = store
        self.accepts: Mapping[str, Callable[[Article], bool]] = {}
        self._written: list[tuple[str, str]] = []

    def note(self, connection: Connection, article: Article) -> None:
        """Note in the transaction that stores an article which feeds lack it, and forget what has been written."""
        assert article.id
        written, self._written = self._written, []
        outbox.remove(connection, written)
        outbox.add(connection, ((article.id, feed) for feed, accepts in self.accepts.items() if accepts(article)))

    def written(self, feed: str, ids: Iterable[str]) -> None:
        """Forget articles that a feed has for good; it is committed with what is stored next, or by ``flush``."""
        self._written += ((id_, feed) for id_ in ids)

    def lost(self, feed: str, ids: Iterable[str]) -> None:
        """Note that a feed lacks articles again that it had, since somebody deleted its file."""
        lost = [(id_, feed) for id_ in ids]
        self._written = [pair for pair in self._written if pair not in set(lost)]
        with suppress(StoreError), self.store.transaction() as connection:
            outbox.add(connection, lost)

    def flush(self) -> None:
        """Forget what has been written until now. A store that fails is reported elsewhere."""
        with suppress(StoreError), self.store.transaction() as connection:
            outbox.remove(connection, self._written)
            self._written = []

    def owed(self) -> list[tuple[str, str]]:
        """Pairs of ID and feed that feeds lack; what a feed of another run lacks is left to all feeds of this one."""
        if not self.accepts:
            return []
        with self.store.transaction() as connection:
            for id_, feed in outbox.lacking(connection):
                if feed not in self.accepts and (takers := self._takers(connection, id_)):
                    outbox.remove(connection, [(id_, feed)])
                    outbox.add(connection, ((id_, taker) for taker in takers))
            return [pair for pair in outbox.lacking(connection) if pair[1] in self.accepts]

    def _takers(self, connection: Connection, id_: str) -> list[str]:
        return [feed for feed, accepts in self.accepts.items() if accepts(articles.revisions(connection, id_)[-1])]

    def article(self, id_: str) -> Article:
        """The latest revision of an article that a feed lacks."""
        with self.store.reading() as connection:
            return articles.revisions(connection, id_)[-1]
