"""The full-text index of the articles' latest revisions: by the characters and pairs of characters of folded texts.

A run of characters stands in a text where its pairs follow one another, so that no word has to be known. In SQLite two
tables of FTS5 hold no text, only where something stands: ``search_index`` the pairs with their places, and those of
headlines once more with a mark; ``search_characters`` the single characters. In PostgreSQL the table ``search_index``
has a ``tsvector`` of all of them, without places, and the folded text by which a run is verified.

An entry has a key, which is the article's ``search_key``. Keys rise with the day of publication, so that the newest
articles with a common word are found without looking at all of them. A line feed ends each paragraph and field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b
from operator import add as add_texts
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, event, text

from zhanjiang.items import Article
from zhanjiang.processors.folding import fold
from zhanjiang.processors.search_query import SearchQuery
from zhanjiang.store.prepared import Prepared, say

_OPTIONS: Final = "content='', tokenize=\"unicode61 remove_diacritics 0\""
_MAKE: Final = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE search_index USING fts5(grams, {_OPTIONS})",
        f"CREATE VIRTUAL TABLE search_characters USING fts5(grams, detail=none, {_OPTIONS})",
        "CREATE TABLE search_pending (key INTEGER PRIMARY KEY, pairs TEXT NOT NULL, characters TEXT NOT NULL)",
    ),
    "postgresql": (
        "CREATE TABLE search_index (key BIGINT PRIMARY KEY, headline TEXT NOT NULL, folded TEXT NOT NULL, "
        "grams TSVECTOR)",
        "CREATE INDEX ix_search_index_grams ON search_index USING gin (grams)",
        "CREATE INDEX ix_search_index_without_grams ON search_index (key) WHERE grams IS NULL",
    ),
}
_TABLES: Final = ("search_index", "search_characters")

# --- Keys -------------------------------------------------------------------------------------------------------------

_A_DAY: Final = {"sqlite": 1 << 11, "postgresql": 1 << 45}
"""How many keys a day has. In SQLite, which numbers them one by one, each doubling costs the index some bits of every
entry. In PostgreSQL several writers store articles of a day at once, so that an article's key comes of its ID alone."""
_FIRST_DAY: Final = 1 << 12
"""The first day in the count from 1980 that has keys of its own, in 1991: the keys before are those without a date."""
_LAST_DAY: Final = (1 << 17) - 1
"""The last one, in 2338, which later days share: no key is larger than a database's integers."""
_ORIGIN: Final = date(1980, 1, 1).toordinal()


def day_of_key(key: int, dialect: str) -> int:
    """The number of a key's day; 0 for the keys of articles without a date."""
    day = key // _A_DAY[dialect]
    return day if day >= _FIRST_DAY else 0


def keys_of_day(published_at: str | None, dialect: str) -> range:
    """The keys of the articles of a day, by a time or day as articles have it; later days have higher keys.

    >>> keys_of_day("2022-05-31", "sqlite").start < keys_of_day("2022-06-01T08:00:00+08:00", "sqlite").start
    True
    """
    a_day = _A_DAY[dialect]
    try:
        number = date.fromisoformat((published_at or "")[:10]).toordinal() - _ORIGIN
    except ValueError:
        return range(1, _FIRST_DAY * a_day)
    first = min(max(number, _FIRST_DAY), _LAST_DAY) * a_day
    return range(first, first + a_day)


def key_of_id(article_id: str, keys: range) -> int:
    """The key among those of a day that comes of an article's ID; that of two IDs is another."""
    return keys.start + int.from_bytes(blake2b(article_id.encode(), digest_size=8).digest()) % len(keys)


# --- Entries ----------------------------------------------------------------------------------------------------------


class SearchEntry(NamedTuple):
    """The folded texts of an article: the headline, and everything that is searched, a paragraph or field a line."""

    headline: str
    folded: str


def entry_of(article: Article) -> SearchEntry:
    """What is searched of an article: headlines, text, captions and names."""
    parts = [article.headline, article.kicker, article.subheadline, article.text]
    parts += [image.caption for image in article.images]
    parts += [person.name for person in (*article.authors, *article.credits)]
    return SearchEntry(fold(article.headline or ""), fold("\n".join(filter(None, parts))))


