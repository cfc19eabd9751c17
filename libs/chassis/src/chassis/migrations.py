"""Alembic without alembic.ini: each service's migrations/env.py calls `run_env`, and everything else calls `upgrade`."""

from pathlib import Path

from alembic import command, op
from alembic import context as alembic
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, text

HOUSE_TABLES = ("outbox", "inbox", "dead_letter", "idempotency_key", "audit_entry", "number_series")
LOCK_TIMEOUT = "5s"


def config_for(migrations: Path, url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s")
    config.attributes["url"] = url
    return config


def upgrade(migrations: Path, url: str, *, revision: str = "head") -> None:
    """To the newest version unless told otherwise. `url` is a synchronous SQLAlchemy URL (postgresql+psycopg://…) of the service's own role."""
    command.upgrade(config_for(migrations, url), revision)


def is_current(migrations: Path, url: str) -> bool:
    head = ScriptDirectory.from_config(config_for(migrations, url)).get_current_head()
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head
    finally:
        engine.dispose()


def run_env(metadata: MetaData) -> None:
    """The whole of a service's env.py. Waits at most LOCK_TIMEOUT for a lock: a migration must not stop the service."""

    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return not (kind == "table" and name in HOUSE_TABLES)

    if alembic.is_offline_mode():
        alembic.configure(dialect_name="postgresql", target_metadata=metadata, literal_binds=True)
        with alembic.begin_transaction():
            alembic.run_migrations()
        return
    engine = create_engine(alembic.config.attributes["url"])
    with engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()
        alembic.configure(connection=connection, target_metadata=metadata, include_object=ours, compare_type=True)
        with alembic.begin_transaction():
            alembic.run_migrations()
    engine.dispose()


# A message stays in the outbox for milliseconds: compressing it, or reading it as JSON, would only cost time.
MESSAGE_TABLES = """
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id uuid NOT NULL,
    subject text NOT NULL,
    payload text STORAGE EXTERNAL NOT NULL,
    headers text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE inbox (
    consumer text NOT NULL,
    message_id uuid NOT NULL,
    handled_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, message_id)
);
CREATE INDEX ix_inbox_handled_at ON inbox USING brin (handled_at);
CREATE TABLE dead_letter (
    id uuid PRIMARY KEY,
    consumer text NOT NULL,
    subject text NOT NULL,
    message_id uuid NOT NULL,
    payload jsonb NOT NULL,
    headers jsonb NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    state text NOT NULL,
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by text,
    UNIQUE (consumer, message_id)
);
CREATE INDEX ix_dead_letter_state_created_at ON dead_letter (state, created_at, id);
"""
KEY_TABLES = """
CREATE TABLE idempotency_key (
    client text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status integer NOT NULL,
    body bytea NOT NULL,
    media_type text NOT NULL,
    etag text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (client, key)
);
CREATE INDEX ix_idempotency_key_created_at ON idempotency_key USING brin (created_at);
"""
AUDIT_AND_NUMBER_TABLES = """
CREATE TABLE audit_entry (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    action text NOT NULL,
    noun text NOT NULL,
    noun_id text NOT NULL,
    before jsonb,
    after jsonb,
    reason text,
    request_id text NOT NULL
);
CREATE INDEX ix_audit_entry_noun_noun_id ON audit_entry (noun, noun_id, at, id);
CREATE INDEX ix_audit_entry_at ON audit_entry (at, id);
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only (rule SYS-2)'; END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TABLE number_series (
    prefix text NOT NULL,
    on_date date NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (prefix, on_date)
);
"""


def create_house_tables() -> None:
    """For the first migration of each service: the tables that the chassis writes."""
    for statements in (MESSAGE_TABLES, KEY_TABLES, AUDIT_AND_NUMBER_TABLES):
        op.execute(statements)
