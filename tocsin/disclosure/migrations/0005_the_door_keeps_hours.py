"""The door, said by the database itself, for what has been added to it.

- A line rests on a yes that carries, and on none while a standing no concerns it, unless a best-interests decision of
  two people knew of that no and outweighs it. A grown person's no about themselves is outweighed by nothing.
- A release moves proposed -> embargoed | approved, embargoed -> approved at its hour and not before, and to aborted
  from either; what it corrects is of the same case.
- A no and an approval do not pass each other unseen: both lock the row of their case.
- Family codes and settlements are written once.
"""

from django.db import migrations, models

STANDING = "{0}.withdrawn_at IS NULL AND ({0}.until IS NULL OR {0}.until >= (now() AT TIME ZONE 'UTC')::date)"

VIEWS = f"""
-- The lines of a release that a standing no concerns.
CREATE VIEW disclosure_line_in_conflict AS
SELECT DISTINCT dossier.release_id, basis.position
FROM disclosure_basis AS basis
JOIN disclosure_dossier AS dossier ON dossier.id = basis.dossier_id
JOIN disclosure_public_release AS release ON release.id = dossier.release_id
JOIN disclosure_consent AS no ON no.answer = 'no' AND no.case_id = dossier.case_id
  AND no.person_id IS NOT DISTINCT FROM basis.person_id
  AND (no.item = basis.item OR (no.item = 'existence' AND no.person_id IS NOT NULL))
  AND (no.audience = release.audience OR release.audience = 'public')
  AND {STANDING.format("no")}
WHERE no.binding OR NOT EXISTS (
  SELECT FROM disclosure_settlement AS settlement
  JOIN disclosure_best_interests AS decision ON decision.id = settlement.decision_id
  WHERE settlement.refusal_id = no.id AND decision.case_id = dossier.case_id AND decision.item = basis.item
    AND decision.person_id IS NOT DISTINCT FROM basis.person_id AND decision.audience = release.audience
    AND decision.confirmed_by_id IS NOT NULL AND decision.confirmed_by_id <> decision.proposed_by_id
    AND {STANDING.format("decision")});

CREATE OR REPLACE VIEW disclosure_line_without_basis AS
SELECT line.release_id, line.position
FROM (SELECT DISTINCT release_id, position FROM disclosure_statement) AS line
JOIN disclosure_public_release AS release ON release.id = line.release_id
LEFT JOIN disclosure_dossier AS dossier ON dossier.release_id = line.release_id
WHERE NOT EXISTS (
    SELECT FROM disclosure_basis AS basis WHERE basis.dossier_id = dossier.id AND basis.position = line.position)
  OR EXISTS (
    SELECT FROM disclosure_line_in_conflict AS conflict
    WHERE conflict.release_id = line.release_id AND conflict.position = line.position)
  OR EXISTS (
    SELECT FROM disclosure_basis AS basis
    WHERE basis.dossier_id = dossier.id AND basis.position = line.position
      AND NOT EXISTS (
        SELECT FROM disclosure_consent AS consent
        WHERE consent.id = basis.consent_id AND consent.case_id = dossier.case_id
          AND consent.answer = 'yes' AND consent.carries
          AND consent.item = basis.item AND consent.person_id IS NOT DISTINCT FROM basis.person_id
          AND consent.audience = release.audience AND {STANDING.format("consent")})
      AND NOT EXISTS (
        SELECT FROM disclosure_best_interests AS decision
        WHERE decision.id = basis.best_interests_id AND decision.case_id = dossier.case_id
          AND decision.item = basis.item AND decision.person_id IS NOT DISTINCT FROM basis.person_id
          AND decision.audience = release.audience
          AND decision.confirmed_by_id IS NOT NULL AND decision.confirmed_by_id <> decision.proposed_by_id
          AND {STANDING.format("decision")}));
"""

