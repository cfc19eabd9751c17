"""Create trainings with their sessions, tests and results; meetings with minutes and tasks; documents with versions and sealed parts."""

from alembic import op

revision = "2026_11_22_1600"
down_revision = "2026_11_22_1500"
branch_labels = None
depends_on = None

TRAINING = """
    CREATE SEQUENCE certificate_number;
    CREATE TABLE training (
        id uuid CONSTRAINT pk_training PRIMARY KEY,
        code text NOT NULL CONSTRAINT uq_training_code UNIQUE,
        title text NOT NULL,
        kind text NOT NULL CONSTRAINT ck_training_kind CHECK (kind IN ('new_hire', 'skill', 'business', 'rules', 'visit', 'other')),
        goal text NOT NULL,
        unit_id uuid CONSTRAINT fk_training_unit_id REFERENCES unit,
        audience jsonb NOT NULL,
        certificate_months integer CONSTRAINT ck_training_certificate_months CHECK (certificate_months BETWEEN 0 AND 600),
        state text NOT NULL CONSTRAINT ck_training_state CHECK (state IN ('draft', 'open', 'closed')),
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        version integer NOT NULL
    );
    CREATE TABLE training_session (
        id uuid CONSTRAINT pk_training_session PRIMARY KEY,
        training_id uuid NOT NULL CONSTRAINT fk_training_session_training_id REFERENCES training,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        place text NOT NULL,
        trainer text NOT NULL,
        capacity integer NOT NULL CONSTRAINT ck_training_session_capacity CHECK (capacity BETWEEN 1 AND 10000),
        state text NOT NULL CONSTRAINT ck_training_session_state CHECK (state IN ('planned', 'cancelled')),
        cancel_reason text,
        version integer NOT NULL,
        CONSTRAINT ck_training_session_ends_after_it_begins CHECK (ends_at > starts_at)
    );
    CREATE INDEX ix_training_session_training_id ON training_session (training_id);
    CREATE INDEX ix_training_session_starts_at ON training_session (starts_at);
    CREATE TABLE outside_party (
        reference text CONSTRAINT pk_outside_party PRIMARY KEY,
        name text NOT NULL,
        created_at timestamptz NOT NULL,
        version integer NOT NULL
    );
    CREATE TABLE training_enrolment (
        id uuid CONSTRAINT pk_training_enrolment PRIMARY KEY,
        training_id uuid NOT NULL CONSTRAINT fk_training_enrolment_training_id REFERENCES training,
        session_id uuid CONSTRAINT fk_training_enrolment_session_id REFERENCES training_session,
        employee_id uuid CONSTRAINT fk_training_enrolment_employee_id REFERENCES employee,
        outside_reference text CONSTRAINT fk_training_enrolment_outside_reference REFERENCES outside_party,
        name text NOT NULL,
        state text NOT NULL CONSTRAINT ck_training_enrolment_state CHECK (state IN ('enrolled', 'present', 'late', 'absent', 'withdrawn')),
        reason text NOT NULL,
        enrolled_at timestamptz NOT NULL,
        outcome text CONSTRAINT ck_training_enrolment_outcome CHECK (outcome IN ('passed', 'failed')),
        score integer,
        most integer,
        comment text NOT NULL,
        decided_at timestamptz,
        decided_by text,
        certificate_number text CONSTRAINT uq_training_enrolment_certificate_number UNIQUE,
        valid_until date,
        version integer NOT NULL,
        CONSTRAINT ck_training_enrolment_one_participant CHECK ((employee_id IS NULL) <> (outside_reference IS NULL)),
        CONSTRAINT ck_training_enrolment_decided CHECK ((outcome IS NULL) = (decided_at IS NULL)),
        CONSTRAINT ck_training_enrolment_certificate CHECK (certificate_number IS NULL OR outcome = 'passed')
    );
    CREATE INDEX ix_training_enrolment_training_id ON training_enrolment (training_id);
    CREATE INDEX ix_training_enrolment_session_id ON training_enrolment (session_id);
    CREATE INDEX ix_training_enrolment_employee_id ON training_enrolment (employee_id);
    CREATE INDEX ix_training_enrolment_valid_until ON training_enrolment (valid_until);
    CREATE TABLE training_paper (
        id uuid CONSTRAINT pk_training_paper PRIMARY KEY,
        training_id uuid NOT NULL CONSTRAINT fk_training_paper_training_id REFERENCES training,
        number integer NOT NULL,
        state text NOT NULL CONSTRAINT ck_training_paper_state CHECK (state IN ('draft', 'published')),
        pass_mark integer NOT NULL CONSTRAINT ck_training_paper_pass_mark CHECK (pass_mark BETWEEN 1 AND 100),
        attempts integer NOT NULL CONSTRAINT ck_training_paper_attempts CHECK (attempts BETWEEN 1 AND 100),
        minutes integer,
        draw integer,
        questions jsonb NOT NULL,
        written_by text NOT NULL,
        published_at timestamptz,
        version integer NOT NULL,
        CONSTRAINT uq_training_paper_training_id_number UNIQUE (training_id, number),
        CONSTRAINT ck_training_paper_published CHECK ((state = 'published') = (published_at IS NOT NULL))
    );
    CREATE FUNCTION refuse_published_paper_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'a published test paper never changes (rule ORG-5)'; END $$;
    CREATE TRIGGER training_paper_published BEFORE UPDATE OR DELETE ON training_paper
        FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_published_paper_change();
    CREATE TABLE training_attempt (
        id uuid CONSTRAINT pk_training_attempt PRIMARY KEY,
        enrolment_id uuid NOT NULL CONSTRAINT fk_training_attempt_enrolment_id REFERENCES training_enrolment,
        paper_id uuid NOT NULL CONSTRAINT fk_training_attempt_paper_id REFERENCES training_paper,
        number integer NOT NULL,
        state text NOT NULL CONSTRAINT ck_training_attempt_state CHECK (state IN ('open', 'waiting', 'marked')),
        drawn jsonb NOT NULL,
        answers jsonb NOT NULL,
        marks jsonb NOT NULL,
        started_at timestamptz NOT NULL,
        due_at timestamptz,
        submitted_at timestamptz,
        score integer,
        most integer NOT NULL,
        passed boolean,
        version integer NOT NULL,
        CONSTRAINT uq_training_attempt_enrolment_id_number UNIQUE (enrolment_id, number),
        CONSTRAINT ck_training_attempt_marked CHECK ((state = 'marked') = (passed IS NOT NULL))
    );
    CREATE INDEX ix_training_attempt_state ON training_attempt (state);
    CREATE TABLE training_rating (
        enrolment_id uuid CONSTRAINT pk_training_rating PRIMARY KEY
            CONSTRAINT fk_training_rating_enrolment_id REFERENCES training_enrolment,
        training_id uuid NOT NULL CONSTRAINT fk_training_rating_training_id REFERENCES training,
        content integer NOT NULL CONSTRAINT ck_training_rating_content CHECK (content BETWEEN 1 AND 5),
        teaching integer NOT NULL CONSTRAINT ck_training_rating_teaching CHECK (teaching BETWEEN 1 AND 5),
        usefulness integer NOT NULL CONSTRAINT ck_training_rating_usefulness CHECK (usefulness BETWEEN 1 AND 5),
        comment text NOT NULL,
        rated_at timestamptz NOT NULL
    );
    CREATE INDEX ix_training_rating_training_id ON training_rating (training_id);
"""

