"""Create the organisation: units and positions as they were, are and will be, the people who work here, and who holds what."""

from alembic import op

revision = "2026_11_22_1000"
down_revision = "2026_11_22_0700"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE employee (
            id uuid CONSTRAINT pk_employee PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_employee_number UNIQUE,
            name text NOT NULL,
            account_id uuid CONSTRAINT uq_employee_account_id UNIQUE CONSTRAINT fk_employee_account_id REFERENCES account,
            stage text NOT NULL CONSTRAINT ck_employee_stage CHECK (stage IN ('probation', 'regular', 'left')),
            kind text NOT NULL CONSTRAINT ck_employee_kind CHECK (kind IN ('formal', 'temporary')),
            hired_on date NOT NULL,
            probation_until date,
            left_on date,
            contact_sealed text NOT NULL,
            created_at timestamptz NOT NULL,
            version integer NOT NULL,
            CONSTRAINT ck_employee_left CHECK ((stage = 'left') = (left_on IS NOT NULL))
        );
        CREATE TABLE unit (
            id uuid CONSTRAINT pk_unit PRIMARY KEY,
            code text NOT NULL CONSTRAINT uq_unit_code UNIQUE,
            created_at timestamptz NOT NULL,
            version integer NOT NULL
        );
        CREATE TABLE unit_period (
            id uuid CONSTRAINT pk_unit_period PRIMARY KEY,
            unit_id uuid NOT NULL CONSTRAINT fk_unit_period_unit_id REFERENCES unit,
            parent_id uuid CONSTRAINT fk_unit_period_parent_id REFERENCES unit,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            head_id uuid CONSTRAINT fk_unit_period_head_id REFERENCES employee,
            deputy_id uuid CONSTRAINT fk_unit_period_deputy_id REFERENCES employee,
            place integer NOT NULL,
            valid_from date NOT NULL,
            valid_until date,
            CONSTRAINT ck_unit_period_ends_after_it_begins CHECK (valid_until > valid_from),
            CONSTRAINT ck_unit_period_not_its_own_parent CHECK (parent_id <> unit_id),
            CONSTRAINT ex_unit_period_one_at_a_time EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_until) WITH &&)
        );
        CREATE INDEX ix_unit_period_parent_id ON unit_period (parent_id);
        CREATE INDEX ix_unit_period_head_id ON unit_period (head_id);
        CREATE TABLE position (
            id uuid CONSTRAINT pk_position PRIMARY KEY,
            code text NOT NULL CONSTRAINT uq_position_code UNIQUE,
            unit_id uuid NOT NULL CONSTRAINT fk_position_unit_id REFERENCES unit,
            created_at timestamptz NOT NULL,
            closed_on date,
            version integer NOT NULL
        );
        CREATE INDEX ix_position_unit_id ON position (unit_id);
        CREATE TABLE position_description (
            id uuid CONSTRAINT pk_position_description PRIMARY KEY,
            position_id uuid NOT NULL CONSTRAINT fk_position_description_position_id REFERENCES position,
            number integer NOT NULL,
            state text NOT NULL CONSTRAINT ck_position_description_state CHECK (state IN ('draft', 'published')),
            effective_from date,
            title_zh text NOT NULL,
            title_en text NOT NULL,
            grade text NOT NULL,
            superior_id uuid CONSTRAINT fk_position_description_superior_id REFERENCES position,
            attendance_group text NOT NULL,
            summary text NOT NULL,
            duties jsonb NOT NULL,
            indicators jsonb NOT NULL,
            qualifications jsonb NOT NULL,
            role_ids uuid[] NOT NULL,
            written_by text NOT NULL,
            published_at timestamptz,
            published_by text,
            version integer NOT NULL,
            CONSTRAINT uq_position_description_number UNIQUE (position_id, number),
            CONSTRAINT ck_position_description_published CHECK ((state = 'published') = (effective_from IS NOT NULL))
        );
        CREATE INDEX ix_position_description_in_force ON position_description (position_id, effective_from, number);
        CREATE TABLE headcount (
            id uuid CONSTRAINT pk_headcount PRIMARY KEY,
            position_id uuid NOT NULL CONSTRAINT fk_headcount_position_id REFERENCES position,
            valid_from date NOT NULL,
            planned integer NOT NULL CONSTRAINT ck_headcount_planned CHECK (planned BETWEEN 0 AND 10000),
            approval_id uuid,
            set_at timestamptz NOT NULL,
            set_by text NOT NULL,
            reason text NOT NULL
        );
        CREATE INDEX ix_headcount_position_id ON headcount (position_id, valid_from, id);
        CREATE TABLE assignment (
            id uuid CONSTRAINT pk_assignment PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_assignment_employee_id REFERENCES employee,
            position_id uuid NOT NULL CONSTRAINT fk_assignment_position_id REFERENCES position,
            valid_from date NOT NULL,
            valid_until date,
            main boolean NOT NULL,
            reason text NOT NULL,
            CONSTRAINT ck_assignment_ends_after_it_begins CHECK (valid_until > valid_from),
            CONSTRAINT ex_assignment_one_main EXCLUDE USING gist (employee_id WITH =, daterange(valid_from, valid_until) WITH &&) WHERE (main)
        );
        CREATE INDEX ix_assignment_employee_id_valid_from ON assignment (employee_id, valid_from);
        CREATE INDEX ix_assignment_position_id_valid_from ON assignment (position_id, valid_from);
    """)


def downgrade() -> None:
    op.execute("DROP TABLE assignment, headcount, position_description, position, unit_period, unit, employee")
