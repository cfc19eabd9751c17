"""Reserved for docs/adr/0018: gifts presales invoices."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass
