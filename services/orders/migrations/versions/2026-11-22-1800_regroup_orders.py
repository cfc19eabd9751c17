"""Reserved for docs/adr/0018: regroup orders."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass
