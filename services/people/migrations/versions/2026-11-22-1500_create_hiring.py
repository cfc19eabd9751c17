"""Create what leads from hiring to leaving: requisitions, candidates, offers, moves, leavings, and the personnel file."""

from alembic import op

revision = "2026_11_22_1500"
down_revision = "2026_11_22_1310"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE SEQUENCE requisition_number;
        CREATE SEQUENCE candidate_number;
        CREATE TABLE headcount_request (
            id uuid CONSTRAINT pk_headcount_request PRIMARY KEY,
            position_id uuid NOT NULL CONSTRAINT fk_headcount_request_position_id REFERENCES position,
            before integer NOT NULL,
            planned integer NOT NULL CONSTRAINT ck_headcount_request_raises CHECK (planned > before),
            valid_from date NOT NULL,
            reason text NOT NULL,
            state text NOT NULL CONSTRAINT ck_headcount_request_state CHECK (state IN ('waiting', 'approved', 'refused', 'voided', 'withdrawn')),
            requested_by uuid NOT NULL CONSTRAINT fk_headcount_request_requested_by REFERENCES account,
            requested_by_name text NOT NULL,
            requested_at timestamptz NOT NULL,
            approval_id uuid,
            decided_at timestamptz,
            comment text NOT NULL,
            version integer NOT NULL
        );
        CREATE UNIQUE INDEX uq_headcount_request_waiting ON headcount_request (position_id) WHERE state = 'waiting';
        CREATE TABLE requisition (
            id uuid CONSTRAINT pk_requisition PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_requisition_number UNIQUE,
            position_id uuid NOT NULL CONSTRAINT fk_requisition_position_id REFERENCES position,
            openings integer NOT NULL CONSTRAINT ck_requisition_openings CHECK (openings BETWEEN 1 AND 1000),
            hired integer NOT NULL CONSTRAINT ck_requisition_hired CHECK (hired BETWEEN 0 AND openings),
            reason text NOT NULL,
            wanted_by date NOT NULL,
            state text NOT NULL CONSTRAINT ck_requisition_state CHECK (state IN ('open', 'filled', 'closed')),
            opened_by text NOT NULL,
            opened_at timestamptz NOT NULL,
            closed_at timestamptz,
            close_reason text,
            version integer NOT NULL,
            CONSTRAINT ck_requisition_filled CHECK ((state = 'filled') = (hired = openings AND state <> 'closed'))
        );
        CREATE INDEX ix_requisition_position_id ON requisition (position_id);
        CREATE INDEX ix_requisition_state ON requisition (state, id);
        CREATE TABLE candidate (
            id uuid CONSTRAINT pk_candidate PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_candidate_number UNIQUE,
            requisition_id uuid NOT NULL CONSTRAINT fk_candidate_requisition_id REFERENCES requisition,
            name text NOT NULL,
            contact_sealed text NOT NULL,
            phone_digest text,
            source text NOT NULL,
            source_note text NOT NULL,
            profile jsonb NOT NULL,
            documents_sealed text NOT NULL,
            stage text NOT NULL CONSTRAINT ck_candidate_stage CHECK
                (stage IN ('applied', 'interview', 'offered', 'accepted', 'hired', 'declined', 'withdrawn', 'rejected')),
            ended_reason text,
            went_on jsonb,
            former_employee_id uuid CONSTRAINT fk_candidate_former_employee_id REFERENCES employee,
            employee_id uuid CONSTRAINT fk_candidate_employee_id REFERENCES employee,
            added_by text NOT NULL,
            added_at timestamptz NOT NULL,
            stage_since timestamptz NOT NULL,
            version integer NOT NULL,
            CONSTRAINT ck_candidate_hired CHECK ((stage = 'hired') = (employee_id IS NOT NULL))
        );
        CREATE INDEX ix_candidate_requisition_id ON candidate (requisition_id, stage);
        CREATE INDEX ix_candidate_stage ON candidate (stage, id);
        CREATE INDEX ix_candidate_phone_digest ON candidate (phone_digest);
        CREATE TABLE interview_note (
            id uuid CONSTRAINT pk_interview_note PRIMARY KEY,
            candidate_id uuid NOT NULL CONSTRAINT fk_interview_note_candidate_id REFERENCES candidate,
            author_id text NOT NULL,
            author_name text NOT NULL,
            version integer NOT NULL
        );
        CREATE INDEX ix_interview_note_candidate_id ON interview_note (candidate_id, id);
        CREATE TABLE interview_note_version (
            note_id uuid NOT NULL CONSTRAINT fk_interview_note_version_note_id REFERENCES interview_note,
            number integer NOT NULL,
            held_at timestamptz NOT NULL,
            interviewers text NOT NULL,
            impression text NOT NULL,
            recommendation text NOT NULL CONSTRAINT ck_interview_note_version_recommendation CHECK (recommendation IN ('yes', 'unsure', 'no')),
            written_at timestamptz NOT NULL,
            CONSTRAINT pk_interview_note_version PRIMARY KEY (note_id, number)
        );
        CREATE TABLE offer (
            id uuid CONSTRAINT pk_offer PRIMARY KEY,
            candidate_id uuid NOT NULL CONSTRAINT fk_offer_candidate_id REFERENCES candidate,
            terms_sealed text NOT NULL,
            starts_on date NOT NULL,
            probation_months integer NOT NULL CONSTRAINT ck_offer_probation_months CHECK (probation_months BETWEEN 0 AND 6),
            valid_until date NOT NULL,
            state text NOT NULL CONSTRAINT ck_offer_state CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
            made_by text NOT NULL,
            made_at timestamptz NOT NULL,
            ended_at timestamptz,
            note text NOT NULL
        );
        CREATE INDEX ix_offer_candidate_id ON offer (candidate_id, id);
        CREATE UNIQUE INDEX uq_offer_open ON offer (candidate_id) WHERE state IN ('open', 'accepted');
        CREATE TABLE employment (
            id uuid CONSTRAINT pk_employment PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_employment_employee_id REFERENCES employee,
            hired_on date NOT NULL,
            left_on date,
            candidate_id uuid CONSTRAINT fk_employment_candidate_id REFERENCES candidate,
            leaving_id uuid,
            CONSTRAINT ck_employment_ends_after_it_begins CHECK (left_on >= hired_on)
        );
        CREATE INDEX ix_employment_employee_id ON employment (employee_id, hired_on);
        CREATE TABLE probation_decision (
            id uuid CONSTRAINT pk_probation_decision PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_probation_decision_employee_id REFERENCES employee,
            outcome text NOT NULL CONSTRAINT ck_probation_decision_outcome CHECK (outcome IN ('confirmed', 'extended', 'ended')),
            decided_on date NOT NULL,
            until_before date,
            until_after date,
            reason text NOT NULL,
            decided_by text NOT NULL,
            decided_at timestamptz NOT NULL
        );
        CREATE INDEX ix_probation_decision_employee_id ON probation_decision (employee_id, id);
        CREATE TABLE move (
            id uuid CONSTRAINT pk_move PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_move_employee_id REFERENCES employee,
            kind text NOT NULL CONSTRAINT ck_move_kind CHECK (kind IN ('transfer', 'promotion', 'demotion')),
            from_position_id uuid CONSTRAINT fk_move_from_position_id REFERENCES position,
            to_position_id uuid NOT NULL CONSTRAINT fk_move_to_position_id REFERENCES position,
            takes_effect_on date NOT NULL,
            reason text NOT NULL,
            state text NOT NULL CONSTRAINT ck_move_state CHECK (state IN ('planned', 'done', 'withdrawn')),
            from_assignment_id uuid,
            from_until_before date,
            to_assignment_id uuid NOT NULL,
            planned_by text NOT NULL,
            planned_at timestamptz NOT NULL,
            version integer NOT NULL
        );
        CREATE INDEX ix_move_employee_id ON move (employee_id, takes_effect_on);
        CREATE UNIQUE INDEX uq_move_planned ON move (employee_id) WHERE state = 'planned';
        CREATE INDEX ix_move_planned_on ON move (takes_effect_on) WHERE state = 'planned';
        CREATE TABLE leaving (
            id uuid CONSTRAINT pk_leaving PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_leaving_employee_id REFERENCES employee,
            last_day date NOT NULL,
            kind text NOT NULL CONSTRAINT ck_leaving_kind CHECK (kind IN ('resigned', 'dismissed', 'probation', 'contract_ended', 'retired', 'other')),
            reason text NOT NULL,
            state text NOT NULL CONSTRAINT ck_leaving_state CHECK (state IN ('planned', 'done', 'withdrawn')),
            assignments jsonb NOT NULL,
            announced_by text NOT NULL,
            announced_at timestamptz NOT NULL,
            done_at timestamptz,
            version integer NOT NULL
        );
        CREATE INDEX ix_leaving_employee_id ON leaving (employee_id, id);
        CREATE UNIQUE INDEX uq_leaving_planned ON leaving (employee_id) WHERE state = 'planned';
        CREATE INDEX ix_leaving_last_day ON leaving (last_day) WHERE state = 'planned';
        CREATE TABLE leaving_item (
            id uuid CONSTRAINT pk_leaving_item PRIMARY KEY,
            leaving_id uuid NOT NULL CONSTRAINT fk_leaving_item_leaving_id REFERENCES leaving,
            place integer NOT NULL,
            kind text NOT NULL CONSTRAINT ck_leaving_item_kind CHECK (kind IN ('task', 'approval', 'unit', 'client', 'thing', 'paper')),
            title_zh text NOT NULL,
            title_en text NOT NULL,
            handed_to_id uuid CONSTRAINT fk_leaving_item_handed_to_id REFERENCES employee,
            note text NOT NULL,
            done_at timestamptz,
            done_by text
        );
        CREATE INDEX ix_leaving_item_leaving_id ON leaving_item (leaving_id, place);
        CREATE TABLE contract (
            id uuid CONSTRAINT pk_contract PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_contract_employee_id REFERENCES employee,
            number text NOT NULL,
            kind text NOT NULL CONSTRAINT ck_contract_kind CHECK (kind IN ('labour', 'service', 'internship', 'non_compete', 'other')),
            signed_on date NOT NULL,
            valid_from date NOT NULL,
            valid_until date,
            terms_sealed text NOT NULL,
            noted_by text NOT NULL,
            noted_at timestamptz NOT NULL,
            ended_on date,
            ended_reason text,
            version integer NOT NULL,
            CONSTRAINT ck_contract_ends_after_it_begins CHECK (valid_until >= valid_from)
        );
        CREATE INDEX ix_contract_employee_id ON contract (employee_id, valid_from);
        CREATE TABLE confidentiality_text (
            number integer CONSTRAINT pk_confidentiality_text PRIMARY KEY,
            title text NOT NULL,
            body text NOT NULL,
            digest text NOT NULL,
            effective_from date NOT NULL,
            published_by text NOT NULL,
            published_at timestamptz NOT NULL
        );
        CREATE TABLE confidentiality_signature (
            employee_id uuid NOT NULL CONSTRAINT fk_confidentiality_signature_employee_id REFERENCES employee,
            text_number integer NOT NULL CONSTRAINT fk_confidentiality_signature_text_number REFERENCES confidentiality_text,
            text_digest text NOT NULL,
            signed_on date NOT NULL,
            how text NOT NULL CONSTRAINT ck_confidentiality_signature_how CHECK (how IN ('on_screen', 'on_paper')),
            note text NOT NULL,
            recorded_by text NOT NULL,
            recorded_at timestamptz NOT NULL,
            CONSTRAINT pk_confidentiality_signature PRIMARY KEY (employee_id, text_number)
        );
        CREATE TABLE conduct_entry (
            id uuid CONSTRAINT pk_conduct_entry PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_conduct_entry_employee_id REFERENCES employee,
            kind text NOT NULL CONSTRAINT ck_conduct_entry_kind CHECK (kind IN ('conduct', 'reward', 'penalty')),
            category text NOT NULL,
            happened_on date NOT NULL,
            what text NOT NULL,
            amount numeric(14,2) CONSTRAINT ck_conduct_entry_amount CHECK (amount > 0),
            currency text,
            state text NOT NULL CONSTRAINT ck_conduct_entry_state CHECK (state IN ('recorded', 'waiting', 'refused', 'voided', 'withdrawn')),
            approval_id uuid,
            takes_effect_at timestamptz,
            recorded_by_id text NOT NULL,
            recorded_by text NOT NULL,
            recorded_at timestamptz NOT NULL,
            comment text NOT NULL,
            version integer NOT NULL,
            CONSTRAINT ck_conduct_entry_penalty_is_approved
                CHECK (kind <> 'penalty' OR state <> 'recorded' OR (approval_id IS NOT NULL AND takes_effect_at IS NOT NULL))
        );
        CREATE INDEX ix_conduct_entry_employee_id ON conduct_entry (employee_id, happened_on);
        CREATE TABLE dissent (
            id uuid CONSTRAINT pk_dissent PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_dissent_employee_id REFERENCES employee,
            given_by_id uuid NOT NULL CONSTRAINT fk_dissent_given_by_id REFERENCES employee,
            reference text NOT NULL,
            instruction text NOT NULL,
            dissent text NOT NULL,
            written_at timestamptz NOT NULL,
            answer text,
            answered_at timestamptz,
            answered_by text,
            outcome text CONSTRAINT ck_dissent_outcome CHECK (outcome IN ('upheld', 'changed', 'withdrawn')),
            complied_at timestamptz,
            version integer NOT NULL,
            CONSTRAINT ck_dissent_answered CHECK ((answer IS NULL) = (answered_at IS NULL))
        );
        CREATE INDEX ix_dissent_employee_id ON dissent (employee_id, id);
        CREATE INDEX ix_dissent_given_by_id ON dissent (given_by_id, id);
        CREATE INDEX ix_dissent_reference ON dissent (reference);
        CREATE TABLE talk (
            id uuid CONSTRAINT pk_talk PRIMARY KEY,
            employee_id uuid NOT NULL CONSTRAINT fk_talk_employee_id REFERENCES employee,
            with_id uuid NOT NULL CONSTRAINT fk_talk_with_id REFERENCES employee,
            held_on date NOT NULL,
            notes_sealed text NOT NULL,
            next_on date,
            written_by text NOT NULL,
            written_at timestamptz NOT NULL,
            agreed_at timestamptz,
            version integer NOT NULL,
            CONSTRAINT ck_talk_with_another CHECK (employee_id <> with_id)
        );
        CREATE INDEX ix_talk_employee_id ON talk (employee_id, held_on);
        CREATE INDEX ix_talk_with_id ON talk (with_id, held_on);
    """)


def downgrade() -> None:
    op.execute("""
        DROP TABLE talk, dissent, conduct_entry, confidentiality_signature, confidentiality_text, contract, leaving_item, leaving, move,
            probation_decision, employment, offer, interview_note_version, interview_note, candidate, requisition, headcount_request;
        DROP SEQUENCE candidate_number;
        DROP SEQUENCE requisition_number
    """)