BIRTH = """
CREATE OR REPLACE FUNCTION disclosure_release_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.born := pg_current_xact_id();
  IF NEW.state <> 'proposed' OR NEW.approved_at IS NOT NULL OR NEW.live_at IS NOT NULL
    OR NEW.withdrawn_at IS NOT NULL THEN
    PERFORM disclosure_refuse('a release begins as a proposal');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION disclosure_dossier_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disclosure_require_birth(NEW.release_id);
  IF NEW.decided_by_id IS NOT NULL OR NEW.decided_at IS NOT NULL OR NEW.withdrawn_by_id IS NOT NULL
    OR NEW.ended_by <> '' THEN
    PERFORM disclosure_refuse('a dossier begins undecided');
  END IF;
  IF EXISTS (SELECT FROM disclosure_public_release AS release WHERE release.id = NEW.release_id
      AND release.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM disclosure_dossier AS older
        WHERE older.release_id = release.corrects_id AND older.case_id = NEW.case_id)) THEN
    PERFORM disclosure_refuse('a release corrects one of the same case');
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION disclosure_consent_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.withdrawn_at IS NOT NULL THEN
    PERFORM disclosure_refuse('a consent begins as given');
  END IF;
  IF NEW.person_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM cases_person WHERE id = NEW.person_id AND case_id = NEW.case_id) THEN
    PERFORM disclosure_refuse('a consent is about a person of its case');
  END IF;
  IF NEW.answer = 'no' THEN
    PERFORM FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_consent_birth BEFORE INSERT ON disclosure_consent
  FOR EACH ROW EXECUTE FUNCTION disclosure_consent_is_born();

CREATE FUNCTION disclosure_settlement_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM disclosure_best_interests AS decision
    JOIN disclosure_consent AS no ON no.id = NEW.refusal_id AND no.answer = 'no' AND NOT no.binding
      AND no.case_id = decision.case_id AND no.person_id IS NOT DISTINCT FROM decision.person_id
    WHERE decision.id = NEW.decision_id AND decision.confirmed_by_id IS NULL AND decision.withdrawn_at IS NULL;
  IF NOT FOUND THEN
    PERFORM disclosure_refuse('a decision settles, before it is confirmed, a no that others may outweigh');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_settlement_birth BEFORE INSERT ON disclosure_settlement
  FOR EACH ROW EXECUTE FUNCTION disclosure_settlement_is_born();
CREATE TRIGGER disclosure_settlement_is_kept BEFORE UPDATE OR DELETE ON disclosure_settlement
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();

CREATE FUNCTION disclosure_family_code_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed disclosure_family_code := NEW;
BEGIN
  allowed.revoked_at := OLD.revoked_at;
  allowed.used_at := OLD.used_at;
  IF allowed IS DISTINCT FROM OLD OR OLD.revoked_at IS NOT NULL OR OLD.used_at IS NOT NULL THEN
    PERFORM disclosure_refuse('a family code is used or revoked once, not edited');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_family_code_move BEFORE UPDATE ON disclosure_family_code
  FOR EACH ROW EXECUTE FUNCTION disclosure_family_code_moves();
CREATE TRIGGER disclosure_family_code_is_kept BEFORE DELETE ON disclosure_family_code
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
"""

