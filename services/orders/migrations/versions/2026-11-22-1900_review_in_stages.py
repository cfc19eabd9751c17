"""Reserved for docs/adr/0018: review in stages."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass
