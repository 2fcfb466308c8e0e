"""The door, said by the database itself: it holds against raw SQL of the desk's own role.

- A release's words, and what they rest on, are written in the transaction that proposes it, and never again:
  ``born`` is that transaction (xid8, PostgreSQL 13+; it never wraps, and is the same in savepoints).
- A release moves proposed -> approved | refused | withdrawn, and approved -> withdrawn, and changes in nothing else.
- Approval takes a decision by somebody who did not propose it, the words under the hash of the proposal, and for every
  line something current to rest on.
- Consents and best-interests decisions are withdrawn, not edited.
"""

from django.db import migrations

WORDS = r"""
ALTER TABLE disclosure_public_release ADD COLUMN born xid8 NOT NULL DEFAULT pg_current_xact_id();

-- Canonical JSON (RFC 8785's strings) of [[position, language, text], ...]; tocsin/disclosure/words.py says the same.
CREATE FUNCTION disclosure_words_sha256(asked uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to('[' || coalesce(string_agg(
    format('[%s,%s,%s]', position, to_json(language::text), to_json(text)), ','
    ORDER BY position, language COLLATE "C"), '') || ']', 'UTF8'))
  FROM disclosure_statement WHERE release_id = asked
$$;
"""

BASES = """
-- The lines of a release that rest on nothing current. Read by other rooms as well: it tells a release and a line, and
-- nothing of the case.
CREATE VIEW disclosure_line_without_basis AS
SELECT line.release_id, line.position
FROM (SELECT DISTINCT release_id, position FROM disclosure_statement) AS line
JOIN disclosure_public_release AS release ON release.id = line.release_id
LEFT JOIN disclosure_dossier AS dossier ON dossier.release_id = line.release_id
WHERE NOT EXISTS (
    SELECT FROM disclosure_basis AS basis WHERE basis.dossier_id = dossier.id AND basis.position = line.position)
  OR EXISTS (
    SELECT FROM disclosure_basis AS basis
    WHERE basis.dossier_id = dossier.id AND basis.position = line.position
      AND NOT EXISTS (
        SELECT FROM disclosure_consent AS consent
        WHERE consent.id = basis.consent_id AND consent.case_id = dossier.case_id
          AND consent.item = basis.item AND consent.person_id IS NOT DISTINCT FROM basis.person_id
          AND consent.audience = release.audience AND consent.withdrawn_at IS NULL
          AND (consent.until IS NULL OR consent.until >= (now() AT TIME ZONE 'UTC')::date))
      AND NOT EXISTS (
        SELECT FROM disclosure_best_interests AS decision
        WHERE decision.id = basis.best_interests_id AND decision.case_id = dossier.case_id
          AND decision.item = basis.item AND decision.person_id IS NOT DISTINCT FROM basis.person_id
          AND decision.audience = release.audience AND decision.withdrawn_at IS NULL
          AND decision.confirmed_by_id IS NOT NULL AND decision.confirmed_by_id <> decision.proposed_by_id
          AND (decision.until IS NULL OR decision.until >= (now() AT TIME ZONE 'UTC')::date)));
"""

REFUSE = """
CREATE FUNCTION disclosure_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION disclosure_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disclosure_refuse('rows of ' || TG_TABLE_NAME || ' are kept as they are');
  RETURN NULL;
END $$;
CREATE TRIGGER disclosure_release_is_kept BEFORE DELETE ON disclosure_public_release
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
CREATE TRIGGER disclosure_statement_is_kept BEFORE UPDATE OR DELETE ON disclosure_statement
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
CREATE TRIGGER disclosure_basis_is_kept BEFORE UPDATE OR DELETE ON disclosure_basis
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
CREATE TRIGGER disclosure_dossier_is_kept BEFORE DELETE ON disclosure_dossier
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
CREATE TRIGGER disclosure_consent_is_kept BEFORE DELETE ON disclosure_consent
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
CREATE TRIGGER disclosure_best_interests_is_kept BEFORE DELETE ON disclosure_best_interests
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
"""