MOVES = """
CREATE OR REPLACE FUNCTION disclosure_release_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  dossier disclosure_dossier;
BEGIN
  IF ROW(NEW.id, NEW.audience, NEW.sha256, NEW.proposed_at, NEW.gone_status, NEW.gone_words, NEW.born,
         NEW.embargo_until, NEW.corrects_id)
    IS DISTINCT FROM
    ROW(OLD.id, OLD.audience, OLD.sha256, OLD.proposed_at, OLD.gone_status, OLD.gone_words, OLD.born,
        OLD.embargo_until, OLD.corrects_id) THEN
    PERFORM disclosure_refuse('a release is immutable');
  END IF;
  IF NEW.state = OLD.state AND OLD.state = 'proposed' AND NEW.prepare IS DISTINCT FROM OLD.prepare
    AND ROW(NEW.approved_at, NEW.live_at, NEW.withdrawn_at)
      IS NOT DISTINCT FROM ROW(OLD.approved_at, OLD.live_at, OLD.withdrawn_at) THEN
    RETURN NEW;
  END IF;
  IF ROW(OLD.state, NEW.state) NOT IN (
      ROW('proposed', 'approved'), ROW('proposed', 'embargoed'), ROW('proposed', 'refused'),
      ROW('proposed', 'withdrawn'), ROW('proposed', 'aborted'), ROW('embargoed', 'approved'),
      ROW('embargoed', 'withdrawn'), ROW('embargoed', 'aborted'), ROW('approved', 'withdrawn')) THEN
    PERFORM disclosure_refuse('a release does not move from ' || OLD.state || ' to ' || NEW.state);
  END IF;
  IF NEW.prepare IS DISTINCT FROM OLD.prepare
    OR (NEW.approved_at IS DISTINCT FROM OLD.approved_at
      AND NOT (OLD.state = 'proposed' AND NEW.state IN ('approved', 'embargoed')))
    OR (NEW.live_at IS DISTINCT FROM OLD.live_at AND NEW.state <> 'approved')
    OR (NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at AND NEW.state NOT IN ('withdrawn', 'aborted')) THEN
    PERFORM disclosure_refuse('a release is dated by its own move');
  END IF;
  SELECT * INTO dossier FROM disclosure_dossier WHERE release_id = NEW.id;
  IF NEW.state IN ('approved', 'embargoed', 'refused') THEN
    IF dossier.decided_by_id IS NULL OR dossier.decided_by_id = dossier.proposed_by_id THEN
      PERFORM disclosure_refuse('a release is decided by a second person');
    END IF;
  END IF;
  IF NEW.state = 'approved' AND NEW.embargo_until > clock_timestamp() THEN
    PERFORM disclosure_refuse('a release is not live before its hour');
  END IF;
  IF NEW.state = 'embargoed' AND (NEW.embargo_until IS NULL OR NEW.live_at IS NOT NULL) THEN
    PERFORM disclosure_refuse('a release waits for an hour that it has');
  END IF;
  IF NEW.state IN ('approved', 'embargoed') THEN
    IF NEW.sha256 IS DISTINCT FROM disclosure_words_sha256(NEW.id) THEN
      PERFORM disclosure_refuse('the words of a release are not the hashed ones');
    END IF;
    -- A withdrawal of consent, or a no, that is under way is waited for; a later one finds the release approved.
    PERFORM FROM cases_case WHERE id = dossier.case_id FOR NO KEY UPDATE;
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

CREATE OR REPLACE FUNCTION disclosure_dossier_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.release_id, NEW.case_id, NEW.version, NEW.sealed_reasons, NEW.proposed_by_id)
    IS DISTINCT FROM
    ROW(OLD.id, OLD.release_id, OLD.case_id, OLD.version, OLD.sealed_reasons, OLD.proposed_by_id)
    OR (OLD.decided_by_id IS NOT NULL AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id)
    OR (OLD.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at)
    OR (OLD.withdrawn_by_id IS NOT NULL AND NEW.withdrawn_by_id IS DISTINCT FROM OLD.withdrawn_by_id)
    OR (OLD.ended_by <> '' AND ROW(NEW.ended_by, NEW.withdrawn_by_id)
      IS DISTINCT FROM ROW(OLD.ended_by, OLD.withdrawn_by_id)) THEN
    PERFORM disclosure_refuse('a dossier is decided once and never edited');
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0004_fill_hours"), ("cases", "0001_initial")]
    operations = [
        migrations.AddConstraint(
            model_name="publicrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "approved"), _negated=True) | models.Q(("live_at__isnull", False)),
                name="live_release_has_time",
            ),
        ),
        migrations.RunSQL(VIEWS + BIRTH + MOVES),
    ]
