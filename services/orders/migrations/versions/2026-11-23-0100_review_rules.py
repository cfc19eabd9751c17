"""Review by named rules in two stages, drafts and their replays."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Not filled yet."""