class _Tokens(dict[int, str]):
    """For each folded character what no tokenizer takes apart or changes: itself, or a private one."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_plain = character in "abcdefghijklmnopqrstuvwxyz0123456789" or "\u3400" <= character <= "\u9fff"
        otherwise = chr(0xF0000 + code) if code < 0xFFFE else f"{_ESCAPE}{code:06x}"
        self[code] = character if is_plain else otherwise
        return self[code]


_ESCAPE: Final = "\ua000"
_OF_HEADLINE: Final = "\ua001"
_TOKENS: Final = _Tokens()
_MOST_BYTES: Final = 1_000_000
"""The lexemes of a tsvector have less than a megabyte; a text of more has none, and is always read."""


def _characters(line: str) -> Sequence[str]:
    tokens = line.translate(_TOKENS)
    return tokens if len(tokens) == len(line) else [_TOKENS[ord(character)] for character in line]


def _pairs(characters: Sequence[str]) -> Iterator[str]:
    return map(add_texts, characters, characters[1:])


def _marked(grams: Iterable[str]) -> list[str]:
    return [_OF_HEADLINE + gram for gram in grams]


def _grams(entry: SearchEntry) -> tuple[list[str], list[str]]:
    """The pairs in their order, after those of the headline, which are marked; and the characters in the same way."""
    of_headline = _characters(entry.headline)
    pairs, singles = _marked(_pairs(of_headline)), {*_marked(of_headline)}
    for line in entry.folded.split("\n"):
        characters = _characters(line)
        pairs += _pairs(characters)
        singles.update(characters)
    return pairs, sorted(singles)


# --- Writing ----------------------------------------------------------------------------------------------------------

# At each savepoint FTS5 writes what it has gathered: the entries of a commit wait in a table, and are added together.
_ADD: Final = Prepared(text("INSERT INTO search_pending VALUES (:key, :pairs, :characters)"))
_IS_PENDING: Final = Prepared(text("SELECT 1 FROM search_pending WHERE key = :key"))
_FORGET: Final = Prepared(text("DELETE FROM search_pending WHERE key = :key"))
_SETTLE: Final = (
    "INSERT INTO search_index(rowid, grams) SELECT key, pairs FROM search_pending ORDER BY key",
    "INSERT INTO search_characters(rowid, grams) SELECT key, characters FROM search_pending ORDER BY key",
    "DELETE FROM search_pending",
)
_WAITS: Final = "search_index_waits"
_REMOVE: Final = [
    Prepared(text(f"INSERT INTO {table}({table}, rowid, grams) VALUES ('delete', :key, :grams)")) for table in _TABLES
]
_ADD_ROW: Final = Prepared(
    text(
        "INSERT INTO search_index (key, headline, folded, grams) "
        "VALUES (:key, :headline, :folded, array_to_tsvector(string_to_array(:grams, ' '))) "
        "ON CONFLICT (key) DO UPDATE SET headline = excluded.headline, folded = excluded.folded, grams = excluded.grams"
    )
)
_REMOVE_ROW: Final = Prepared(text("DELETE FROM search_index WHERE key = :key"))


def add(connection: Connection, key: int, entry: SearchEntry) -> None:
    """Add an entry within the caller's transaction; it is found once ``settle`` was called."""
    pairs, singles = _grams(entry)
    if connection.dialect.name == "sqlite":
        _ADD.run(connection, [{"key": key, "pairs": " ".join(pairs), "characters": " ".join(singles)}])
        connection.info[_WAITS] = True
        return
    grams = " ".join(sorted({*pairs, *singles}))  # the driver sends a text faster than a list
    sent = grams if len(grams.encode()) <= _MOST_BYTES else None
    _ADD_ROW.run(connection, [{"key": key, "headline": entry.headline, "folded": entry.folded, "grams": sent}])


def settle(connection: Connection) -> None:
    """Bring what was added into the index, before the commit of its transaction."""
    if connection.info.pop(_WAITS, False):
        for statement in _SETTLE:
            say(connection, statement)


def remove(connection: Connection, key: int, entry: SearchEntry) -> None:
    """Remove an entry, given as it was added: FTS5 does not know what it was made of."""
    if connection.dialect.name != "sqlite":
        _REMOVE_ROW.run(connection, [{"key": key}])
    elif _IS_PENDING.all(connection, {"key": key}):
        _FORGET.run(connection, [{"key": key}])
    else:
        for statement, grams in zip(_REMOVE, _grams(entry), strict=True):
            statement.run(connection, [{"key": key, "grams": " ".join(grams)}])


