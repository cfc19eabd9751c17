"""Create the tables of identity: accounts, roles, sessions, API clients, preferences, sign-in guards."""

from alembic import op

from chassis.migrations import create_house_tables

revision = "2026_11_22_0700"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_house_tables()
    op.execute("""
        CREATE TABLE account (
            id uuid CONSTRAINT pk_account PRIMARY KEY,
            login text NOT NULL CONSTRAINT uq_account_login UNIQUE,
            name text NOT NULL,
            locale text NOT NULL,
            password_hash text NOT NULL,
            password_changed_at timestamptz NOT NULL,
            shop_ids text[],
            disabled_at timestamptz,
            last_login_at timestamptz,
            created_at timestamptz NOT NULL,
            version integer NOT NULL
        );
        CREATE TABLE role (
            id uuid CONSTRAINT pk_role PRIMARY KEY,
            code text CONSTRAINT uq_role_code UNIQUE,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            permissions text[] NOT NULL,
            created_at timestamptz NOT NULL,
            version integer NOT NULL
        );
        CREATE TABLE account_role (
            account_id uuid NOT NULL CONSTRAINT fk_account_role_account_id REFERENCES account,
            role_id uuid NOT NULL CONSTRAINT fk_account_role_role_id REFERENCES role,
            CONSTRAINT pk_account_role PRIMARY KEY (account_id, role_id)
        );
        CREATE INDEX ix_account_role_role_id ON account_role (role_id);
        CREATE TABLE session (
            id uuid CONSTRAINT pk_session PRIMARY KEY,
            account_id uuid NOT NULL CONSTRAINT fk_session_account_id REFERENCES account,
            generation integer NOT NULL,
            rotated_at timestamptz NOT NULL,
            created_at timestamptz NOT NULL,
            last_seen_at timestamptz NOT NULL,
            idle_until timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            ip text NOT NULL,
            user_agent text NOT NULL,
            ended_at timestamptz,
            end_reason text
        );
        CREATE INDEX ix_session_account_id_id ON session (account_id, id) WHERE ended_at IS NULL;
        CREATE INDEX ix_session_expires_at ON session (expires_at);
        CREATE TABLE sign_in_guard (
            subject text CONSTRAINT pk_sign_in_guard PRIMARY KEY,
            failures timestamptz[] NOT NULL,
            locked_until timestamptz,
            touched_at timestamptz NOT NULL
        );
        CREATE INDEX ix_sign_in_guard_touched_at ON sign_in_guard (touched_at);
        CREATE TABLE api_client (
            id uuid CONSTRAINT pk_api_client PRIMARY KEY,
            name text NOT NULL CONSTRAINT uq_api_client_name UNIQUE,
            permissions text[] NOT NULL,
            shop_ids text[],
            rate_limit_per_minute integer NOT NULL,
            secret_digest text NOT NULL,
            previous_digest text,
            previous_until timestamptz,
            family uuid NOT NULL,
            disabled_at timestamptz,
            created_at timestamptz NOT NULL,
            last_used_at timestamptz,
            version integer NOT NULL
        );
        CREATE TABLE preference (
            account_id uuid NOT NULL CONSTRAINT fk_preference_account_id REFERENCES account,
            key text NOT NULL,
            value jsonb NOT NULL,
            changed_at timestamptz NOT NULL,
            CONSTRAINT pk_preference PRIMARY KEY (account_id, key)
        );
    """)


def downgrade() -> None:
    raise NotImplementedError("the first step has nothing before it")
