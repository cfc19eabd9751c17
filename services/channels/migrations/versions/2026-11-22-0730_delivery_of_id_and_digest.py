"""A delivery is known by its id and its bytes: a shop that uses an id twice for different news loses neither."""

from alembic import op

revision = "202611220730"
down_revision = "202611220720"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE inbound_message
            ADD CONSTRAINT uq_inbound_message_shop_id_delivery_id_digest UNIQUE (shop_id, delivery_id, digest),
            DROP CONSTRAINT uq_inbound_message_shop_id_delivery_id;
    """)
