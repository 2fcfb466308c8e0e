"""Days and tables may stand in the window too: their shapes, said by the database (see ``tocsin.front.open_data``)."""

from importlib import import_module

from django.db import migrations

from tocsin.front.figures import SLUG
from tocsin.front.open_data import SHAPES

before = import_module("tocsin.front.migrations.0004_logs")
SHAPE = {name: shape.replace("(?:", "(").replace("\\n", "\n") for name, shape in SHAPES.items()}

OPEN_DATA = f"""
      (path ~ '^/campaigns/{SLUG.replace("(?:", "(")}/(days\\.json|days\\.csv|countries\\.csv)$'
        AND content_type = CASE WHEN path LIKE '%.csv' THEN 'text/csv; charset=utf-8' ELSE 'application/json' END
        AND octet_length(body) <= 65536
        AND encode(body, 'escape') ~ CASE
          WHEN path LIKE '%/days.json' THEN '^{SHAPE["days.json"]}$'
          WHEN path LIKE '%/days.csv' THEN '^{SHAPE["days.csv"]}$'
          ELSE '^{SHAPE["countries.csv"]}$' END)"""


class Migration(migrations.Migration):
    dependencies = [("front", "0004_batches")]
    operations = [
        migrations.RunSQL(
            before.constraint(f"{before.FIGURES} OR {before.LOGS} OR {OPEN_DATA}"),
            before.constraint(f"{before.FIGURES} OR {before.LOGS}"),
        )
    ]
