"""Evidence of after-sales cases, claims for damage, the requests of buyers."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Not filled yet."""
