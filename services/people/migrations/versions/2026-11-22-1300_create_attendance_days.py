"""Create attendance: policies, the company's calendar, changed hours, punches, photo sign-ins, rotas, and the results of days."""

from alembic import op

revision = "2026_11_22_1300"
down_revision = "2026_11_22_1400"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE attendance_policy (
            number integer CONSTRAINT pk_attendance_policy PRIMARY KEY,
            state text NOT NULL CONSTRAINT ck_attendance_policy_state CHECK (state IN ('draft', 'published', 'dropped')),
            effective_from date,
            content jsonb NOT NULL,
            reason text NOT NULL,
            created_at timestamptz NOT NULL,
            created_by text NOT NULL,
            published_at timestamptz,
            published_by text,
            version integer NOT NULL,
            CONSTRAINT ck_attendance_policy_published CHECK ((state = 'published') = (effective_from IS NOT NULL))
        );
        CREATE TABLE company_day (
            on_day date CONSTRAINT pk_company_day PRIMARY KEY,
            kind text NOT NULL CONSTRAINT ck_company_day_kind CHECK (kind IN ('statutory', 'in_lieu', 'make_up', 'plain')),
            name text NOT NULL,
            set_at timestamptz NOT NULL,
            set_by text NOT NULL,
            version integer NOT NULL
        );
        CREATE TABLE hours_notice (
            id uuid CONSTRAINT pk_hours_notice PRIMARY KEY,
            title text NOT NULL,
            reason text NOT NULL,
            first_day date NOT NULL,
            last_day date NOT NULL,
            unit_ids uuid[] NOT NULL,
            sessions jsonb NOT NULL,
            state text NOT NULL CONSTRAINT ck_hours_notice_state CHECK (state IN ('in_force', 'withdrawn')),
            published_at timestamptz NOT NULL,
            published_by text NOT NULL,
            withdrawn_at timestamptz,
            withdrawn_by text,
            version integer NOT NULL,
            CONSTRAINT ck_hours_notice_range CHECK (last_day >= first_day)
        );
        CREATE INDEX ix_hours_notice_last_day ON hours_notice (last_day);
        CREATE TABLE punch_batch (
            id uuid CONSTRAINT pk_punch_batch PRIMARY KEY,
            source text NOT NULL CONSTRAINT ck_punch_batch_source CHECK (source IN ('device', 'file')),
            name text NOT NULL,
            row_count integer NOT NULL,
            added_count integer NOT NULL,
            known_count integer NOT NULL,
            refused_count integer NOT NULL,
            received_at timestamptz NOT NULL,
            received_by text NOT NULL
        );
        CREATE TABLE attendance_punch (
            employee_id uuid NOT NULL CONSTRAINT fk_attendance_punch_employee_id REFERENCES employee,
            on_day date NOT NULL,
            second integer NOT NULL CONSTRAINT ck_attendance_punch_second CHECK (second BETWEEN 0 AND 86399),
            direction smallint NOT NULL CONSTRAINT ck_attendance_punch_direction CHECK (direction BETWEEN 0 AND 2),
            device text NOT NULL,
            batch_id uuid NOT NULL,
            CONSTRAINT pk_attendance_punch PRIMARY KEY (employee_id, on_day, second)
        );
        CREATE TABLE attendance_photo (
            id uuid CONSTRAINT pk_attendance_photo PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_attendance_photo_employee_id REFERENCES employee,
            on_day date NOT NULL,
            second integer NOT NULL CONSTRAINT ck_attendance_photo_second CHECK (second BETWEEN 0 AND 86399),
            direction smallint NOT NULL CONSTRAINT ck_attendance_photo_direction CHECK (direction IN (1, 2)),
            taken_at timestamptz NOT NULL,
            image_sealed text,
            content_digest text NOT NULL CONSTRAINT uq_attendance_photo_content_digest UNIQUE,
            width integer NOT NULL,
            height integer NOT NULL,
            keep_until date NOT NULL,
            removed_at timestamptz,
            CONSTRAINT uq_attendance_photo_employee_id UNIQUE (employee_id, on_day, second),
            CONSTRAINT ck_attendance_photo_removed CHECK ((image_sealed IS NULL) = (removed_at IS NOT NULL))
        );
        CREATE INDEX ix_attendance_photo_keep_until ON attendance_photo (keep_until) WHERE image_sealed IS NOT NULL;
        CREATE TABLE rota_plan (
            id uuid CONSTRAINT pk_rota_plan PRIMARY KEY,
            unit_id uuid NOT NULL CONSTRAINT fk_rota_plan_unit_id REFERENCES unit,
            month date NOT NULL CONSTRAINT ck_rota_plan_month CHECK (extract(day FROM month) = 1),
            rests jsonb NOT NULL,
            least_on_duty integer NOT NULL CONSTRAINT ck_rota_plan_least_on_duty CHECK (least_on_duty BETWEEN 0 AND 1000),
            published_number integer NOT NULL,
            changed_at timestamptz NOT NULL,
            changed_by text NOT NULL,
            version integer NOT NULL,
            CONSTRAINT uq_rota_plan_unit_id UNIQUE (unit_id, month)
        );
        CREATE TABLE rota_version (
            plan_id uuid NOT NULL CONSTRAINT fk_rota_version_plan_id REFERENCES rota_plan,
            number integer NOT NULL,
            rests jsonb NOT NULL,
            reason text NOT NULL,
            published_at timestamptz NOT NULL,
            published_by text NOT NULL,
            CONSTRAINT pk_rota_version PRIMARY KEY (plan_id, number)
        );
        CREATE TABLE rest_day (
            employee_id uuid NOT NULL CONSTRAINT fk_rest_day_employee_id REFERENCES employee,
            on_day date NOT NULL,
            plan_id uuid NOT NULL CONSTRAINT fk_rest_day_plan_id REFERENCES rota_plan,
            CONSTRAINT pk_rest_day PRIMARY KEY (employee_id, on_day)
        );
        CREATE INDEX ix_rest_day_plan_id ON rest_day (plan_id);
        CREATE TABLE attendance_day (
            employee_id uuid NOT NULL,
            on_day date NOT NULL,
            unit_id uuid,
            kind smallint NOT NULL,
            policy_number integer NOT NULL,
            late smallint NOT NULL,
            early smallint NOT NULL,
            leave_cases smallint NOT NULL,
            missing smallint NOT NULL,
            absent smallint NOT NULL,
            excused smallint NOT NULL,
            photo_proved smallint NOT NULL,
            contradictions smallint NOT NULL,
            late_minutes smallint NOT NULL,
            early_minutes smallint NOT NULL,
            leave_minutes smallint NOT NULL,
            work_minutes smallint NOT NULL,
            rest_worked smallint NOT NULL,
            input_digest bytea NOT NULL,
            CONSTRAINT pk_attendance_day PRIMARY KEY (employee_id, on_day)
        );
        CREATE TABLE touched_day (
            employee_id uuid NOT NULL,
            on_day date NOT NULL,
            CONSTRAINT pk_touched_day PRIMARY KEY (employee_id, on_day)
        );
        CREATE TABLE attendance_run (
            id uuid CONSTRAINT pk_attendance_run PRIMARY KEY,
            kind text NOT NULL CONSTRAINT ck_attendance_run_kind CHECK (kind IN ('compile', 'replay')),
            first_day date NOT NULL,
            last_day date NOT NULL,
            unit_ids uuid[],
            policy_number integer,
            state text NOT NULL CONSTRAINT ck_attendance_run_state CHECK (state IN ('running', 'done', 'stopped')),
            done_until uuid,
            people_total integer NOT NULL,
            people_done integer NOT NULL,
            days_done bigint NOT NULL,
            days_changed integer NOT NULL,
            people_changed integer NOT NULL,
            started_at timestamptz NOT NULL,
            started_by text NOT NULL,
            ended_at timestamptz
        );
        CREATE INDEX ix_attendance_run_state ON attendance_run (state) WHERE state = 'running';
        CREATE TABLE replay_difference (
            run_id uuid NOT NULL CONSTRAINT fk_replay_difference_run_id REFERENCES attendance_run,
            employee_id uuid NOT NULL,
            on_day date NOT NULL,
            before jsonb NOT NULL,
            after jsonb NOT NULL,
            CONSTRAINT pk_replay_difference PRIMARY KEY (run_id, employee_id, on_day)
        );
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE replay_difference, attendance_run, touched_day, attendance_day, rest_day, rota_version, rota_plan, attendance_photo,
            attendance_punch, punch_batch, hours_notice, company_day, attendance_policy
    """)
