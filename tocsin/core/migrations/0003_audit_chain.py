"""An entry follows the one before it, said by the database: no login can put one far ahead, or beside the chain.

An entry far ahead would stay for good, and no number would be left for the next: then nothing could be done any more,
not even a withdrawal. And what runs by itself on the worker's host signs with nobody's name.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION core_audit_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last core_audit;
BEGIN
    SELECT * INTO last FROM core_audit ORDER BY sequence DESC LIMIT 1;
    IF NEW.sequence <> coalesce(last.sequence, 0) + 1 OR octet_length(NEW.hash) <> 32
        OR NEW.previous <> coalesce(last.hash, decode(repeat('00', 32), 'hex')) THEN
        RAISE EXCEPTION 'The audit is a chain: this entry does not follow the last one.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF session_user = 'tocsin_worker' AND (NEW.staff_id IS NOT NULL OR NEW.actor NOT LIKE 'system:%') THEN
        RAISE EXCEPTION 'The worker acts for no member of staff.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER core_audit_follows BEFORE INSERT ON core_audit
    FOR EACH ROW EXECUTE FUNCTION core_audit_follows();
"""

BACKWARD = """
DROP TRIGGER core_audit_follows ON core_audit;
DROP FUNCTION core_audit_follows();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
