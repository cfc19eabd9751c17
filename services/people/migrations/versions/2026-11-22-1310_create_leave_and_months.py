"""Create leave with its ledger, overtime, and the months: sheets, their rows, objections, silent acceptance, corrections."""

from alembic import op

revision = "2026_11_22_1310"
down_revision = "2026_11_22_1300"
branch_labels = None
depends_on = None

TABLES = "month_correction, month_acceptance, attendance_objection, month_row, month_sheet, month_run, overtime_request, leave_entry, leave_part, leave_request, leave_kind_version"
SEQUENCES = "leave_number, overtime_number, objection_number, month_correction_number"


def upgrade() -> None:
    op.execute("""
        CREATE SEQUENCE leave_number;
        CREATE SEQUENCE overtime_number;
        CREATE SEQUENCE objection_number;
        CREATE SEQUENCE month_correction_number;
        CREATE TABLE leave_kind_version (
            id uuid CONSTRAINT pk_leave_kind_version PRIMARY KEY,
            code text NOT NULL,
            version integer NOT NULL,
            effective_from date NOT NULL,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            paid boolean NOT NULL,
            balance boolean NOT NULL,
            unit text NOT NULL CONSTRAINT ck_leave_kind_version_unit CHECK (unit IN ('half_day', 'hour')),
            evidence boolean NOT NULL,
            calendar_days boolean NOT NULL,
            active boolean NOT NULL,
            reason text NOT NULL,
            published_at timestamptz NOT NULL,
            published_by text NOT NULL,
            CONSTRAINT uq_leave_kind_version_code UNIQUE (code, version)
        );
        CREATE TABLE leave_request (
            id uuid CONSTRAINT pk_leave_request PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_leave_request_number UNIQUE,
            employee_id uuid NOT NULL CONSTRAINT fk_leave_request_employee_id REFERENCES employee,
            purpose text NOT NULL CONSTRAINT ck_leave_request_purpose CHECK (purpose IN ('leave', 'shorten', 'cancel')),
            replaces_id uuid CONSTRAINT fk_leave_request_replaces_id REFERENCES leave_request,
            kind text NOT NULL,
            kind_version integer NOT NULL,
            unit text NOT NULL CONSTRAINT ck_leave_request_unit CHECK (unit IN ('half_day', 'hour')),
            amount integer NOT NULL CONSTRAINT ck_leave_request_amount CHECK (amount >= 0),
            first_on date NOT NULL,
            last_on date NOT NULL,
            first_second integer NOT NULL,
            from_session integer,
            until_session integer,
            from_time integer,
            until_time integer,
            reason text NOT NULL,
            evidence text NOT NULL,
            after_the_fact boolean NOT NULL,
            content_digest text NOT NULL,
            state text NOT NULL CONSTRAINT ck_leave_request_state
                CHECK (state IN ('waiting', 'approved', 'refused', 'taken_back', 'replaced', 'cancelled')),
            filed_by uuid NOT NULL CONSTRAINT fk_leave_request_filed_by REFERENCES account,
            filed_at timestamptz NOT NULL,
            decided_at timestamptz,
            decided_by uuid[] NOT NULL,
            comment text NOT NULL,
            ended_at timestamptz,
            end_reason text NOT NULL,
            version integer NOT NULL,
            CONSTRAINT ck_leave_request_ends_after_it_begins CHECK (last_on >= first_on),
            CONSTRAINT ck_leave_request_replaces CHECK ((purpose = 'leave') = (replaces_id IS NULL))
        );
        CREATE INDEX ix_leave_request_employee_id ON leave_request (employee_id, id);
        CREATE INDEX ix_leave_request_first_on ON leave_request (first_on, id);
        CREATE UNIQUE INDEX uq_leave_request_change_waiting ON leave_request (replaces_id) WHERE state = 'waiting';
        CREATE TABLE leave_part (
            leave_id uuid NOT NULL CONSTRAINT fk_leave_part_leave_id REFERENCES leave_request,
            on_date date NOT NULL,
            employee_id uuid NOT NULL CONSTRAINT fk_leave_part_employee_id REFERENCES employee,
            starts integer NOT NULL,
            ends integer NOT NULL,
            parts integer NOT NULL,
            minutes integer NOT NULL,
            counts boolean NOT NULL,
            CONSTRAINT pk_leave_part PRIMARY KEY (leave_id, on_date),
            CONSTRAINT ck_leave_part_stretch CHECK (0 <= starts AND starts < ends AND ends <= 86400),
            CONSTRAINT ex_leave_part_one_at_a_time
                EXCLUDE USING gist (employee_id WITH =, on_date WITH =, int4range(starts, ends) WITH &&) WHERE (counts)
        );
        CREATE INDEX ix_leave_part_on_date ON leave_part (on_date, employee_id);
        CREATE TABLE leave_entry (
            id uuid CONSTRAINT pk_leave_entry PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_leave_entry_employee_id REFERENCES employee,
            kind text NOT NULL,
            move text NOT NULL CONSTRAINT ck_leave_entry_move CHECK (move IN ('grant', 'use', 'return', 'expire', 'correct')),
            amount integer NOT NULL,
            on_date date NOT NULL,
            expires_on date,
            document text NOT NULL,
            reason text NOT NULL,
            leave_id uuid CONSTRAINT fk_leave_entry_leave_id REFERENCES leave_request,
            at timestamptz NOT NULL,
            by text NOT NULL,
            CONSTRAINT ck_leave_entry_sign CHECK (
                CASE move WHEN 'grant' THEN amount > 0 WHEN 'return' THEN amount > 0 WHEN 'correct' THEN amount <> 0 ELSE amount < 0 END),
            CONSTRAINT ck_leave_entry_expires CHECK (expires_on IS NULL OR move = 'grant')
        );
        CREATE INDEX ix_leave_entry_employee_id ON leave_entry (employee_id, kind, id);
        CREATE INDEX ix_leave_entry_expires_on ON leave_entry (expires_on) WHERE expires_on IS NOT NULL;
        CREATE TABLE overtime_request (
            id uuid CONSTRAINT pk_overtime_request PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_overtime_request_number UNIQUE,
            employee_id uuid NOT NULL CONSTRAINT fk_overtime_request_employee_id REFERENCES employee,
            on_date date NOT NULL,
            starts integer NOT NULL,
            ends integer NOT NULL,
            counts_from integer,
            reason text NOT NULL,
            week_minutes integer NOT NULL,
            limit_minutes integer NOT NULL,
            content_digest text NOT NULL,
            state text NOT NULL CONSTRAINT ck_overtime_request_state CHECK (state IN ('waiting', 'approved', 'refused', 'taken_back')),
            filed_by uuid NOT NULL CONSTRAINT fk_overtime_request_filed_by REFERENCES account,
            filed_at timestamptz NOT NULL,
            decided_at timestamptz,
            decided_by uuid[] NOT NULL,
            comment text NOT NULL,
            version integer NOT NULL,
            CONSTRAINT ck_overtime_request_stretch CHECK (0 <= starts AND starts < ends AND ends <= 86400)
        );
        CREATE INDEX ix_overtime_request_employee_id ON overtime_request (employee_id, on_date);
        CREATE INDEX ix_overtime_request_on_date ON overtime_request (on_date, id);
        CREATE TABLE month_run (
            id uuid CONSTRAINT pk_month_run PRIMARY KEY,
            month date NOT NULL,
            units uuid[] NOT NULL,
            state text NOT NULL CONSTRAINT ck_month_run_state CHECK (state IN ('waiting', 'running', 'done')),
            total integer NOT NULL,
            done integer NOT NULL,
            changed integer NOT NULL,
            last_id uuid,
            created_at timestamptz NOT NULL,
            created_by text NOT NULL,
            finished_at timestamptz
        );
        CREATE INDEX ix_month_run_month ON month_run (month, id);
        CREATE UNIQUE INDEX uq_month_run_open ON month_run (month) WHERE state <> 'done';
        CREATE TABLE month_sheet (
            id uuid CONSTRAINT pk_month_sheet PRIMARY KEY,
            month date NOT NULL,
            unit_id uuid NOT NULL CONSTRAINT fk_month_sheet_unit_id REFERENCES unit,
            state text NOT NULL CONSTRAINT ck_month_sheet_state CHECK (state IN ('compiled', 'signed', 'taken_over', 'closed')),
            issue integer NOT NULL,
            digest text NOT NULL,
            compiled_at timestamptz NOT NULL,
            compiled_by text NOT NULL,
            signed_at timestamptz,
            signed_by text,
            taken_over_at timestamptz,
            taken_over_by text,
            closed_at timestamptz,
            closed_by text,
            version integer NOT NULL,
            CONSTRAINT uq_month_sheet_month UNIQUE (month, unit_id),
            CONSTRAINT ck_month_sheet_closed CHECK ((state = 'closed') = (issue > 0))
        );
        CREATE TABLE month_row (
            id uuid CONSTRAINT pk_month_row PRIMARY KEY,
            sheet_id uuid NOT NULL CONSTRAINT fk_month_row_sheet_id REFERENCES month_sheet,
            employee_id uuid NOT NULL CONSTRAINT fk_month_row_employee_id REFERENCES employee,
            revision integer NOT NULL,
            issue integer NOT NULL,
            gone boolean NOT NULL,
            figures jsonb NOT NULL,
            days jsonb NOT NULL,
            digest text NOT NULL,
            cause text NOT NULL CONSTRAINT ck_month_row_cause CHECK (cause IN ('compiled', 'objection', 'correction')),
            document text NOT NULL,
            reason text NOT NULL,
            made_at timestamptz NOT NULL,
            made_by text NOT NULL,
            CONSTRAINT uq_month_row_sheet_id UNIQUE (sheet_id, employee_id, revision)
        );
        CREATE TABLE attendance_objection (
            id uuid CONSTRAINT pk_attendance_objection PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_attendance_objection_number UNIQUE,
            employee_id uuid NOT NULL CONSTRAINT fk_attendance_objection_employee_id REFERENCES employee,
            month date NOT NULL,
            on_date date NOT NULL,
            statement text NOT NULL,
            witness text NOT NULL,
            attachments text NOT NULL,
            filed_by text NOT NULL,
            filed_at timestamptz NOT NULL,
            state text NOT NULL CONSTRAINT ck_attendance_objection_state CHECK (state IN ('open', 'accepted', 'refused')),
            heard text NOT NULL,
            decision text NOT NULL,
            corrected jsonb NOT NULL,
            was jsonb NOT NULL,
            became jsonb,
            decided_by text,
            decided_at timestamptz,
            version integer NOT NULL,
            CONSTRAINT ck_attendance_objection_decided CHECK ((state = 'open') = (decided_at IS NULL))
        );
        CREATE INDEX ix_attendance_objection_month ON attendance_objection (month, id);
        CREATE INDEX ix_attendance_objection_employee_id ON attendance_objection (employee_id, id);
        CREATE UNIQUE INDEX uq_attendance_objection_open ON attendance_objection (employee_id, on_date) WHERE state = 'open';
        CREATE TABLE month_acceptance (
            sheet_id uuid NOT NULL CONSTRAINT fk_month_acceptance_sheet_id REFERENCES month_sheet,
            employee_id uuid NOT NULL CONSTRAINT fk_month_acceptance_employee_id REFERENCES employee,
            how text NOT NULL CONSTRAINT ck_month_acceptance_how CHECK (how IN ('silence', 'objection')),
            accepted_at timestamptz NOT NULL,
            recorded_at timestamptz NOT NULL,
            CONSTRAINT pk_month_acceptance PRIMARY KEY (sheet_id, employee_id)
        );
        CREATE TABLE month_correction (
            id uuid CONSTRAINT pk_month_correction PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_month_correction_number UNIQUE,
            sheet_id uuid NOT NULL CONSTRAINT fk_month_correction_sheet_id REFERENCES month_sheet,
            employee_id uuid NOT NULL CONSTRAINT fk_month_correction_employee_id REFERENCES employee,
            on_date date,
            reason text NOT NULL,
            document text NOT NULL,
            corrected jsonb NOT NULL,
            issue integer NOT NULL,
            was jsonb NOT NULL,
            became jsonb NOT NULL,
            made_at timestamptz NOT NULL,
            made_by text NOT NULL
        );
        CREATE INDEX ix_month_correction_sheet_id ON month_correction (sheet_id, id);
        -- Everybody is on one sheet: that of the unit of the last main position they held in the month while they worked here.
        CREATE FUNCTION month_members(first_day date, last_day date) RETURNS TABLE (employee_id uuid, unit_id uuid) LANGUAGE sql STABLE AS $$
            SELECT DISTINCT ON (a.employee_id) a.employee_id, p.unit_id
            FROM assignment a JOIN position p ON p.id = a.position_id JOIN employee e ON e.id = a.employee_id
            WHERE a.main AND a.valid_from <= last_day AND (a.valid_until IS NULL OR a.valid_until > first_day)
              AND e.hired_on <= last_day AND (e.left_on IS NULL OR e.left_on >= first_day)
            ORDER BY a.employee_id, a.valid_from DESC
        $$;
        CREATE FUNCTION refuse_attendance_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'this table is append-only (rules ATT-7, ATT-9)'; END $$;
        CREATE TRIGGER leave_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON leave_entry
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_attendance_ledger_change();
        CREATE TRIGGER month_row_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON month_row
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_attendance_ledger_change();
    """)


def downgrade() -> None:
    op.execute(
        f"DROP TABLE {TABLES}; DROP FUNCTION refuse_attendance_ledger_change(); DROP FUNCTION month_members(date, date); DROP SEQUENCE {SEQUENCES}"
    )
