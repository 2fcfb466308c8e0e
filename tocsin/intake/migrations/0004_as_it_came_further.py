"""A report, with who said it, stays as it came; an entry and an attachment are never changed at all."""

from django.db import migrations

# Destroying a report's key, not deleting its rows, is how it goes; rows may be deleted with a whole database only.
FORWARD = """
CREATE OR REPLACE FUNCTION intake_report_stays_as_it_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(NEW.id, NEW.received_at, NEW.source, NEW.reliability, NEW.language, NEW.sealed_text,
           NEW.sealed_reporter, NEW.sealed_how_known, NEW.sealed_name, NEW.sealed_contact, NEW.sealed_organisation,
           NEW.entered_by_id, NEW.arrival)
       IS DISTINCT FROM
       ROW(OLD.id, OLD.received_at, OLD.source, OLD.reliability, OLD.language, OLD.sealed_text,
           OLD.sealed_reporter, OLD.sealed_how_known, OLD.sealed_name, OLD.sealed_contact, OLD.sealed_organisation,
           OLD.entered_by_id, OLD.arrival) THEN
        RAISE EXCEPTION 'a report stays as it came' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION intake_stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said stays as it was said' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER intake_entry_as_it_is BEFORE UPDATE ON intake_entry
    FOR EACH ROW EXECUTE FUNCTION intake_stays_as_it_is();
CREATE TRIGGER intake_attachment_as_it_is BEFORE UPDATE ON intake_attachment
    FOR EACH ROW EXECUTE FUNCTION intake_stays_as_it_is();

CREATE FUNCTION intake_receipt_keeps_its_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(NEW.report_id, NEW.lookup, NEW.public) IS DISTINCT FROM ROW(OLD.report_id, OLD.lookup, OLD.public) THEN
        RAISE EXCEPTION 'a receipt keeps its key' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_receipt_keeps BEFORE UPDATE ON intake_receipt
    FOR EACH ROW EXECUTE FUNCTION intake_receipt_keeps_its_key();

ALTER TABLE intake_receipt ADD CONSTRAINT intake_receipt_shape CHECK (
    lookup ~ '^[0-9a-f]{32}$' AND octet_length(public) = 32);
"""

BACKWARD = """
ALTER TABLE intake_receipt DROP CONSTRAINT intake_receipt_shape;
DROP TRIGGER intake_receipt_keeps ON intake_receipt;
DROP TRIGGER intake_attachment_as_it_is ON intake_attachment;
DROP TRIGGER intake_entry_as_it_is ON intake_entry;
DROP FUNCTION intake_receipt_keeps_its_key, intake_stays_as_it_is;
CREATE OR REPLACE FUNCTION intake_report_stays_as_it_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(NEW.id, NEW.received_at, NEW.source, NEW.reliability, NEW.language, NEW.sealed_text,
           NEW.sealed_reporter, NEW.sealed_how_known, NEW.entered_by_id)
       IS DISTINCT FROM
       ROW(OLD.id, OLD.received_at, OLD.source, OLD.reliability, OLD.language, OLD.sealed_text,
           OLD.sealed_reporter, OLD.sealed_how_known, OLD.entered_by_id) THEN
        RAISE EXCEPTION 'a report stays as it came' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_conversation")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
