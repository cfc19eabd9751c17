"""The migrations make exactly the tables that the models describe."""

from pathlib import Path

from alembic import command

from chassis.migrations import config_for
from chassis.testing import TestDatabase


def test_models_and_migrations_agree(database: TestDatabase) -> None:
    command.check(config_for(Path(__file__).parents[1] / "migrations", database.url.render_as_string(hide_password=False)))
