"""Deepen identity: where permissions come from, extra roles with an end, a second factor, owners of API clients (rules ORG-6 to ORG-8)."""

from alembic import op

revision = "2026_11_22_1400"
down_revision = "2026_11_22_1200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE role ADD COLUMN reach text NOT NULL DEFAULT 'all';
        ALTER TABLE role ALTER COLUMN reach DROP DEFAULT;
        ALTER TABLE role ADD CONSTRAINT ck_role_reach CHECK (reach IN ('own', 'unit', 'all'));
        ALTER TABLE session ADD COLUMN permissions text[] NOT NULL DEFAULT '{}';
        ALTER TABLE session ALTER COLUMN permissions DROP DEFAULT;
        CREATE INDEX ix_session_rotated_at ON session (rotated_at) WHERE ended_at IS NULL;
        ALTER TABLE api_client ADD COLUMN owner_id uuid CONSTRAINT fk_api_client_owner_id REFERENCES account;
        CREATE INDEX ix_api_client_owner_id ON api_client (owner_id);
        CREATE TABLE role_grant (
            id uuid CONSTRAINT pk_role_grant PRIMARY KEY,
            account_id uuid NOT NULL CONSTRAINT fk_role_grant_account_id REFERENCES account,
            role_id uuid NOT NULL CONSTRAINT fk_role_grant_role_id REFERENCES role,
            unit_id uuid CONSTRAINT fk_role_grant_unit_id REFERENCES unit,
            reason text NOT NULL,
            begins_on date NOT NULL,
            ends_on date NOT NULL,
            state text NOT NULL CONSTRAINT ck_role_grant_state
                CHECK (state IN ('requested', 'approved', 'refused', 'withdrawn', 'revoked', 'ended')),
            requested_by uuid NOT NULL CONSTRAINT fk_role_grant_requested_by REFERENCES account,
            requested_at timestamptz NOT NULL,
            decided_by text[] NOT NULL,
            decided_at timestamptz,
            closed_by text,
            closed_at timestamptz,
            close_reason text,
            policy_version integer NOT NULL,
            version integer NOT NULL,
            CONSTRAINT ck_role_grant_ends_after_it_begins CHECK (ends_on >= begins_on)
        );
        CREATE INDEX ix_role_grant_account_id ON role_grant (account_id, id);
        CREATE INDEX ix_role_grant_role_id ON role_grant (role_id);
        CREATE INDEX ix_role_grant_ends_on ON role_grant (ends_on) WHERE state = 'approved';
        CREATE TABLE second_factor (
            account_id uuid CONSTRAINT pk_second_factor PRIMARY KEY CONSTRAINT fk_second_factor_account_id REFERENCES account,
            secret_sealed text NOT NULL,
            started_at timestamptz NOT NULL,
            confirmed_at timestamptz,
            last_step bigint NOT NULL
        );
        CREATE TABLE recovery_code (
            account_id uuid NOT NULL CONSTRAINT fk_recovery_code_account_id REFERENCES second_factor ON DELETE CASCADE,
            digest text NOT NULL,
            used_at timestamptz,
            CONSTRAINT pk_recovery_code PRIMARY KEY (account_id, digest)
        );
        CREATE TABLE access_policy (
            version integer CONSTRAINT pk_access_policy PRIMARY KEY,
            second_factor_role_ids uuid[] NOT NULL,
            longest_grant_days integer NOT NULL CONSTRAINT ck_access_policy_longest_grant_days CHECK (longest_grant_days BETWEEN 1 AND 3660),
            effective_from timestamptz NOT NULL,
            reason text NOT NULL,
            created_at timestamptz NOT NULL,
            created_by text NOT NULL
        );
    """)
    # The one place that says which roles an account has on a day, and by what (docs/adr/0015).
    op.execute("""
        CREATE FUNCTION role_sources_on(day date) RETURNS TABLE (
            account_id uuid, role_id uuid, kind text, position_id uuid, unit_id uuid, grant_id uuid, since date, until date
        ) LANGUAGE sql STABLE AS $$
            SELECT ar.account_id, ar.role_id, 'account', NULL::uuid, NULL::uuid, NULL::uuid, NULL::date, NULL::date FROM account_role ar
            UNION ALL
            SELECT e.account_id, given.role_id, 'position', a.position_id, p.unit_id, NULL::uuid,
                   greatest(a.valid_from, d.effective_from), a.valid_until - 1
            FROM employee e
            JOIN assignment a ON a.employee_id = e.id AND a.valid_from <= day AND (a.valid_until IS NULL OR a.valid_until > day)
            JOIN position p ON p.id = a.position_id AND (p.closed_on IS NULL OR p.closed_on > day)
            JOIN LATERAL (
                SELECT effective_from, role_ids FROM position_description
                WHERE position_id = p.id AND state = 'published' AND effective_from <= day
                ORDER BY effective_from DESC, number DESC LIMIT 1
            ) d ON true
            CROSS JOIN LATERAL unnest(d.role_ids) given(role_id)
            WHERE e.account_id IS NOT NULL AND (e.left_on IS NULL OR e.left_on >= day)
              AND EXISTS (SELECT FROM unit_period u
                          WHERE u.unit_id = p.unit_id AND u.valid_from <= day AND (u.valid_until IS NULL OR u.valid_until > day))
            UNION ALL
            SELECT g.account_id, g.role_id, 'grant', NULL::uuid, g.unit_id, g.id, g.begins_on, g.ends_on
            FROM role_grant g WHERE g.state = 'approved' AND g.begins_on <= day AND g.ends_on >= day
        $$;
    """)


def downgrade() -> None:
    op.execute("""
        DROP FUNCTION role_sources_on(date);
        DROP TABLE access_policy, recovery_code, second_factor, role_grant;
        ALTER TABLE api_client DROP COLUMN owner_id;
        ALTER TABLE session DROP COLUMN permissions;
        ALTER TABLE role DROP COLUMN reach;
    """)
