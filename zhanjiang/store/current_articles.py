"""The view ``current_articles``: the latest revision of each article as columns that other programs read.

pandas, DuckDB and Datasette have no use for lists of people. A column has their names, parted by ；, each once in the
order printed: ``authors``, and ``editors`` (whose role in the credits says 编). ``credits`` has roles too, ``captions``
a line for each picture that has one. A migration that changes a table below drops the view first, and makes it again.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, event

from zhanjiang.store import articles, changes  # noqa: F401  (their tables come before the view)
from zhanjiang.store.schema import metadata

_ELEMENTS: Final = {
    "sqlite": "SELECT json_extract(value, '$.{part}') AS {part}, json_extract(value, '$.{other}') AS {other}, "
    "key AS place FROM json_each(articles.{column})",
    "postgresql": "SELECT element ->> '{part}' AS {part}, element ->> '{other}' AS {other}, place "
    "FROM json_array_elements(articles.{column}) WITH ORDINALITY AS listed (element, place)",
}
_ONCE: Final = (
    "(SELECT {what} AS joined, min(place) AS place FROM ({elements}) AS listed WHERE {where} GROUP BY 1 ORDER BY 2)"
)
_JOINED: Final = {
    "sqlite": "(SELECT group_concat(joined, {between}) FROM {once} AS found)",
    "postgresql": "(SELECT string_agg(joined, {between} ORDER BY place) FROM {once} AS found)",
}
_PART_OF_PAGE: Final = {
    "sqlite": "json_extract(articles.newspaper_page, '$.{part}')",
    "postgresql": "articles.newspaper_page ->> '{part}'",
}
# DuckDB runs the SQL of a view of SQLite itself, and its json_extract gives texts in quotation marks. A function that
# it has not, such as `likely`, which returns its argument, makes it ask SQLite for the whole.
_LENGTH: Final = {
    "sqlite": "likely(json_array_length(articles.images))",
    "postgresql": "json_array_length(articles.images)",
}
_POSITION: Final = {"sqlite": "instr", "postgresql": "strpos"}

_IS_NAMED: Final = "coalesce(name, '') <> ''"
_WITH_ROLE: Final = "CASE WHEN coalesce(role, '') = '' THEN name ELSE role || ' ' || name END"
_IS_OF_PAPER: Final = "substr(articles.series, 1, 5) IN ('zjrb/', 'zjwb/')"
_DAY: Final = (
    f"coalesce(substr(articles.published_at, 1, 10), CASE WHEN {_IS_OF_PAPER} THEN substr(articles.series, 6) END)"
)


def _columns(dialect: str) -> dict[str, str]:
    """The columns of the view in their order, each with its SQL."""
    position = _POSITION[dialect]
    is_editor = f"{_IS_NAMED} AND ({position}(role, '编') > 0 OR {position}(role, '編') > 0)"
    return {
        **_plain("id", "url"),
        "day": _DAY,
        **_plain("published_at", "kind", "channel", "kicker", "headline", "subheadline", "source", "byline"),
        "authors": _people(dialect, "authors", "name", _IS_NAMED),
        "editors": _people(dialect, "credits", "name", is_editor),
        "credits": _people(dialect, "credits", _WITH_ROLE, _IS_NAMED),
        **_plain("text"),
        "captions": _captions(dialect),
        "pictures": _LENGTH[dialect],
        "paper": f"CASE WHEN {_IS_OF_PAPER} THEN substr(articles.series, 1, 4) END",
        "page_number": _PART_OF_PAGE[dialect].format(part="number"),
        "page_name": _PART_OF_PAGE[dialect].format(part="name"),
        **_plain("pages", "comment_participants", "comment_count", "script", "revision", "revision_cause"),
        **_plain("duplicate_of", "fetched_at", "via"),
        "withdrawn_at": "(SELECT withdrawn_at FROM withdrawals WHERE withdrawals.article = articles.id)",
    }


def _plain(*names: str) -> dict[str, str]:
    return {name: f"articles.{name}" for name in names}


def _people(dialect: str, column: str, what: str, where: str) -> str:
    """The SQL that joins what is wanted of people, each once, in their order; NULL for nobody."""
    elements = _ELEMENTS[dialect].format(part="name", other="role", column=column)
    return _JOINED[dialect].format(between="'；'", once=_ONCE.format(what=what, where=where, elements=elements))


def _captions(dialect: str) -> str:
    elements = _ELEMENTS[dialect].format(part="caption", other="url", column="images")
    once = _ONCE.format(what="caption", where="coalesce(caption, '') <> ''", elements=elements)
    return _JOINED[dialect].format(between="'\n'", once=once)


def make_view(connection: Connection) -> None:
    """Make the view in a store that has its tables."""
    columns = ", ".join(f"{sql} AS {name}" for name, sql in _columns(connection.dialect.name).items())
    connection.exec_driver_sql(
        f"CREATE VIEW current_articles AS SELECT {columns} FROM articles WHERE articles.superseded_by IS NULL"
    )


def drop_view(connection: Connection) -> None:
    """Drop the view, if it is there."""
    connection.exec_driver_sql("DROP VIEW IF EXISTS current_articles")


event.listen(metadata, "after_create", lambda _metadata, connection, **_options: make_view(connection))
event.listen(metadata, "before_drop", lambda _metadata, connection, **_options: drop_view(connection))