MEETINGS = """
    CREATE SEQUENCE meeting_number;
    CREATE SEQUENCE task_number;
    CREATE TABLE meeting (
        id uuid CONSTRAINT pk_meeting PRIMARY KEY,
        number text NOT NULL CONSTRAINT uq_meeting_number UNIQUE,
        title text NOT NULL,
        unit_id uuid CONSTRAINT fk_meeting_unit_id REFERENCES unit,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        place text NOT NULL,
        chair_id uuid NOT NULL CONSTRAINT fk_meeting_chair_id REFERENCES employee,
        writer_id uuid NOT NULL CONSTRAINT fk_meeting_writer_id REFERENCES employee,
        agenda jsonb NOT NULL,
        state text NOT NULL CONSTRAINT ck_meeting_state CHECK (state IN ('planned', 'cancelled', 'closed')),
        cancel_reason text,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        CONSTRAINT ck_meeting_ends_after_it_begins CHECK (ends_at > starts_at)
    );
    CREATE INDEX ix_meeting_starts_at_id ON meeting (starts_at, id);
    CREATE INDEX ix_meeting_unit_id ON meeting (unit_id);
    CREATE TABLE meeting_invitee (
        meeting_id uuid NOT NULL CONSTRAINT fk_meeting_invitee_meeting_id REFERENCES meeting,
        employee_id uuid NOT NULL CONSTRAINT fk_meeting_invitee_employee_id REFERENCES employee,
        presence text NOT NULL CONSTRAINT ck_meeting_invitee_presence CHECK (presence IN ('invited', 'present', 'absent')),
        reason text NOT NULL,
        CONSTRAINT pk_meeting_invitee PRIMARY KEY (meeting_id, employee_id)
    );
    CREATE INDEX ix_meeting_invitee_employee_id ON meeting_invitee (employee_id);
    CREATE TABLE meeting_minutes (
        meeting_id uuid NOT NULL CONSTRAINT fk_meeting_minutes_meeting_id REFERENCES meeting,
        number integer NOT NULL,
        state text NOT NULL CONSTRAINT ck_meeting_minutes_state CHECK (state IN ('draft', 'closed')),
        text text NOT NULL,
        decisions jsonb NOT NULL,
        reason text NOT NULL,
        written_at timestamptz NOT NULL,
        written_by text NOT NULL,
        closed_at timestamptz,
        closed_by text,
        CONSTRAINT pk_meeting_minutes PRIMARY KEY (meeting_id, number),
        CONSTRAINT ck_meeting_minutes_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
        CONSTRAINT ck_meeting_minutes_reason CHECK (number = 1 OR reason <> '')
    );
    CREATE FUNCTION refuse_closed_minutes_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'closed minutes never change (rule ORG-9)'; END $$;
    CREATE TRIGGER meeting_minutes_closed BEFORE UPDATE OR DELETE ON meeting_minutes
        FOR EACH ROW WHEN (OLD.state = 'closed') EXECUTE FUNCTION refuse_closed_minutes_change();
    CREATE TABLE task (
        id uuid CONSTRAINT pk_task PRIMARY KEY,
        number text NOT NULL CONSTRAINT uq_task_number UNIQUE,
        title text NOT NULL,
        owner_id uuid NOT NULL CONSTRAINT fk_task_owner_id REFERENCES employee,
        giver_id uuid CONSTRAINT fk_task_giver_id REFERENCES employee,
        due_on date NOT NULL,
        meeting_id uuid CONSTRAINT fk_task_meeting_id REFERENCES meeting,
        decision text,
        state text NOT NULL CONSTRAINT ck_task_state CHECK (state IN ('open', 'done', 'dropped')),
        note text NOT NULL,
        ended_at timestamptz,
        ended_by text,
        reminded_on date,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        CONSTRAINT ck_task_ended CHECK ((state = 'open') = (ended_at IS NULL)),
        CONSTRAINT ck_task_dropped_with_reason CHECK (state <> 'dropped' OR note <> ''),
        CONSTRAINT ck_task_decision CHECK ((meeting_id IS NULL) = (decision IS NULL))
    );
    CREATE INDEX ix_task_owner_id ON task (owner_id, state, due_on);
    CREATE INDEX ix_task_giver_id ON task (giver_id);
    CREATE UNIQUE INDEX uq_task_decision ON task (meeting_id, decision);
    CREATE INDEX ix_task_due_on ON task (due_on);
"""

