"""What the same PostgreSQL does with the same rows and no application before it: pgbench and COPY, in the same run.

An order here is 1 order row, 3 lines and 1 outbox row, in tables made by the migrations of orders in a database beside the real one:
same server, same settings (fsync on), same indexes and constraints. The values are those of an order that came in through the API; only
what must be unique differs from row to row.
"""

import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import orjson
import psycopg
from psycopg import sql

from chassis.ids import new_id
from chassis.migrations import upgrade
from contracts.warehouse import ReservationRequest, ReserveStock, StockLine
from dianzhang.checkout import postgres_installation, service_folder
from dianzhang.house import House

LIMITS = "limits"
SERVICE = "orders"
LINES = 3
PGBENCH_CLIENTS = 16
COPY_CLIENTS = 2
COPY_BATCH = 500
TOKEN = "T0K3N"
UUID_START = "01990000-0000-7000-8000-"
MARK = "b10cb10c"
"""The part of the digits that is the block's own; same length as what replaces it."""

Row = dict[str, str | None]


@dataclass(frozen=True)
class SampleRows:
    """Rows of one table as text, with TOKEN where each order has its own digits."""

    table: str
    rows: list[Row]

    @property
    def columns(self) -> list[str]:
        return list(self.rows[0])


def sample_order(house: House) -> list[SampleRows]:
    """The newest order with LINES lines that is in the database, as rows to write again."""
    with psycopg.connect(house.database_url("postgres")) as connection:
        order_id, number = connection.execute(
            """
            SELECT id, number FROM orders.sales_order
            WHERE (SELECT count(*) FROM orders.order_line WHERE order_id = sales_order.id) = %s ORDER BY id DESC LIMIT 1
            """,
            [LINES],
        ).fetchone() or (None, None)
        if order_id is None:
            raise LookupError(f"there is no order with {LINES} lines to take the values from")
        order = _rows(connection, "sales_order", "id", order_id)
        lines = _rows(connection, "order_line", "order_id", order_id)
    token = {"id": UUID_START + TOKEN, "order_id": UUID_START + TOKEN, "number": f"SO-20261122-{TOKEN}", "platform_order_no": f"P{TOKEN}"}
    for row in [*order, *lines]:
        row.update({column: value for column, value in token.items() if column in row})
        assert number not in row.values(), "a column holds the order's number and is not given digits of its own"
    return [SampleRows("sales_order", order), SampleRows("order_line", lines), SampleRows("outbox", [_outbox_row(lines)])]


def _rows(connection: psycopg.Connection, table: str, key: str, value: object) -> list[Row]:
    columns = [
        name
        for (name,) in connection.execute(
            """
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = %s AND table_name = %s AND is_generated = 'NEVER' AND COALESCE(identity_generation, '') <> 'ALWAYS'
            ORDER BY ordinal_position
            """,
            [SERVICE, table],
        )
    ]
    shown = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns)
    place = sql.Identifier(SERVICE, table)
    found = connection.execute(sql.SQL("SELECT {} FROM {} WHERE {} = %s").format(shown, place, sql.Identifier(key)), [value])
    return [dict(zip(columns, row, strict=True)) for row in found]


def _outbox_row(lines: Sequence[Mapping[str, str | None]]) -> Row:
    """What asks the warehouse for the stock of this one order."""
    wanted = [StockLine(sku=str(line["sku"]), quantity=int(line["quantity"] or 0)) for line in lines]
    message = ReserveStock(requests=[ReservationRequest(reference=f"ord_{new_id().hex}", province="浙江省", lines=wanted)])
    return {
        "message_id": UUID_START + TOKEN,
        "subject": message.subject,
        "payload": message.model_dump_json(),
        "headers": orjson.dumps({"request-id": new_id().hex}).decode(),
        "created_at": "2026-11-22 08:00:00+00",
    }


