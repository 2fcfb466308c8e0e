"""What the database itself holds to, against raw SQL of the desk's own role too:

- who saw what is only ever added;
- a destruction moves proposed -> approved -> begun -> done, or is called off, and nothing of it is edited;
- nothing is begun while a hold stands;
- an export is decided once.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION cases_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION cases_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cases_refuse('rows of ' || TG_TABLE_NAME || ' are kept as they are');
  RETURN NULL;
END $$;
CREATE TRIGGER cases_view_is_kept BEFORE UPDATE OR DELETE ON cases_view
  FOR EACH ROW EXECUTE FUNCTION cases_is_kept();
CREATE TRIGGER cases_destruction_is_kept BEFORE DELETE ON cases_destruction
  FOR EACH ROW EXECUTE FUNCTION cases_is_kept();
CREATE TRIGGER cases_legal_hold_is_kept BEFORE DELETE ON cases_legal_hold
  FOR EACH ROW EXECUTE FUNCTION cases_is_kept();
CREATE TRIGGER cases_emergency_opening_is_kept BEFORE DELETE ON cases_emergency_opening
  FOR EACH ROW EXECUTE FUNCTION cases_is_kept();
CREATE TRIGGER cases_export_is_kept BEFORE DELETE ON cases_export
  FOR EACH ROW EXECUTE FUNCTION cases_is_kept();

CREATE FUNCTION cases_destruction_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF num_nonnulls(NEW.approved_by_id, NEW.approved_at, NEW.called_off_at, NEW.begun_at, NEW.done_at) > 0 THEN
      PERFORM cases_refuse('a destruction begins as a proposal');
    END IF;
    RETURN NEW;
  END IF;
  IF ROW(NEW.id, NEW.case_id, NEW.sealed_reason, NEW.on_day, NEW.proposed_by_id, NEW.proposed_at)
    IS DISTINCT FROM
    ROW(OLD.id, OLD.case_id, OLD.sealed_reason, OLD.on_day, OLD.proposed_by_id, OLD.proposed_at)
    OR (OLD.approved_at IS NOT NULL
        AND ROW(NEW.approved_by_id, NEW.approved_at) IS DISTINCT FROM ROW(OLD.approved_by_id, OLD.approved_at))
    OR (OLD.called_off_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)
    OR (OLD.begun_at IS NOT NULL AND NEW.begun_at IS DISTINCT FROM OLD.begun_at)
    OR (OLD.done_at IS NOT NULL AND NEW.done_at IS DISTINCT FROM OLD.done_at) THEN
    PERFORM cases_refuse('a destruction is decided once and never edited');
  END IF;
  IF OLD.begun_at IS NULL AND NEW.begun_at IS NOT NULL THEN
    -- Approved before: not in the statement that begins it.
    IF OLD.approved_at IS NULL THEN
      PERFORM cases_refuse('a destruction is approved before it begins');
    END IF;
    PERFORM FROM cases_legal_hold WHERE case_id = NEW.case_id AND lifted_at IS NULL FOR SHARE;
    IF FOUND THEN
      PERFORM cases_refuse('the case is under a legal hold');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_destruction_move BEFORE INSERT OR UPDATE ON cases_destruction
  FOR EACH ROW EXECUTE FUNCTION cases_destruction_moves();

CREATE FUNCTION cases_export_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'requested' OR NEW.decided_by_id IS NOT NULL OR NEW.sealed_body IS NOT NULL THEN
      PERFORM cases_refuse('an export begins as a request');
    END IF;
    RETURN NEW;
  END IF;
  IF ROW(NEW.id, NEW.case_id, NEW.form, NEW.sealed_reason, NEW.sealed_recipient, NEW.requested_by_id)
    IS DISTINCT FROM
    ROW(OLD.id, OLD.case_id, OLD.form, OLD.sealed_reason, OLD.sealed_recipient, OLD.requested_by_id)
    OR (OLD.state <> 'requested'
        AND (ROW(NEW.state, NEW.decided_by_id, NEW.expires_at)
             IS DISTINCT FROM ROW(OLD.state, OLD.decided_by_id, OLD.expires_at)
          OR (NEW.sealed_body IS NOT NULL AND NEW.sealed_body IS DISTINCT FROM OLD.sealed_body)))
    OR NEW.downloads < OLD.downloads THEN
    PERFORM cases_refuse('an export is decided once and never edited');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_export_move BEFORE INSERT OR UPDATE ON cases_export
  FOR EACH ROW EXECUTE FUNCTION cases_export_moves();

CREATE FUNCTION cases_emergency_opening_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.case_id, NEW.staff_id, NEW.sealed_reason, NEW.opened_at, NEW.ends_at)
    IS DISTINCT FROM ROW(OLD.id, OLD.case_id, OLD.staff_id, OLD.sealed_reason, OLD.opened_at, OLD.ends_at)
    OR (OLD.ended_at IS NOT NULL AND NEW IS DISTINCT FROM OLD) THEN
    PERFORM cases_refuse('an emergency opening is ended, not edited');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_emergency_opening_move BEFORE UPDATE ON cases_emergency_opening
  FOR EACH ROW EXECUTE FUNCTION cases_emergency_opening_moves();

CREATE FUNCTION cases_legal_hold_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.case_id, NEW.sealed_reason, NEW.set_by_id, NEW.set_at)
    IS DISTINCT FROM ROW(OLD.id, OLD.case_id, OLD.sealed_reason, OLD.set_by_id, OLD.set_at)
    OR (OLD.lifted_at IS NOT NULL AND NEW IS DISTINCT FROM OLD) THEN
    PERFORM cases_refuse('a hold is lifted, not edited');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_legal_hold_move BEFORE UPDATE ON cases_legal_hold
  FOR EACH ROW EXECUTE FUNCTION cases_legal_hold_moves();
"""

BACKWARD = """
DROP TRIGGER cases_legal_hold_move ON cases_legal_hold;
DROP TRIGGER cases_emergency_opening_move ON cases_emergency_opening;
DROP TRIGGER cases_export_move ON cases_export;
DROP TRIGGER cases_destruction_move ON cases_destruction;
DROP TRIGGER cases_export_is_kept ON cases_export;
DROP TRIGGER cases_emergency_opening_is_kept ON cases_emergency_opening;
DROP TRIGGER cases_legal_hold_is_kept ON cases_legal_hold;
DROP TRIGGER cases_destruction_is_kept ON cases_destruction;
DROP TRIGGER cases_view_is_kept ON cases_view;
DROP FUNCTION cases_legal_hold_moves, cases_emergency_opening_moves, cases_export_moves, cases_destruction_moves,
  cases_is_kept, cases_refuse;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_number_cases")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