FILES = """
    CREATE TABLE file_upload (
        id uuid CONSTRAINT pk_file_upload PRIMARY KEY,
        actor_id text NOT NULL,
        file_name text NOT NULL,
        size integer NOT NULL CONSTRAINT ck_file_upload_size CHECK (size BETWEEN 1 AND 26214400),
        begun_at timestamptz NOT NULL,
        filed boolean NOT NULL
    );
    CREATE INDEX ix_file_upload_begun_at ON file_upload (begun_at) WHERE NOT filed;
    CREATE TABLE file_part (
        upload_id uuid NOT NULL CONSTRAINT fk_file_part_upload_id REFERENCES file_upload,
        number integer NOT NULL,
        sealed bytea NOT NULL,
        CONSTRAINT pk_file_part PRIMARY KEY (upload_id, number)
    );
    -- Sealed bytes do not get smaller by compression.
    ALTER TABLE file_part ALTER COLUMN sealed SET STORAGE EXTERNAL;
    CREATE TABLE document (
        id uuid CONSTRAINT pk_document PRIMARY KEY,
        unit_id uuid NOT NULL CONSTRAINT fk_document_unit_id REFERENCES unit,
        folder text NOT NULL,
        name text NOT NULL,
        description text NOT NULL,
        keep_until date,
        state text NOT NULL CONSTRAINT ck_document_state CHECK (state IN ('filed', 'archived', 'destroyed')),
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        version integer NOT NULL
    );
    CREATE UNIQUE INDEX uq_document_name ON document (unit_id, folder, name) WHERE state <> 'destroyed';
    CREATE INDEX ix_document_keep_until ON document (keep_until);
    CREATE TABLE document_access (
        id uuid CONSTRAINT pk_document_access PRIMARY KEY,
        document_id uuid NOT NULL CONSTRAINT fk_document_access_document_id REFERENCES document,
        unit_id uuid CONSTRAINT fk_document_access_unit_id REFERENCES unit,
        role_id uuid CONSTRAINT fk_document_access_role_id REFERENCES role,
        access text NOT NULL CONSTRAINT ck_document_access_access CHECK (access IN ('read', 'write')),
        CONSTRAINT ck_document_access_for_somebody CHECK (unit_id IS NOT NULL OR role_id IS NOT NULL)
    );
    CREATE INDEX ix_document_access_document_id ON document_access (document_id);
    CREATE TABLE document_version (
        id uuid CONSTRAINT pk_document_version PRIMARY KEY,
        document_id uuid NOT NULL CONSTRAINT fk_document_version_document_id REFERENCES document,
        number integer NOT NULL,
        upload_id uuid NOT NULL CONSTRAINT uq_document_version_upload_id UNIQUE
            CONSTRAINT fk_document_version_upload_id REFERENCES file_upload,
        file_name text NOT NULL,
        media_type text NOT NULL,
        size integer NOT NULL,
        digest text NOT NULL,
        note text NOT NULL,
        filed_at timestamptz NOT NULL,
        filed_by text NOT NULL,
        CONSTRAINT uq_document_version_document_id_number UNIQUE (document_id, number)
    );
"""


def upgrade() -> None:
    op.execute(TRAINING)
    op.execute(MEETINGS)
    op.execute(FILES)


def downgrade() -> None:
    op.execute("""
        DROP TABLE document_version, document_access, document, file_part, file_upload;
        DROP TABLE task, meeting_minutes, meeting_invitee, meeting;
        DROP FUNCTION refuse_closed_minutes_change();
        DROP TABLE training_rating, training_attempt, training_paper, training_enrolment, outside_party, training_session, training;
        DROP FUNCTION refuse_published_paper_change();
        DROP SEQUENCE task_number, meeting_number, certificate_number
    """)