@contextmanager
def scratch_tables(house: House) -> Iterator[str]:
    """A database with the tables of orders and nothing in them; its URL. It is gone afterwards."""
    server = house.database_url("postgres").removesuffix("/dianzhang")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(LIMITS)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(LIMITS)))
        try:
            with psycopg.connect(f"{server}/{LIMITS}", autocommit=True) as inside:
                inside.execute("CREATE SCHEMA extensions; GRANT USAGE ON SCHEMA extensions TO PUBLIC")
                inside.execute("CREATE EXTENSION pg_trgm SCHEMA extensions; CREATE EXTENSION btree_gist SCHEMA extensions")
                inside.execute(f"CREATE SCHEMA {SERVICE} AUTHORIZATION {SERVICE}")
                inside.execute(f"ALTER ROLE {SERVICE} IN DATABASE {LIMITS} SET search_path = {SERVICE}, extensions")
            role = house.database_url(SERVICE).removesuffix("/dianzhang")
            upgrade(service_folder(SERVICE) / "migrations", f"{role}/{LIMITS}".replace("postgresql://", "postgresql+psycopg://"))
            with psycopg.connect(f"{role}/{LIMITS}", autocommit=True) as inside:
                # What triggers do is work of the application; the limit is the rows and their indexes alone.
                inside.execute("ALTER TABLE sales_order DISABLE TRIGGER USER; ALTER TABLE order_line DISABLE TRIGGER USER")
            yield f"{role}/{LIMITS}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(LIMITS)))


# ---- pgbench: one transaction an order, statement by statement ------------------------------------------------------
def pgbench_orders_per_second(url: str, sample: Sequence[SampleRows], *, seconds: int) -> float:
    """One INSERT a row between BEGIN and COMMIT, prepared statements, 16 clients."""
    script = ["\\set counter :counter + 1", f"\\set n :counter * {PGBENCH_CLIENTS} + :client_id", "BEGIN;"]
    script += [_insert(rows.table, rows.columns, row) for rows in sample for row in rows.rows]
    script.append("COMMIT;")
    with tempfile.TemporaryDirectory(prefix="dianzhang-bench-") as folder:
        file = Path(folder) / "order.sql"
        file.write_text("\n".join(script))
        arguments = ["-n", "-M", "prepared", "-c", str(PGBENCH_CLIENTS), "-j", "2", "-T", str(seconds), "-D", "counter=0", "-f", str(file)]
        pgbench = postgres_installation() / "bin" / "pgbench"
        done = subprocess.run([str(pgbench), *arguments, url], capture_output=True, text=True, timeout=seconds + 60)
    if done.returncode:
        raise RuntimeError(f"pgbench: {done.stderr.strip()[-500:]}")
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return float(line.split("=")[1].split()[0])


def _insert(table: str, columns: Sequence[str], row: Row) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(_literal(row[column]) for column in columns)});"


def _literal(value: str | None) -> str:
    if value is None:
        return "NULL"
    parts = [_quoted(part) for part in value.split(TOKEN)]
    joined = " || lpad(to_hex(:n::bigint), 12, '0') || ".join(parts)
    if len(parts) == 1:
        return joined
    return f"({joined})::uuid" if value.startswith(UUID_START) else f"({joined})"


def _quoted(text: str) -> str:
    """pgbench takes a colon for the start of a variable, even between quotes."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n").replace(":", "\\x3A") + "'"


# ---- COPY: two clients, 500 orders a transaction --------------------------------------------------------------------
def copied_orders_per_second(url: str, sample: Sequence[SampleRows], *, seconds: float) -> float:
    """The rows are made beforehand: what is measured is the database."""
    jobs = [(url, list(sample), client, seconds) for client in range(COPY_CLIENTS)]
    with ProcessPoolExecutor(COPY_CLIENTS, mp_context=get_context("spawn")) as clients:
        done = list(clients.map(_copy, jobs, timeout=seconds + 60))
    begun, ended = min(start for _, start, _ in done), max(end for _, _, end in done)
    return sum(count for count, _, _ in done) / (ended - begun)


def _copy(job: tuple[str, list[SampleRows], int, float]) -> tuple[int, float, float]:
    """How many orders, from when to when."""
    url, sample, client, seconds = job
    blocks = [(f"COPY {rows.table} ({', '.join(rows.columns)}) FROM STDIN", _block(rows)) for rows in sample]
    count, block = 0, client << 24
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        begun = time.time()
        while time.time() < begun + seconds:
            for statement, template in blocks:
                with cursor.copy(statement.encode()) as copy:
                    copy.write(template.replace(MARK.encode(), f"{block:08x}".encode()))
            connection.commit()
            count, block = count + COPY_BATCH, block + 1
    return count, begun, time.time()


def _block(rows: SampleRows) -> bytes:
    lines = [
        "\t".join("\\N" if value is None else _copy_text(value) for value in row.values()).replace(TOKEN, f"{MARK}{number:04x}")
        for number in range(COPY_BATCH)
        for row in rows.rows
    ]
    return ("\n".join(lines) + "\n").encode()


def _copy_text(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
