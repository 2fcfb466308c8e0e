"""The tree of signatures may stand in the window too: its shapes, said by the database (see ``tocsin.front.logs``)."""

from django.db import migrations

from tocsin.front.figures import COUNT_SHAPE, COUNTRIES_SHAPE, SLUG

SLUG_SHAPE = SLUG.replace("(?:", "(")
ORIGIN = rf"[][A-Za-z0-9.:-]{{1,255}}/campaigns/{SLUG_SHAPE}/log"
TILE = r"tile/([0-9]|[1-5][0-9]|entries)/(x[0-9]{3}/)*[0-9]{3}(\.p/[1-9][0-9]{0,2})?"
CHECKPOINT = rf"^{ORIGIN}\n[0-9]{{1,18}}\n[A-Za-z0-9+/]{{43}}=\n\n\\342\\200\\224 {ORIGIN} [A-Za-z0-9+/]{{90,92}}={{0,2}}\n$"
KEY = rf"^{ORIGIN}\+[0-9a-f]{{8}}\+[A-Za-z0-9+/]{{44}}={{0,2}}\n$"
NARROW = r"\.p/([0-9]+)$"

FIGURES = f"""
      (path ~ '^/campaigns/[a-z0-9]+(-[a-z0-9]+)*/(count|countries)\\.json$'
        AND content_type = 'application/json' AND octet_length(body) <= 16384
        AND encode(body, 'escape') ~ CASE WHEN path LIKE '%/count.json'
          THEN '^{COUNT_SHAPE}$' ELSE '^{COUNTRIES_SHAPE}$' END)"""
LOGS = f"""
      (path ~ '^/campaigns/{SLUG_SHAPE}/log/(checkpoint|key)$' AND content_type = 'text/plain; charset=utf-8'
        AND octet_length(body) <= 1500
        AND encode(body, 'escape') ~ CASE WHEN path LIKE '%/checkpoint' THEN '{CHECKPOINT}' ELSE '{KEY}' END)
      OR (path ~ '^/campaigns/{SLUG_SHAPE}/log/find/[0-9a-f]{{2}}$' AND content_type = 'application/octet-stream'
        AND octet_length(body) % 13 = 0 AND octet_length(body) BETWEEN 13 AND 1048576)
      OR (path ~ '^/campaigns/{SLUG_SHAPE}/log/{TILE}$' AND content_type = 'application/octet-stream'
        AND coalesce(substring(path from '{NARROW}')::int, 0) < 256
        AND CASE WHEN path LIKE '%/tile/entries/%'
          THEN octet_length(body) / coalesce(substring(path from '{NARROW}')::int, 256) BETWEEN 35 AND 67
          ELSE octet_length(body) = 32 * coalesce(substring(path from '{NARROW}')::int, 256) END)"""


def constraint(shapes: str) -> str:
    return f"""
ALTER TABLE front_published
  DROP CONSTRAINT front_published_figures,
  ADD CONSTRAINT front_published_figures CHECK (
    source <> 'worker' OR (
      status = 200 AND language = '' AND NOT slots AND messages = '{{}}' AND headers = '{{}}' AND releases = '{{}}'
      AND gzip IS NULL AND brotli IS NULL AND verdict_sha256 IS NULL AND guard_version IS NULL AND ({shapes})));
"""


class Migration(migrations.Migration):
    dependencies = [("front", "0003_drain")]
    operations = [migrations.RunSQL(constraint(f"{FIGURES} OR {LOGS}"), constraint(FIGURES))]