BIRTH = """
CREATE FUNCTION disclosure_release_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.born := pg_current_xact_id();
  IF NEW.state <> 'proposed' OR NEW.approved_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN
    PERFORM disclosure_refuse('a release begins as a proposal');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_release_birth BEFORE INSERT ON disclosure_public_release
  FOR EACH ROW EXECUTE FUNCTION disclosure_release_is_born();

-- At the end of that transaction: there are words, they are the hashed ones, and there is a dossier.
CREATE FUNCTION disclosure_release_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM disclosure_statement WHERE release_id = NEW.id)
    OR NEW.sha256 IS DISTINCT FROM disclosure_words_sha256(NEW.id) THEN
    PERFORM disclosure_refuse('the words of a release are not the hashed ones');
  END IF;
  IF NOT EXISTS (SELECT FROM disclosure_dossier WHERE release_id = NEW.id) THEN
    PERFORM disclosure_refuse('a release has a dossier');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER disclosure_release_whole AFTER INSERT ON disclosure_public_release
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION disclosure_release_is_whole();

CREATE FUNCTION disclosure_require_birth(asked uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM disclosure_public_release
    WHERE id = asked AND state = 'proposed' AND born = pg_current_xact_id();
  IF NOT FOUND THEN
    PERFORM disclosure_refuse('the words of a release are written once, with its proposal');
  END IF;
END $$;

CREATE FUNCTION disclosure_statement_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disclosure_require_birth(NEW.release_id);
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_statement_birth BEFORE INSERT ON disclosure_statement
  FOR EACH ROW EXECUTE FUNCTION disclosure_statement_is_born();

CREATE FUNCTION disclosure_basis_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disclosure_require_birth((SELECT release_id FROM disclosure_dossier WHERE id = NEW.dossier_id));
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_basis_birth BEFORE INSERT ON disclosure_basis
  FOR EACH ROW EXECUTE FUNCTION disclosure_basis_is_born();

CREATE FUNCTION disclosure_dossier_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disclosure_require_birth(NEW.release_id);
  IF NEW.decided_by_id IS NOT NULL OR NEW.decided_at IS NOT NULL OR NEW.withdrawn_by_id IS NOT NULL THEN
    PERFORM disclosure_refuse('a dossier begins undecided');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_dossier_birth BEFORE INSERT ON disclosure_dossier
  FOR EACH ROW EXECUTE FUNCTION disclosure_dossier_is_born();

CREATE FUNCTION disclosure_decision_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.confirmed_by_id IS NOT NULL THEN
    PERFORM disclosure_refuse('a best-interests decision begins unconfirmed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_decision_birth BEFORE INSERT ON disclosure_best_interests
  FOR EACH ROW EXECUTE FUNCTION disclosure_decision_is_born();
"""

CHANGES = """
CREATE FUNCTION disclosure_release_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  dossier disclosure_dossier;
BEGIN
  IF ROW(NEW.id, NEW.audience, NEW.sha256, NEW.proposed_at, NEW.gone_status, NEW.gone_words, NEW.born)
    IS DISTINCT FROM
    ROW(OLD.id, OLD.audience, OLD.sha256, OLD.proposed_at, OLD.gone_status, OLD.gone_words, OLD.born) THEN
    PERFORM disclosure_refuse('a release is immutable');
  END IF;
  IF ROW(OLD.state, NEW.state) NOT IN (ROW('proposed', 'approved'), ROW('proposed', 'refused'),
                                       ROW('proposed', 'withdrawn'), ROW('approved', 'withdrawn')) THEN
    PERFORM disclosure_refuse('a release does not move from ' || OLD.state || ' to ' || NEW.state);
  END IF;
  IF (NEW.state <> 'approved' AND NEW.approved_at IS DISTINCT FROM OLD.approved_at)
    OR (NEW.state <> 'withdrawn' AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at) THEN
    PERFORM disclosure_refuse('a release is dated by its own move');
  END IF;
  IF NEW.state IN ('approved', 'refused') THEN
    SELECT * INTO dossier FROM disclosure_dossier WHERE release_id = NEW.id;
    IF dossier.decided_by_id IS NULL OR dossier.decided_by_id = dossier.proposed_by_id THEN
      PERFORM disclosure_refuse('a release is decided by a second person');
    END IF;
  END IF;
  IF NEW.state = 'approved' THEN
    IF NEW.sha256 IS DISTINCT FROM disclosure_words_sha256(NEW.id) THEN
      PERFORM disclosure_refuse('the words of a release are not the hashed ones');
    END IF;
    -- A withdrawal of consent that is under way is waited for; one that comes later finds the release approved.
    PERFORM FROM disclosure_consent WHERE id IN (
      SELECT consent_id FROM disclosure_basis WHERE dossier_id = dossier.id) ORDER BY id FOR SHARE;
    PERFORM FROM disclosure_best_interests WHERE id IN (
      SELECT best_interests_id FROM disclosure_basis WHERE dossier_id = dossier.id) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM disclosure_line_without_basis WHERE release_id = NEW.id) THEN
      PERFORM disclosure_refuse('a line of the release rests on nothing current');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_release_move BEFORE UPDATE ON disclosure_public_release
  FOR EACH ROW EXECUTE FUNCTION disclosure_release_moves();

CREATE FUNCTION disclosure_dossier_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.release_id, NEW.case_id, NEW.version, NEW.sealed_reasons, NEW.proposed_by_id)
    IS DISTINCT FROM
    ROW(OLD.id, OLD.release_id, OLD.case_id, OLD.version, OLD.sealed_reasons, OLD.proposed_by_id)
    OR (OLD.decided_by_id IS NOT NULL AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id)
    OR (OLD.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at)
    OR (OLD.withdrawn_by_id IS NOT NULL AND NEW.withdrawn_by_id IS DISTINCT FROM OLD.withdrawn_by_id) THEN
    PERFORM disclosure_refuse('a dossier is decided once and never edited');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_dossier_move BEFORE UPDATE ON disclosure_dossier
  FOR EACH ROW EXECUTE FUNCTION disclosure_dossier_moves();

CREATE FUNCTION disclosure_consent_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed disclosure_consent := NEW;
BEGIN
  allowed.withdrawn_at := OLD.withdrawn_at;
  IF allowed IS DISTINCT FROM OLD OR OLD.withdrawn_at IS NOT NULL THEN
    PERFORM disclosure_refuse('a consent is withdrawn, not edited');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_consent_move BEFORE UPDATE ON disclosure_consent
  FOR EACH ROW EXECUTE FUNCTION disclosure_consent_moves();

CREATE FUNCTION disclosure_decision_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed disclosure_best_interests := NEW;
BEGIN
  allowed.withdrawn_at := OLD.withdrawn_at;
  allowed.confirmed_by_id := OLD.confirmed_by_id;
  IF allowed IS DISTINCT FROM OLD OR OLD.withdrawn_at IS NOT NULL
    OR (OLD.confirmed_by_id IS NOT NULL AND NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id) THEN
    PERFORM disclosure_refuse('a best-interests decision is confirmed or withdrawn once, not edited');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_decision_move BEFORE UPDATE ON disclosure_best_interests
  FOR EACH ROW EXECUTE FUNCTION disclosure_decision_moves();
"""

