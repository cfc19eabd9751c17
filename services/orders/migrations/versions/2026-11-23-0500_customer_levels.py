"""Levels of customers, service plans, tags by rule, exports by approval, deletion."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Not filled yet."""
