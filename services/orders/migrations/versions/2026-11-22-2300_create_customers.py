"""Customer files: what an order was counted to, the strong keys that lead to a file, proposals, and what people wrote about a customer."""

from alembic import op

revision = "0006"
down_revision = "0005"

# A file is one or more bases: `file_id` is the base that stands for them all. Keys, orders, tags, entries stay with their base, so that
# taking files apart gives back exactly what there was.
TABLES = """
    CREATE TABLE customer (
        id UUID NOT NULL,
        file_id UUID NOT NULL,
        made_at TIMESTAMP WITH TIME ZONE NOT NULL,
        name TEXT NOT NULL,
        phone TEXT NOT NULL,
        region TEXT NOT NULL,
        orders INTEGER NOT NULL,
        first_order_at TIMESTAMP WITH TIME ZONE,
        last_order_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_customer PRIMARY KEY (id)
    );
    CREATE INDEX ix_customer_file_id ON customer (file_id);
    CREATE INDEX ix_customer_last_order_at ON customer (last_order_at, id) WHERE last_order_at IS NOT NULL;
    CREATE TABLE customer_key (
        digest UUID NOT NULL,
        kind TEXT NOT NULL,
        customer_id UUID NOT NULL,
        platform TEXT NOT NULL,
        CONSTRAINT pk_customer_key PRIMARY KEY (digest),
        CONSTRAINT ck_customer_key_kind CHECK (kind IN ('open_id', 'phone'))
    );
    CREATE INDEX ix_customer_key_customer_id ON customer_key (customer_id);
    CREATE TABLE customer_order (
        order_id UUID NOT NULL,
        customer_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        currency TEXT NOT NULL,
        placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        counted BOOLEAN NOT NULL,
        paid NUMERIC(14, 2) NOT NULL,
        refunded NUMERIC(14, 2) NOT NULL,
        contact_digest UUID NOT NULL,
        near_digest UUID,
        seen BIGINT NOT NULL,
        CONSTRAINT pk_customer_order PRIMARY KEY (order_id)
    );
    CREATE INDEX ix_customer_order_customer_id ON customer_order (customer_id, placed_at, order_id);
    CREATE INDEX ix_customer_order_near_digest ON customer_order (near_digest) WHERE near_digest IS NOT NULL;
    CREATE TABLE customer_shop (
        customer_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        currency TEXT NOT NULL,
        orders INTEGER NOT NULL,
        paid NUMERIC(20, 2) NOT NULL,
        refunded NUMERIC(20, 2) NOT NULL,
        first_order_at TIMESTAMP WITH TIME ZONE NOT NULL,
        last_order_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_customer_shop PRIMARY KEY (customer_id, shop_id, currency)
    );
    CREATE INDEX ix_customer_shop_shop_id_last_order_at ON customer_shop (shop_id, last_order_at, customer_id);
    CREATE TABLE customer_merge (
        id UUID NOT NULL,
        kept_id UUID NOT NULL,
        gone_id UUID NOT NULL,
        moved UUID[] NOT NULL,
        how TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by_name TEXT NOT NULL,
        reason TEXT NOT NULL,
        undone_at TIMESTAMP WITH TIME ZONE,
        undone_by TEXT NOT NULL,
        undone_reason TEXT NOT NULL,
        CONSTRAINT pk_customer_merge PRIMARY KEY (id),
        CONSTRAINT ck_customer_merge_how CHECK (how IN ('key', 'person'))
    );
    CREATE INDEX ix_customer_merge_gone_id ON customer_merge (gone_id);
    CREATE TABLE customer_apart (
        one_id UUID NOT NULL,
        other_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by_name TEXT NOT NULL,
        reason TEXT NOT NULL,
        CONSTRAINT pk_customer_apart PRIMARY KEY (one_id, other_id)
    );
    CREATE INDEX ix_customer_apart_other_id ON customer_apart (other_id);
    CREATE TABLE customer_proposal (
        id UUID NOT NULL,
        one_id UUID NOT NULL,
        other_id UUID NOT NULL,
        state TEXT NOT NULL,
        made_at TIMESTAMP WITH TIME ZONE NOT NULL,
        settled_at TIMESTAMP WITH TIME ZONE,
        settled_by TEXT NOT NULL,
        reason TEXT NOT NULL,
        CONSTRAINT pk_customer_proposal PRIMARY KEY (id),
        CONSTRAINT uq_customer_proposal_one_id_other_id UNIQUE (one_id, other_id),
        CONSTRAINT ck_customer_proposal_state CHECK (state IN ('open', 'confirmed', 'refused'))
    );
    CREATE INDEX ix_customer_proposal_open ON customer_proposal (made_at, id) WHERE state = 'open';
    CREATE TABLE customer_tag (
        customer_id UUID NOT NULL,
        tag TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by_name TEXT NOT NULL,
        CONSTRAINT pk_customer_tag PRIMARY KEY (customer_id, tag)
    );
    CREATE INDEX ix_customer_tag_tag ON customer_tag (tag, at, customer_id);
    CREATE TABLE customer_entry (
        id UUID NOT NULL,
        customer_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        what TEXT NOT NULL,
        by_kind TEXT NOT NULL,
        by_name TEXT NOT NULL,
        facts JSONB NOT NULL,
        CONSTRAINT pk_customer_entry PRIMARY KEY (id)
    );
    CREATE INDEX ix_customer_entry_customer_id ON customer_entry (customer_id, at, id);
    CREATE TABLE customer_progress (
        walk TEXT NOT NULL,
        after_id UUID NOT NULL,
        CONSTRAINT pk_customer_progress PRIMARY KEY (walk)
    );
"""


def upgrade() -> None:
    op.execute(TABLES)
