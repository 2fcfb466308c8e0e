"""The door, said by the database itself, for pictures and for what lines tell by rung.

- A picture is written with the proposal, for a line of words that describes it, under its own hash; it is part of the
  hash of the release. It is never edited: once the release is over, its bytes are taken out and kept sealed.
- What is told by rung is written with the proposal and never again.
"""

from django.db import migrations

PICTURES = r"""
-- tocsin/disclosure/words.py says the same. Without pictures it is what it was.
CREATE OR REPLACE FUNCTION disclosure_words_sha256(asked uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to('[' || concat_ws(',',
    (SELECT string_agg(format('[%s,%s,%s]', position, to_json(language::text), to_json(text)), ','
       ORDER BY position, language COLLATE "C") FROM disclosure_statement WHERE release_id = asked),
    (SELECT string_agg(format('["picture",%s,"%s"]', position, encode(sha256, 'hex')), ','
       ORDER BY position) FROM disclosure_release_picture WHERE release_id = asked)) || ']', 'UTF8'))
$$;

ALTER TABLE disclosure_release_picture ADD CONSTRAINT picture_is_the_hashed_one
  CHECK (sealed_body IS NOT NULL OR sha256 = sha256(body));

CREATE FUNCTION disclosure_picture_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disclosure_require_birth(NEW.release_id);
  IF NEW.sealed_body IS NOT NULL THEN
    PERFORM disclosure_refuse('a picture begins as it is shown');
  END IF;
  IF NOT EXISTS (SELECT FROM disclosure_statement WHERE release_id = NEW.release_id AND position = NEW.position) THEN
    PERFORM disclosure_refuse('a picture is described by the words of its line');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_picture_birth BEFORE INSERT ON disclosure_release_picture
  FOR EACH ROW EXECUTE FUNCTION disclosure_picture_is_born();

CREATE FUNCTION disclosure_picture_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed disclosure_release_picture := NEW;
BEGIN
  allowed.body := OLD.body;
  allowed.sealed_body := OLD.sealed_body;
  IF allowed IS DISTINCT FROM OLD OR OLD.sealed_body IS NOT NULL OR NEW.sealed_body IS NULL OR NEW.body <> ''::bytea
    OR NOT EXISTS (SELECT FROM disclosure_public_release
      WHERE id = OLD.release_id AND state IN ('withdrawn', 'refused', 'aborted')) THEN
    PERFORM disclosure_refuse('a picture is sealed once its release is over, not edited');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_picture_end BEFORE UPDATE ON disclosure_release_picture
  FOR EACH ROW EXECUTE FUNCTION disclosure_picture_ends();
CREATE TRIGGER disclosure_picture_is_kept BEFORE DELETE ON disclosure_release_picture
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
"""

TOLD = """
CREATE FUNCTION disclosure_told_is_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM disclosure_require_birth((SELECT release_id FROM disclosure_dossier WHERE id = NEW.dossier_id));
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_told_birth BEFORE INSERT ON disclosure_told_facts
  FOR EACH ROW EXECUTE FUNCTION disclosure_told_is_born();
CREATE TRIGGER disclosure_told_is_kept BEFORE UPDATE OR DELETE ON disclosure_told_facts
  FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0006_drafts_and_pictures")]
    operations = [migrations.RunSQL(PICTURES + TOLD)]
