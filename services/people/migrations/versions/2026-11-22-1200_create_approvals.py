"""Create the tables of approvals: routes, requests, seats with their candidates, delegations, and the log that only grows."""

from alembic import op

revision = "2026_11_22_1200"
down_revision = "2026_11_22_1000"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE SEQUENCE approval_number;
        CREATE TABLE approval_route (
            id uuid CONSTRAINT pk_approval_route PRIMARY KEY,
            kind text NOT NULL,
            number integer NOT NULL,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            steps jsonb NOT NULL,
            reason text NOT NULL,
            effective_from timestamptz,
            created_at timestamptz NOT NULL,
            created_by text NOT NULL,
            published_at timestamptz,
            published_by text,
            version integer NOT NULL,
            CONSTRAINT uq_approval_route_kind UNIQUE (kind, number),
            CONSTRAINT ck_approval_route_published CHECK ((effective_from IS NULL) = (published_at IS NULL))
        );
        CREATE INDEX ix_approval_route_in_force ON approval_route (kind, effective_from, number);
        CREATE TABLE approval (
            id uuid CONSTRAINT pk_approval PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_approval_number UNIQUE,
            kind text NOT NULL,
            reference text NOT NULL,
            requester_id uuid NOT NULL CONSTRAINT fk_approval_requester_id REFERENCES account,
            title_zh text NOT NULL,
            title_en text NOT NULL,
            evidence jsonb NOT NULL,
            content_digest text NOT NULL,
            amount numeric(14,2),
            currency text,
            unit_id uuid,
            shop_id text,
            effective_at timestamptz,
            link text NOT NULL,
            route_id uuid NOT NULL CONSTRAINT fk_approval_route_id REFERENCES approval_route,
            route_number integer NOT NULL,
            steps jsonb NOT NULL,
            step integer NOT NULL,
            state text NOT NULL CONSTRAINT ck_approval_state CHECK (state IN ('waiting', 'approved', 'refused', 'voided', 'withdrawn')),
            filed_at timestamptz NOT NULL,
            remind_at timestamptz,
            due_at timestamptz,
            reminded_at timestamptz,
            escalated_at timestamptz,
            decided_at timestamptz,
            takes_effect_at timestamptz,
            deciders uuid[] NOT NULL,
            comment text NOT NULL,
            replaces_id uuid,
            version integer NOT NULL,
            CONSTRAINT ck_approval_decided CHECK ((state = 'waiting') = (decided_at IS NULL)),
            CONSTRAINT ck_approval_never_backwards CHECK (takes_effect_at >= decided_at),
            CONSTRAINT ck_approval_not_their_own CHECK (NOT (requester_id = ANY(deciders) AND state IN ('approved', 'refused')))
        );
        CREATE INDEX ix_approval_reference ON approval (kind, reference, id);
        CREATE UNIQUE INDEX uq_approval_waiting ON approval (kind, reference) WHERE state = 'waiting';
        CREATE INDEX ix_approval_requester_id ON approval (requester_id, id);
        CREATE INDEX ix_approval_state ON approval (state, id);
        CREATE INDEX ix_approval_kind ON approval (kind, id);
        CREATE INDEX ix_approval_remind_at ON approval (remind_at) WHERE state = 'waiting';
        CREATE INDEX ix_approval_due_at ON approval (due_at) WHERE state = 'waiting';
        CREATE INDEX ix_approval_decided_at ON approval (decided_at) WHERE decided_at IS NOT NULL;
        CREATE TABLE approval_seat (
            approval_id uuid NOT NULL CONSTRAINT fk_approval_seat_approval_id REFERENCES approval,
            step integer NOT NULL,
            seat integer NOT NULL,
            state text NOT NULL CONSTRAINT ck_approval_seat_state CHECK (state IN ('waiting', 'agreed', 'refused', 'closed')),
            opened_at timestamptz NOT NULL,
            decided_at timestamptz,
            decided_by uuid CONSTRAINT fk_approval_seat_decided_by REFERENCES account,
            decided_for uuid CONSTRAINT fk_approval_seat_decided_for REFERENCES account,
            comment text NOT NULL,
            CONSTRAINT pk_approval_seat PRIMARY KEY (approval_id, step, seat)
        );
        CREATE INDEX ix_approval_seat_waiting ON approval_seat (approval_id) WHERE state = 'waiting';
        CREATE INDEX ix_approval_seat_decided_by ON approval_seat (decided_by, approval_id) WHERE decided_by IS NOT NULL;
        CREATE INDEX ix_approval_seat_decided_at ON approval_seat (decided_at) WHERE decided_at IS NOT NULL;
        CREATE TABLE approval_candidate (
            approval_id uuid NOT NULL,
            step integer NOT NULL,
            seat integer NOT NULL,
            account_id uuid NOT NULL CONSTRAINT fk_approval_candidate_account_id REFERENCES account,
            why text NOT NULL,
            since timestamptz NOT NULL,
            open boolean NOT NULL,
            CONSTRAINT pk_approval_candidate PRIMARY KEY (approval_id, step, seat, account_id),
            CONSTRAINT fk_approval_candidate_approval_id FOREIGN KEY (approval_id, step, seat) REFERENCES approval_seat
        );
        CREATE INDEX ix_approval_candidate_open ON approval_candidate (account_id, approval_id) WHERE open;
        CREATE INDEX ix_approval_candidate_account_id ON approval_candidate (account_id, approval_id);
        CREATE TABLE approval_log_entry (
            id uuid CONSTRAINT pk_approval_log_entry PRIMARY KEY,
            approval_id uuid NOT NULL CONSTRAINT fk_approval_log_entry_approval_id REFERENCES approval,
            at timestamptz NOT NULL,
            happened text NOT NULL,
            step integer NOT NULL,
            account_id uuid,
            for_account_id uuid,
            comment text NOT NULL,
            facts jsonb NOT NULL
        );
        CREATE INDEX ix_approval_log_entry_approval_id ON approval_log_entry (approval_id, id);
        CREATE FUNCTION refuse_approval_log_change() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the log of approvals is append-only (rule APR-3)'; END $$;
        CREATE TRIGGER approval_log_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_log_entry
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_approval_log_change();
        CREATE TABLE approval_delegation (
            id uuid CONSTRAINT pk_approval_delegation PRIMARY KEY,
            from_account_id uuid NOT NULL CONSTRAINT fk_approval_delegation_from_account_id REFERENCES account,
            to_account_id uuid NOT NULL CONSTRAINT fk_approval_delegation_to_account_id REFERENCES account,
            kinds text[],
            from_on date NOT NULL,
            until_on date NOT NULL,
            reason text NOT NULL,
            created_at timestamptz NOT NULL,
            ended_at timestamptz,
            version integer NOT NULL,
            CONSTRAINT ck_approval_delegation_days CHECK (until_on >= from_on),
            CONSTRAINT ck_approval_delegation_to_another CHECK (from_account_id <> to_account_id)
        );
        CREATE INDEX ix_approval_delegation_from_account_id_until_on ON approval_delegation (from_account_id, until_on);
        CREATE INDEX ix_approval_delegation_to_account_id_until_on ON approval_delegation (to_account_id, until_on);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE approval_delegation, approval_log_entry, approval_candidate, approval_seat, approval, approval_route;
        DROP FUNCTION refuse_approval_log_change();
        DROP SEQUENCE approval_number
    """)
