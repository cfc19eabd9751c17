"""Replays of the integrity policy over past orders."""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Not filled yet."""
