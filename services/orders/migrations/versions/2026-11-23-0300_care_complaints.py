"""Complaints, disputes, mediation, call-backs and the policy of their deadlines."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Not filled yet."""
