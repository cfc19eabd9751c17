"""Tables of orders filled set-based, by the owner of the database: years of rows in seconds.

Indexes are taken away and made again around the writing, so they are as a REINDEX leaves them; the tables are not logged while they are
filled and read, which changes nothing for reading. Nothing here is measured.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
from psycopg import sql

from dianzhang.house import House

WRITERS = 2
AT_ONCE = 100_000
# Foreign keys first: a key that another table refers to cannot be taken away.
CONSTRAINTS = """
    SELECT t.relname, c.conname, pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE t.relnamespace = 'orders'::regnamespace AND t.relname = ANY (%s) AND c.contype IN ('f', 'p', 'u')
    ORDER BY c.contype = 'f' DESC, t.relname, c.conname
"""
INDEXES = """
    SELECT i.relname, pg_get_indexdef(i.oid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relnamespace = 'orders'::regnamespace AND t.relname = ANY (%s)
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid AND c.conrelid = t.oid)
"""


def fill_tables(house: House, tables: Sequence[str], statements: Sequence[str], facts: Mapping[str, object], *, rows: int) -> None:
    """Empties `tables` and writes into them: each statement for places 1 to `rows`, which it is given in spans as `first` and `last`.

    Who refers to a table stands before it.
    """
    _empty(house, tables)
    spans = [(first, min(first + AT_ONCE - 1, rows)) for first in range(1, rows + 1, AT_ONCE)]
    with _without_indexes(house, tables), ThreadPoolExecutor(WRITERS) as writers:
        for done in [writers.submit(_write, house, statements, {**facts, "first": first, "last": last}) for first, last in spans]:
            done.result()
    with _owner(house) as connection:
        for table in tables:
            connection.execute(f"VACUUM (ANALYZE) orders.{table}")
        connection.execute("CHECKPOINT")


def _empty(house: House, tables: Sequence[str]) -> None:
    with _owner(house) as connection:
        # Records that never change refuse to be emptied otherwise.
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"TRUNCATE {', '.join(f'orders.{table}' for table in tables)}")
        for table in tables:
            connection.execute(f"ALTER TABLE orders.{table} SET UNLOGGED")


def _write(house: House, statements: Sequence[str], facts: Mapping[str, object]) -> None:
    with _owner(house) as connection:
        connection.execute("SET synchronous_commit = off; SET session_replication_role = replica")
        # All of a span at once: the house's jobs see no order without what belongs to it.
        with connection.transaction():
            for statement in statements:
                connection.execute(statement, facts)


@contextmanager
def _without_indexes(house: House, tables: Sequence[str]) -> Iterator[None]:
    """Takes indexes and keys away, and makes exactly the same ones again."""
    with _owner(house) as connection:
        constraints = connection.execute(CONSTRAINTS, [list(tables)]).fetchall()
        indexes = connection.execute(INDEXES, [list(tables)]).fetchall()
        for table, constraint, _ in constraints:
            connection.execute(
                sql.SQL("ALTER TABLE orders.{} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(constraint))
            )
        for index, _ in indexes:
            connection.execute(sql.SQL("DROP INDEX orders.{}").format(sql.Identifier(index)))
        yield
        connection.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            connection.execute(definition)
        for table, constraint, definition in reversed(constraints):
            connection.execute(
                sql.SQL("ALTER TABLE orders.{} ADD CONSTRAINT {} {}").format(
                    sql.Identifier(table), sql.Identifier(constraint), sql.SQL(definition)
                )
            )


def _owner(house: House) -> psycopg.Connection:
    return psycopg.connect(house.database_url("postgres"), autocommit=True)
