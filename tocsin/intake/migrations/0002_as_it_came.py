"""A report stays as it came: only its triage may change, for whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION intake_report_stays_as_it_came() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER intake_report_as_it_came BEFORE UPDATE ON intake_report
    FOR EACH ROW EXECUTE FUNCTION intake_report_stays_as_it_came();
"""

BACKWARD = """
DROP TRIGGER intake_report_as_it_came ON intake_report;
DROP FUNCTION intake_report_stays_as_it_came();
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
