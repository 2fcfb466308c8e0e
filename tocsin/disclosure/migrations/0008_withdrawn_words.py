"""Once a release has ended its words may be emptied, and only then, and only where they were sealed before.

- A statement is emptied, and changed in nothing else, when its release is withdrawn, refused or called off and the
  sealed words are there.
- The family's words are emptied under the same condition, unless they stand where pages were.
- Sealed words are written once, for a release that has ended.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION disclosure_words_are_sealed(asked uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM disclosure_withdrawn_words AS words
    JOIN disclosure_dossier AS dossier ON dossier.id = words.dossier_id
    JOIN disclosure_public_release AS release ON release.id = dossier.release_id
    WHERE release.id = asked AND release.state IN ('withdrawn', 'refused', 'aborted'))
$$;

-- As before (0002), but for a release that has ended already within the transaction that proposed it.
CREATE OR REPLACE FUNCTION disclosure_release_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF disclosure_words_are_sealed(NEW.id) THEN
    RETURN NULL;
  END IF;
  IF NOT EXISTS (SELECT FROM disclosure_statement WHERE release_id = NEW.id)
    OR NEW.sha256 IS DISTINCT FROM disclosure_words_sha256(NEW.id) THEN
    PERFORM disclosure_refuse('the words of a release are not the hashed ones');
  END IF;
  IF NOT EXISTS (SELECT FROM disclosure_dossier WHERE release_id = NEW.id) THEN
    PERFORM disclosure_refuse('a release has a dossier');
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION disclosure_withdrawn_words_are_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF length(NEW.sealed_words) = 0 OR NOT EXISTS (
    SELECT FROM disclosure_public_release AS release
    JOIN disclosure_dossier AS dossier ON dossier.release_id = release.id
    WHERE dossier.id = NEW.dossier_id AND release.state IN ('withdrawn', 'refused', 'aborted')) THEN
    PERFORM disclosure_refuse('the words of a release are sealed once it has ended');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_withdrawn_words_birth BEFORE INSERT ON disclosure_withdrawn_words
  FOR EACH ROW EXECUTE FUNCTION disclosure_withdrawn_words_are_born();
CREATE TRIGGER disclosure_withdrawn_words_is_kept BEFORE UPDATE OR DELETE ON disclosure_withdrawn_words
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();

CREATE FUNCTION disclosure_statement_is_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed disclosure_statement := OLD;
BEGIN
  allowed.text := '';
  IF NEW IS DISTINCT FROM allowed OR NOT disclosure_words_are_sealed(OLD.release_id) THEN
    PERFORM disclosure_refuse('rows of disclosure_statement are kept as they are');
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER disclosure_statement_is_kept ON disclosure_statement;
CREATE TRIGGER disclosure_statement_is_kept BEFORE DELETE ON disclosure_statement
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
CREATE TRIGGER disclosure_statement_emptied BEFORE UPDATE ON disclosure_statement
  FOR EACH ROW EXECUTE FUNCTION disclosure_statement_is_emptied();

CREATE FUNCTION disclosure_gone_words_are_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed disclosure_public_release := OLD;
BEGIN
  allowed.gone_words := '{}';
  IF NEW IS DISTINCT FROM allowed OR NOT disclosure_words_are_sealed(OLD.id)
    OR (OLD.state = 'withdrawn' AND OLD.live_at IS NOT NULL AND OLD.gone_status = 410) THEN
    PERFORM disclosure_refuse('a release is immutable');
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER disclosure_release_move ON disclosure_public_release;
CREATE TRIGGER disclosure_release_move BEFORE UPDATE ON disclosure_public_release
  FOR EACH ROW WHEN (NOT (NEW.gone_words IS DISTINCT FROM OLD.gone_words AND NEW.gone_words = '{}'::jsonb))
  EXECUTE FUNCTION disclosure_release_moves();
CREATE TRIGGER disclosure_release_gone_words BEFORE UPDATE ON disclosure_public_release
  FOR EACH ROW WHEN (NEW.gone_words IS DISTINCT FROM OLD.gone_words AND NEW.gone_words = '{}'::jsonb)
  EXECUTE FUNCTION disclosure_gone_words_are_emptied();
"""

BACKWARD = """
CREATE OR REPLACE FUNCTION disclosure_release_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP TRIGGER disclosure_release_gone_words ON disclosure_public_release;
DROP TRIGGER disclosure_release_move ON disclosure_public_release;
CREATE TRIGGER disclosure_release_move BEFORE UPDATE ON disclosure_public_release
  FOR EACH ROW EXECUTE FUNCTION disclosure_release_moves();
DROP TRIGGER disclosure_statement_emptied ON disclosure_statement;
DROP TRIGGER disclosure_statement_is_kept ON disclosure_statement;
CREATE TRIGGER disclosure_statement_is_kept BEFORE UPDATE OR DELETE ON disclosure_statement
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
DROP TRIGGER disclosure_withdrawn_words_is_kept ON disclosure_withdrawn_words;
DROP TRIGGER disclosure_withdrawn_words_birth ON disclosure_withdrawn_words;
DROP FUNCTION disclosure_gone_words_are_emptied, disclosure_statement_is_emptied, disclosure_withdrawn_words_are_born,
  disclosure_words_are_sealed;
"""


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0007_the_door_keeps_pictures")]
    operations = [
        migrations.CreateModel(
            name="WithdrawnWords",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="withdrawn_words",
                        serialize=False,
                        to="disclosure.dossier",
                    ),
                ),
                ("sealed_words", models.BinaryField()),
                ("sealed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"db_table": "disclosure_withdrawn_words"},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
