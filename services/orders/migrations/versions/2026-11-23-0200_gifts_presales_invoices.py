"""Gift rules, pre-orders with deposit and balance, invoice requests."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Not filled yet."""