GUARD = """
-- A sequence, since a version that was rolled back must never come again for another index.
CREATE SEQUENCE disclosure_guard_version;
-- The owner's rights, so that the desk needs none on the sequence.
CREATE FUNCTION disclosure_next_guard_version(above bigint) RETURNS bigint LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT setval('public.disclosure_guard_version', greatest(nextval('public.disclosure_guard_version'), above + 1))
$$;
"""

UNDO = """
DROP FUNCTION disclosure_next_guard_version;
DROP SEQUENCE disclosure_guard_version;
DROP TRIGGER disclosure_decision_move ON disclosure_best_interests;
DROP TRIGGER disclosure_consent_move ON disclosure_consent;
DROP TRIGGER disclosure_dossier_move ON disclosure_dossier;
DROP TRIGGER disclosure_release_move ON disclosure_public_release;
DROP TRIGGER disclosure_decision_birth ON disclosure_best_interests;
DROP TRIGGER disclosure_dossier_birth ON disclosure_dossier;
DROP TRIGGER disclosure_basis_birth ON disclosure_basis;
DROP TRIGGER disclosure_statement_birth ON disclosure_statement;
DROP TRIGGER disclosure_release_whole ON disclosure_public_release;
DROP TRIGGER disclosure_release_birth ON disclosure_public_release;
DROP TRIGGER disclosure_best_interests_is_kept ON disclosure_best_interests;
DROP TRIGGER disclosure_consent_is_kept ON disclosure_consent;
DROP TRIGGER disclosure_dossier_is_kept ON disclosure_dossier;
DROP TRIGGER disclosure_basis_is_kept ON disclosure_basis;
DROP TRIGGER disclosure_statement_is_kept ON disclosure_statement;
DROP TRIGGER disclosure_release_is_kept ON disclosure_public_release;
DROP VIEW disclosure_line_without_basis;
DROP FUNCTION disclosure_decision_moves, disclosure_consent_moves, disclosure_dossier_moves, disclosure_release_moves,
  disclosure_decision_is_born, disclosure_dossier_is_born, disclosure_basis_is_born, disclosure_statement_is_born,
  disclosure_require_birth, disclosure_release_is_whole, disclosure_release_is_born, disclosure_is_kept,
  disclosure_refuse, disclosure_words_sha256;
ALTER TABLE disclosure_public_release DROP COLUMN born;
"""


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]
    operations = [migrations.RunSQL(WORDS + BASES + REFUSE + BIRTH + CHANGES + GUARD, UNDO)]
