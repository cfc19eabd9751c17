"""A mediation's record may be emptied of an erased person, once and in no other way."""

from alembic import op

revision = "0016"
down_revision = "0015"

COLUMNS = """
    ALTER TABLE care_mediation_entry ADD COLUMN erased_at TIMESTAMP WITH TIME ZONE;
    ALTER TABLE care_mediation_evidence ADD COLUMN removed_at TIMESTAMP WITH TIME ZONE;
    ALTER TABLE care_mediation_evidence ALTER COLUMN image_sealed DROP NOT NULL;
"""
# What was said may lose a person for a mark, what has to be done likewise; who, when, in time or late, and what was decided cannot change.
RECORD = """
    DROP TRIGGER care_mediation_entry_append_only ON care_mediation_entry;
    DROP TRIGGER care_mediation_evidence_append_only ON care_mediation_evidence;
    CREATE TRIGGER care_mediation_entry_append_only BEFORE DELETE OR TRUNCATE ON care_mediation_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_mediation_record_change();
    CREATE TRIGGER care_mediation_evidence_append_only BEFORE DELETE OR TRUNCATE ON care_mediation_evidence
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_mediation_record_change();
    CREATE FUNCTION refuse_mediation_words_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
            OR to_jsonb(NEW) - '{text,facts,erased_at}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{text,facts,erased_at}'::text[]
            OR NEW.facts - 'to_do' IS DISTINCT FROM OLD.facts - 'to_do'
            OR (NEW.text IS DISTINCT FROM OLD.text AND strpos(NEW.text, 'erased ') = 0)
            OR (NEW.facts IS DISTINCT FROM OLD.facts AND strpos(NEW.facts ->> 'to_do', 'erased ') = 0)
        THEN
            RAISE EXCEPTION 'the record of a mediation is append-only (rule CARE-8)';
        END IF;
        RETURN NEW;
    END $$;
    CREATE FUNCTION refuse_mediation_picture_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR NEW.image_sealed IS NOT NULL
            OR to_jsonb(NEW) - '{image_sealed,removed_at}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{image_sealed,removed_at}'::text[]
        THEN
            RAISE EXCEPTION 'the record of a mediation is append-only (rule CARE-8)';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER care_mediation_entry_kept BEFORE UPDATE ON care_mediation_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_mediation_words_change();
    CREATE TRIGGER care_mediation_evidence_kept BEFORE UPDATE ON care_mediation_evidence
        FOR EACH ROW EXECUTE FUNCTION refuse_mediation_picture_change();
"""


def upgrade() -> None:
    op.execute(COLUMNS)
    op.execute(RECORD)
