"""Models and migrations say the same."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from chassis.migrations import HOUSE_TABLES
from chassis.testing import TestDatabase
from warehouse.domain.model import Model
from warehouse.main import build

NOT_OURS = {*HOUSE_TABLES, "alembic_version"}


def test_migrations_make_what_the_models_say(database: TestDatabase) -> None:
    assert build is not None, "imported, so that all models are known"
    engine = create_engine(database.url)
    options = {"compare_type": True, "include_object": lambda _, name, kind, *__: not (kind == "table" and name in NOT_OURS)}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Model.metadata) == []
    engine.dispose()
