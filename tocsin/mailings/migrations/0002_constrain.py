"""The database itself proves a frozen audience's sum, and keeps its envelopes as they were frozen."""

from django.db import migrations

PROOF = """
CREATE FUNCTION mailings_prove_audience() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    addressed bigint;
    left_out bigint;
BEGIN
    IF OLD.frozen_at IS NOT NULL AND (NEW.frozen_at, NEW.candidates) IS DISTINCT FROM (OLD.frozen_at, OLD.candidates) THEN
        RAISE EXCEPTION 'an audience is frozen once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.frozen_at IS NULL AND NEW.frozen_at IS NOT NULL THEN
        SELECT count(*) INTO addressed FROM mailings_envelope WHERE letter_id = NEW.id;
        SELECT coalesce(sum(contacts), 0) INTO left_out FROM mailings_exclusion WHERE letter_id = NEW.id;
        IF NEW.candidates <> addressed + left_out THEN
            RAISE EXCEPTION 'candidates are not envelopes and exclusions'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER mailings_letter_frozen AFTER UPDATE OF frozen_at, candidates ON mailings_letter
    FOR EACH ROW EXECUTE FUNCTION mailings_prove_audience();

CREATE FUNCTION mailings_keep_audience() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM touched t JOIN mailings_letter l ON l.id = t.letter_id WHERE l.frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the audience of this letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER mailings_envelope_added AFTER INSERT ON mailings_envelope
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mailings_keep_audience();
CREATE TRIGGER mailings_envelope_removed AFTER DELETE ON mailings_envelope
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mailings_keep_audience();
CREATE TRIGGER mailings_exclusion_added AFTER INSERT ON mailings_exclusion
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mailings_keep_audience();
CREATE TRIGGER mailings_exclusion_removed AFTER DELETE ON mailings_exclusion
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mailings_keep_audience();
"""

UNDO = """
DROP TRIGGER mailings_exclusion_removed ON mailings_exclusion;
DROP TRIGGER mailings_exclusion_added ON mailings_exclusion;
DROP TRIGGER mailings_envelope_removed ON mailings_envelope;
DROP TRIGGER mailings_envelope_added ON mailings_envelope;
DROP FUNCTION mailings_keep_audience();
DROP TRIGGER mailings_letter_frozen ON mailings_letter;
DROP FUNCTION mailings_prove_audience();
"""


class Migration(migrations.Migration):
    dependencies = [("mailings", "0001_initial")]

    operations = [migrations.RunSQL(PROOF, UNDO)]
