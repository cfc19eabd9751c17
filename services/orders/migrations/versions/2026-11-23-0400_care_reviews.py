"""Reviews, classes of problems, standard answers, improvements, contacts of chats."""

from alembic import op

revision = "0011"
down_revision = "0010"

TABLES = """
    CREATE TABLE buyer_review (
        id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        platform_review_no TEXT NOT NULL,
        platform_order_no TEXT NOT NULL,
        order_id UUID,
        sku TEXT NOT NULL,
        product TEXT NOT NULL,
        stars SMALLINT NOT NULL,
        text TEXT NOT NULL,
        pictures TEXT[] NOT NULL,
        written_at TIMESTAMP WITH TIME ZONE NOT NULL,
        modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
        received_at TIMESTAMP WITH TIME ZONE NOT NULL,
        source TEXT NOT NULL,
        edits INTEGER NOT NULL,
        bad BOOLEAN NOT NULL,
        policy_version INTEGER NOT NULL,
        class_code TEXT,
        classified_by TEXT NOT NULL,
        answer TEXT NOT NULL,
        answer_id UUID,
        answer_due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        answered_at TIMESTAMP WITH TIME ZONE,
        answered_by TEXT NOT NULL,
        follow_up TEXT NOT NULL,
        follow_up_note TEXT NOT NULL,
        followed_up_at TIMESTAMP WITH TIME ZONE,
        followed_up_by TEXT NOT NULL,
        complaint_id UUID,
        malice TEXT NOT NULL,
        malice_evidence TEXT[] NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_buyer_review PRIMARY KEY (id),
        CONSTRAINT uq_buyer_review_platform_review_no_shop_id UNIQUE (platform_review_no, shop_id),
        CONSTRAINT ck_buyer_review_stars CHECK (stars BETWEEN 1 AND 5),
        CONSTRAINT ck_buyer_review_follow_up CHECK (follow_up IN ('none', 'needed', 'complaint', 'noted')),
        CONSTRAINT ck_buyer_review_malice CHECK (malice IN ('none', 'marked', 'appealed', 'upheld', 'refused'))
    );
    CREATE INDEX ix_buyer_review_answer_due_at ON buyer_review (answer_due_at, id) WHERE answered_at IS NULL;
    CREATE INDEX ix_buyer_review_class_code ON buyer_review (class_code, written_at, id) WHERE class_code IS NOT NULL;
    CREATE INDEX ix_buyer_review_follow_up ON buyer_review (written_at, id) WHERE follow_up = 'needed';
    CREATE INDEX ix_buyer_review_malice ON buyer_review (written_at, id) WHERE malice <> 'none';
    CREATE INDEX ix_buyer_review_order_id ON buyer_review (order_id) WHERE order_id IS NOT NULL;
    CREATE INDEX ix_buyer_review_shop_answer_due_at ON buyer_review (shop_id, answer_due_at, id) WHERE answered_at IS NULL;
    CREATE INDEX ix_buyer_review_shop_id ON buyer_review (shop_id, written_at, id);
    CREATE INDEX ix_buyer_review_written_at ON buyer_review (written_at, id);
    CREATE TABLE buyer_review_version (
        review_id UUID NOT NULL,
        edit INTEGER NOT NULL,
        stars SMALLINT NOT NULL,
        text TEXT NOT NULL,
        pictures TEXT[] NOT NULL,
        modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
        received_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_buyer_review_version PRIMARY KEY (review_id, edit)
    );
    CREATE TABLE buyer_review_entry (
        review_id UUID NOT NULL,
        id BIGINT GENERATED ALWAYS AS IDENTITY,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        what TEXT NOT NULL,
        by_kind TEXT NOT NULL,
        by_name TEXT NOT NULL,
        facts JSONB NOT NULL,
        CONSTRAINT pk_buyer_review_entry PRIMARY KEY (review_id, id)
    );
    CREATE TABLE standard_answer (
        id UUID NOT NULL,
        class_code TEXT NOT NULL,
        title TEXT NOT NULL,
        keys TEXT[] NOT NULL,
        zh TEXT NOT NULL,
        en TEXT NOT NULL,
        active BOOLEAN NOT NULL,
        uses INTEGER NOT NULL,
        last_used_at TIMESTAMP WITH TIME ZONE,
        version INTEGER NOT NULL,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        changed_by TEXT NOT NULL,
        CONSTRAINT pk_standard_answer PRIMARY KEY (id)
    );
    CREATE INDEX ix_standard_answer_title ON standard_answer (title, id);
    CREATE TABLE standard_answer_version (
        answer_id UUID NOT NULL,
        version INTEGER NOT NULL,
        class_code TEXT NOT NULL,
        title TEXT NOT NULL,
        keys TEXT[] NOT NULL,
        zh TEXT NOT NULL,
        en TEXT NOT NULL,
        active BOOLEAN NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by_name TEXT NOT NULL,
        CONSTRAINT pk_standard_answer_version PRIMARY KEY (answer_id, version)
    );
    CREATE TABLE problem_tree (
        version INTEGER NOT NULL,
        classes JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_problem_tree PRIMARY KEY (version)
    );
    CREATE TABLE feedback_policy (
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_feedback_policy PRIMARY KEY (version)
    );
    CREATE TABLE quality_entry (
        kind TEXT NOT NULL,
        subject_id UUID NOT NULL,
        sku TEXT NOT NULL,
        number TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        month DATE NOT NULL,
        shop_id TEXT NOT NULL,
        order_id UUID,
        customer_id UUID,
        class_code TEXT,
        facts JSONB NOT NULL,
        CONSTRAINT pk_quality_entry PRIMARY KEY (kind, subject_id, sku),
        CONSTRAINT ck_quality_entry_kind CHECK (kind IN ('review', 'case', 'complaint', 'call_back'))
    );
    CREATE INDEX ix_quality_entry_class_code ON quality_entry (class_code, sku, month, at, subject_id) WHERE class_code IS NOT NULL;
    CREATE INDEX ix_quality_entry_customer_id ON quality_entry (customer_id, at, subject_id) WHERE customer_id IS NOT NULL;
    CREATE INDEX ix_quality_entry_order_id ON quality_entry (order_id, at, subject_id) WHERE order_id IS NOT NULL;
    CREATE INDEX ix_quality_entry_sku ON quality_entry (sku, at, subject_id) WHERE sku <> '';
    CREATE TABLE problem_tally (
        month DATE NOT NULL,
        class_code TEXT NOT NULL,
        sku TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        problems INTEGER NOT NULL,
        CONSTRAINT pk_problem_tally PRIMARY KEY (month, class_code, sku, shop_id, kind)
    );
    CREATE INDEX ix_problem_tally_class_code ON problem_tally (class_code, sku, month);
    CREATE TABLE improvement (
        class_code TEXT NOT NULL,
        sku TEXT NOT NULL,
        state TEXT NOT NULL,
        owner_id TEXT NOT NULL,
        owner TEXT NOT NULL,
        due_on DATE,
        reason TEXT NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        changed_by TEXT NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_improvement PRIMARY KEY (class_code, sku),
        CONSTRAINT ck_improvement_state CHECK (state IN ('open', 'done', 'declined'))
    );
    CREATE TABLE chat_contact (
        id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        contact_no TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        agent_name TEXT NOT NULL,
        buyer BIGINT,
        platform_order_no TEXT NOT NULL,
        order_id UUID,
        started_at TIMESTAMP WITH TIME ZONE NOT NULL,
        first_answer_at TIMESTAMP WITH TIME ZONE,
        ended_at TIMESTAMP WITH TIME ZONE,
        satisfaction SMALLINT,
        answer_seconds INTEGER NOT NULL,
        policy_version INTEGER NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_chat_contact PRIMARY KEY (id),
        CONSTRAINT uq_chat_contact_shop_id_contact_no UNIQUE (shop_id, contact_no),
        CONSTRAINT ck_chat_contact_satisfaction CHECK (satisfaction BETWEEN 1 AND 5)
    );
    CREATE INDEX ix_chat_contact_buyer ON chat_contact (shop_id, buyer, started_at) WHERE buyer IS NOT NULL;
    CREATE TABLE service_fact (
        kind TEXT NOT NULL,
        subject_id UUID NOT NULL,
        number TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        order_id UUID,
        person_id TEXT NOT NULL,
        person TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        month DATE NOT NULL,
        first_answer_s INTEGER,
        solution_s INTEGER,
        satisfaction SMALLINT,
        repeated BOOLEAN,
        in_time BOOLEAN,
        CONSTRAINT pk_service_fact PRIMARY KEY (kind, subject_id),
        CONSTRAINT ck_service_fact_kind CHECK (kind IN ('contact', 'complaint', 'call_back', 'case'))
    );
    CREATE INDEX ix_service_fact_month ON service_fact (month, at, subject_id);
    CREATE INDEX ix_service_fact_month_person_id ON service_fact (month, person_id, at, subject_id);
    CREATE INDEX ix_service_fact_month_shop_id ON service_fact (month, shop_id, at, subject_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
