"""Reserved for docs/adr/0018: create care."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    pass