def make(connection: Connection) -> None:
    """Make the index, empty."""
    for statement in _MAKE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Drop the index with all entries."""
    for table in (*_TABLES, "search_pending"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")


_USUAL_BYTES: Final = 1 << 20
_MANY_BYTES: Final = 1 << 26


def expect_many(connection: Connection) -> None:
    """Let FTS5 gather what is added in memory, up to 64 MB: the larger its parts, the less often they are merged."""
    _set(connection, "hashsize", _MANY_BYTES)


def expect_few(connection: Connection) -> None:
    """Gather a megabyte at most, as FTS5 does by itself."""
    _set(connection, "hashsize", _USUAL_BYTES)


def _set(connection: Connection, option: str, value: int) -> None:
    if connection.dialect.name == "sqlite":
        for table in _TABLES:
            connection.execute(text(f"INSERT INTO {table}({table}, rank) VALUES (:option, :value)"),
                               {"option": option, "value": value})  # fmt: skip


def made_with(table: Table) -> None:
    """Have the index made and dropped together with a table."""
    event.listen(table, "after_create", lambda _table, connection, **_options: make(connection))
    event.listen(table, "before_drop", lambda _table, connection, **_options: drop(connection))


# --- Searching --------------------------------------------------------------------------------------------------------


class Match(NamedTuple):
    """A condition on the entries as SQL with its values, and the table whose keys fulfil it."""

    table: str
    condition: str
    values: dict[str, Any]


def newest_keys(connection: Connection, match: Match, keys: range, limit: int) -> list[int]:
    """The keys among ``keys`` of the entries that fulfil a condition, the highest first, so many at most."""
    key = "rowid" if connection.dialect.name == "sqlite" else "key"
    query = (
        f"SELECT {key} FROM {match.table} WHERE {match.condition} AND {key} >= :first AND {key} < :stop "
        f"ORDER BY {key} DESC LIMIT :limit"
    )
    values = {**match.values, "first": keys.start, "stop": keys.stop, "limit": limit}
    return [found for (found,) in connection.execute(text(query), values)]


def matching(connection: Connection, query: SearchQuery, *, headline: bool) -> Match:
    """The condition that all words of a query stand in an article, or in its headline, and no excluded one anywhere."""
    if connection.dialect.name == "postgresql":
        return _postgresql_match(query, headline=headline)
    singles, others = ([word for word in query.words if (len(word) == 1) == is_single] for is_single in (True, False))
    table, words = ("search_index", others) if others else ("search_characters", singles)
    wanted = " AND ".join(_phrase(word, headline=headline) for word in words)
    conditions, values = [f"{table} MATCH :wanted"], {}
    if others and singles:
        conditions.append("+rowid IN (SELECT rowid FROM search_characters WHERE search_characters MATCH :singles)")
        values["singles"] = " AND ".join(_phrase(word, headline=headline) for word in singles)
    for name, is_single in (("search_index", False), ("search_characters", True)):
        excluded = " OR ".join(_phrase(word) for word in query.excluded if (len(word) == 1) == is_single)
        if excluded and name == table:
            wanted = f"({wanted}) NOT ({excluded})"
        elif excluded:
            conditions.append(f"+rowid NOT IN (SELECT rowid FROM {name} WHERE {name} MATCH :excluded)")
            values["excluded"] = excluded
    return Match(table, " AND ".join(conditions), {**values, "wanted": wanted})


def _grams_of_word(word: str, *, headline: bool = False) -> list[str]:
    characters = _characters(word)
    grams = [*_pairs(characters)] or [*characters]
    return _marked(grams) if headline else grams


def _phrase(word: str, *, headline: bool = False) -> str:
    """A word for FTS5: its pairs, one after another."""
    return f'"{" ".join(_grams_of_word(word, headline=headline))}"'


def _postgresql_match(query: SearchQuery, *, headline: bool) -> Match:
    grams = {gram for word in query.words for gram in _grams_of_word(word, headline=headline)}
    conditions = ["(grams @@ CAST(:wanted AS TSQUERY) OR grams IS NULL)"]
    values = {"wanted": " & ".join(f"'{gram}'" for gram in sorted(grams))}
    for number, word in enumerate(query.words):
        conditions.append(f"strpos({'headline' if headline else 'folded'}, :word{number}) > 0")
        values[f"word{number}"] = word
    for number, word in enumerate(query.excluded):
        conditions.append(f"strpos(folded, :not{number}) = 0")
        values[f"not{number}"] = word
    return Match("search_index", " AND ".join(conditions), values)
