"""Reserved for docs/adr/0018: create integrity."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    pass
