"""Reserved for docs/adr/0018: create customers."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    pass
