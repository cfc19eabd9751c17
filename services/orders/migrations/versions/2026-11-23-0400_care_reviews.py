"""Reviews, classes of problems, standard answers, improvements, contacts of chats."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Not filled yet."""
