"""The triggers that number changes, in the words of both databases.

SQLite has one writer at a time, so that the next number is one more than the highest. In PostgreSQL several write at
once, and a number that is taken first may be committed last. There the triggers wait for the commit, take a lock that
ends with the transaction, and number then: who reads a number can read all lower ones. The lock is held for the moment
of a commit alone, and nothing else is waited for meanwhile, so that no two can wait for one another.

A revision changes when it is inserted or anything that it says is written anew; an article, in all its revisions, when
it gets an address, is withdrawn, or comes back. A page of a mirror, or one that never had the article, withdraws none.
A migration that copies one of these tables has to make the triggers again.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

_REVISION_COLUMNS: Final = (
    "url, kind, channel, kicker, headline, subheadline, published_at, source, byline, authors, text, images, credits, "
    "pages, comment_participants, comment_count, script, repair, extracted_by, revision_cause, content_hash, "
    "duplicate_of, newspaper_page, fetched_at, via"
)
"""All of a revision that a reader is given: a later revision alone changes nothing of the earlier one."""

_IS_GONE: Final = (
    "NEW.state = 'gone' AND NEW.article IS NOT NULL AND NEW.content_hash IS NOT NULL AND substr(NEW.page, 1, 1) = '/'"
)
_IS_BACK: Final = "NEW.state IN ('stored', 'unchanged', 'alias') AND substr(NEW.page, 1, 1) = '/'"

_NOW: Final = {
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",
    "postgresql": "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
}
# To ask this first costs a new article a third of what an update of no row does.
_IS_KNOWN: Final = "EXISTS (SELECT 1 FROM changes WHERE article = NEW.article)"
_NEXT: Final = "(SELECT coalesce(max(change), 0) + 1 FROM changes)"
_SQLITE: Final = tuple(
    f"CREATE TRIGGER {name} AFTER {when} BEGIN {then}; END"
    for name, when, then in (
        (
            "number_new_revision",
            "INSERT ON articles",
            f"INSERT OR REPLACE INTO changes (article, revision, change) VALUES (NEW.id, NEW.revision, {_NEXT})",
        ),
        (
            "number_amended_revision",
            f"UPDATE OF {_REVISION_COLUMNS} ON articles",
            f"UPDATE changes SET change = {_NEXT} WHERE article = NEW.id AND revision = NEW.revision",
        ),
        *(
            (name, when, f"UPDATE changes SET change = {_NEXT} WHERE article = {row}.article")
            for name, when, row in (
                ("number_new_address", f"INSERT ON article_addresses WHEN {_IS_KNOWN}", "NEW"),
                ("number_withdrawal", "INSERT ON withdrawals", "NEW"),
                ("number_return", "DELETE ON withdrawals", "OLD"),
            )
        ),
        (
            "note_withdrawal",
            f"UPDATE OF state ON ledger WHEN {_IS_GONE}",
            f"INSERT OR IGNORE INTO withdrawals (article, withdrawn_at) SELECT article, {_NOW['sqlite']} "
            "FROM changes WHERE article = NEW.article LIMIT 1",
        ),
        (
            "note_return",
            f"UPDATE OF state ON ledger WHEN {_IS_BACK}",
            "DELETE FROM withdrawals WHERE article = NEW.article",
        ),
    )
)

_LOCK: Final = 0x7A6A6E78
_NUMBER_REVISION: Final = (
    "INSERT INTO changes (article, revision, change) VALUES (NEW.id, NEW.revision, nextval('change_numbers')) "
    "ON CONFLICT (article, revision) DO UPDATE SET change = excluded.change"
)
_NUMBER_ARTICLE: Final = "UPDATE changes SET change = nextval('change_numbers') WHERE article = {row}.article"
_FUNCTIONS: Final = {
    "number_revision": f"PERFORM pg_advisory_xact_lock({_LOCK}); {_NUMBER_REVISION};",
    "number_article": f"PERFORM pg_advisory_xact_lock({_LOCK}); {_NUMBER_ARTICLE.format(row='NEW')};",
    "number_returned": f"PERFORM pg_advisory_xact_lock({_LOCK}); {_NUMBER_ARTICLE.format(row='OLD')};",
    "note_withdrawal": f"INSERT INTO withdrawals (article, withdrawn_at) SELECT article, {_NOW['postgresql']} "
    "FROM changes WHERE article = NEW.article LIMIT 1 ON CONFLICT (article) DO NOTHING;",
    "note_return": "DELETE FROM withdrawals WHERE article = NEW.article;",
}
_DEFERRED: Final = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
_POSTGRESQL: Final = (
    *(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        for name, body in _FUNCTIONS.items()
    ),
    *(
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {when} {_DEFERRED} EXECUTE FUNCTION {function}()"
        for name, when, function in (
            ("number_new_revision", "INSERT ON articles", "number_revision"),
            ("number_amended_revision", f"UPDATE OF {_REVISION_COLUMNS} ON articles", "number_revision"),
            ("number_new_address", "INSERT ON article_addresses", "number_article"),
            ("number_withdrawal", "INSERT ON withdrawals", "number_article"),
            ("number_return", "DELETE ON withdrawals", "number_returned"),
        )
    ),
    f"CREATE TRIGGER note_withdrawal AFTER UPDATE OF state ON ledger FOR EACH ROW WHEN ({_IS_GONE}) "
    "EXECUTE FUNCTION note_withdrawal()",
    f"CREATE TRIGGER note_return AFTER UPDATE OF state ON ledger FOR EACH ROW WHEN ({_IS_BACK}) "
    "EXECUTE FUNCTION note_return()",
)
_STATEMENTS: Final = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_KEEP_ENDED: Final = "INSERT INTO ended_withdrawals VALUES (OLD.article, OLD.withdrawn_at, {now})"
_ENDING: Final = {
    "sqlite": (
        "CREATE TRIGGER keep_ended_withdrawal AFTER DELETE ON withdrawals "
        f"BEGIN {_KEEP_ENDED.format(now=_NOW['sqlite'])}; END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION keep_ended_withdrawal() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_KEEP_ENDED.format(now=_NOW['postgresql'])}; RETURN NULL; END $$",
        "CREATE TRIGGER keep_ended_withdrawal AFTER DELETE ON withdrawals FOR EACH ROW "
        "EXECUTE FUNCTION keep_ended_withdrawal()",
    ),
}
_NAME: Final = {
    "sqlite": "INSERT INTO store_identity VALUES (lower(hex(randomblob(8))))",
    "postgresql": "INSERT INTO store_identity VALUES (substr(md5(random()::text || clock_timestamp()::text), 1, 16))",
}


def make_triggers(connection: Connection) -> None:
    """Make the triggers of a store that has its tables, but that of ``make_ending_trigger``, which came later."""
    for statement in _STATEMENTS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def make_ending_trigger(connection: Connection) -> None:
    """Make the trigger that keeps a withdrawal which has ended: what was noticed once stays news of its day."""
    for statement in _ENDING[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def drop_triggers(connection: Connection) -> None:
    """Drop the functions of PostgreSQL with the triggers that call them; SQLite's go with their tables."""
    if connection.dialect.name == "postgresql":
        for name in (*_FUNCTIONS, "keep_ended_withdrawal"):
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}() CASCADE")


def name_store(connection: Connection) -> None:
    """Name a store at random."""
    connection.exec_driver_sql(_NAME[connection.dialect.name])
