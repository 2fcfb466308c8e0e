"""What the rows must be, said by the database itself: verdicts, figures, versions, hours, and who is told.

The shapes of figures come from ``tocsin.front.figures``: to change them, add a migration that makes the
constraint anew.
"""

from django.db import migrations

from tocsin.front.figures import COUNT_SHAPE, COUNTRIES_SHAPE

PUBLISHED = f"""
ALTER TABLE front_published
  ADD CONSTRAINT front_published_path CHECK (
    path ~ '^/' AND length(path) BETWEEN 2 AND 500 AND path !~ '^//' AND path !~ '^/-/' AND path !~ '[\\x01-\\x20\\x7f?#\\\\]'),
  ADD CONSTRAINT front_published_etag CHECK (etag = left(encode(sha256(body), 'hex'), 32)),
  ADD CONSTRAINT front_published_content_type CHECK (content_type ~ '^[a-z]+/[a-z0-9.+-]+(; charset=utf-8)?$'),
  ADD CONSTRAINT front_published_headers CHECK (jsonb_typeof(headers) = 'object' AND jsonb_typeof(messages) = 'object'),
  ADD CONSTRAINT front_published_verdict CHECK (
    source <> 'desk' OR (
      verdict_sha256 IS NOT NULL AND verdict_sha256 = sha256(body)
      AND guard_version IS NOT NULL AND guard_version >= 1)),
  ADD CONSTRAINT front_published_figures CHECK (
    source <> 'worker' OR (
      path ~ '^/campaigns/[a-z0-9]+(-[a-z0-9]+)*/(count|countries)\\.json$' AND status = 200
      AND content_type = 'application/json' AND language = '' AND NOT slots
      AND messages = '{{}}' AND headers = '{{}}' AND releases = '{{}}'
      AND gzip IS NULL AND brotli IS NULL AND verdict_sha256 IS NULL AND guard_version IS NULL
      AND octet_length(body) <= 16384
      AND encode(body, 'escape') ~ CASE WHEN path LIKE '%/count.json'
        THEN '^{COUNT_SHAPE}$' ELSE '^{COUNTRIES_SHAPE}$' END));

CREATE SEQUENCE front_live_version;

-- The owner's rights, so that whoever may write a row needs none on the sequence.
CREATE FUNCTION front_number_row() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.live_version := nextval('public.front_live_version');
  RETURN NEW;
END $$;
CREATE TRIGGER front_published_number BEFORE INSERT OR UPDATE ON front_published
  FOR EACH ROW EXECUTE FUNCTION front_number_row();

-- The worker's login writes figures and nothing else, whatever table rights it was given.
CREATE FUNCTION front_keep_worker_to_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF session_user = 'tocsin_worker' AND (
      (TG_OP <> 'DELETE' AND NEW.source <> 'worker') OR (TG_OP <> 'INSERT' AND OLD.source <> 'worker')) THEN
    RAISE EXCEPTION 'the worker publishes figures only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER front_published_worker BEFORE INSERT OR UPDATE OR DELETE ON front_published
  FOR EACH ROW EXECUTE FUNCTION front_keep_worker_to_figures();

CREATE FUNCTION front_tell_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('front_published', CASE WHEN TG_OP = 'DELETE' THEN OLD.path ELSE NEW.path END);
  RETURN NULL;
END $$;
CREATE TRIGGER front_published_tell AFTER INSERT OR UPDATE OR DELETE ON front_published
  FOR EACH ROW EXECUTE FUNCTION front_tell_published();
"""

STATE = """
CREATE FUNCTION front_tell_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('front_state', '');
  RETURN NULL;
END $$;
CREATE TRIGGER front_state_tell AFTER INSERT OR UPDATE OR DELETE ON front_state
  FOR EACH STATEMENT EXECUTE FUNCTION front_tell_state();
"""

LETTERBOX = """
ALTER TABLE front_letterbox
  ADD CONSTRAINT front_letterbox_hour CHECK (hour = date_trunc('hour', hour, 'UTC')),
  ADD CONSTRAINT front_letterbox_kind CHECK (kind ~ '^[a-z]+(-[a-z]+)*$' AND length(kind) <= 40),
  ADD CONSTRAINT front_letterbox_payload CHECK (octet_length(payload) BETWEEN 50 AND 65536);

CREATE FUNCTION front_tell_letterbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('front_letterbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER front_letterbox_tell AFTER INSERT ON front_letterbox
  FOR EACH STATEMENT EXECUTE FUNCTION front_tell_letterbox();
"""

UNDO = """
DROP TRIGGER front_letterbox_tell ON front_letterbox;
DROP TRIGGER front_state_tell ON front_state;
DROP TRIGGER front_published_tell ON front_published;
DROP TRIGGER front_published_worker ON front_published;
DROP TRIGGER front_published_number ON front_published;
DROP FUNCTION front_tell_letterbox, front_tell_state, front_tell_published, front_keep_worker_to_figures, front_number_row;
DROP SEQUENCE front_live_version;
ALTER TABLE front_letterbox
  DROP CONSTRAINT front_letterbox_hour, DROP CONSTRAINT front_letterbox_kind, DROP CONSTRAINT front_letterbox_payload;
ALTER TABLE front_published
  DROP CONSTRAINT front_published_path, DROP CONSTRAINT front_published_etag,
  DROP CONSTRAINT front_published_content_type, DROP CONSTRAINT front_published_headers,
  DROP CONSTRAINT front_published_verdict, DROP CONSTRAINT front_published_figures;
"""


class Migration(migrations.Migration):
    dependencies = [("front", "0001_initial")]
    operations = [migrations.RunSQL(PUBLISHED + STATE + LETTERBOX, UNDO)]
